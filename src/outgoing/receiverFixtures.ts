import { createServer, type IncomingHttpHeaders, type RequestListener } from "node:http";

export interface Receiver extends AsyncDisposable {
  readonly port: number;
  readonly seen: { readonly method: string; readonly url: string; readonly headers: IncomingHttpHeaders; readonly body: string }[];
}

/** A real HTTP server on this machine that remembers what it was asked; answers once it has read the request. */
export async function receiver(answer: RequestListener): Promise<Receiver> {
  const seen: Receiver["seen"] = [];
  const server = createServer((incoming, reply) => {
    let body = "";
    incoming.on("data", (chunk) => {
      body += String(chunk);
    });
    incoming.on("end", () => {
      seen.push({ method: incoming.method ?? "", url: incoming.url ?? "", headers: incoming.headers, body });
      answer(incoming, reply);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const bound = server.address();
  return {
    port: typeof bound === "object" && bound !== null ? bound.port : 0,
    seen,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
