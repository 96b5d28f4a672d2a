import { createServer, type IncomingMessage } from "node:http";

type Json = Record<string, unknown>;

export interface Model extends AsyncDisposable {
  readonly url: string;
  readonly asked: Json[];
}

/** A server that speaks the protocol of OpenAI's chat completions and answers with this text, again and again. */
export async function model(answer: (asked: Json) => unknown): Promise<Model> {
  const asked: Json[] = [];
  const server = createServer(async (request: IncomingMessage, reply) => {
    let text = "";
    for await (const chunk of request) text += String(chunk);
    const body = JSON.parse(text) as Json;
    asked.push(body);
    const content = answer(body);
    if (content === undefined) return void reply.writeHead(500).end("{}");
    const message = { role: "assistant", content: JSON.stringify(content) };
    const usage = { prompt_tokens: 1_000, completion_tokens: 100, total_tokens: 1_100 };
    reply.setHeader("content-type", "application/json");
    reply.end(
      JSON.stringify({
        id: "c1",
        object: "chat.completion",
        created: 1,
        model: "m",
        choices: [{ index: 0, message, finish_reason: "stop" }],
        usage,
      }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const bound = server.address();
  return {
    url: `http://127.0.0.1:${typeof bound === "object" && bound !== null ? bound.port : 0}/v1`,
    asked,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
