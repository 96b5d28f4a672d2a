import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import { expect } from "vitest";
import type { AgentAnalysis } from "../../domain/analysis.ts";
import type { ModelSettings } from "../../domain/analysisOrganization.ts";
import type { Analysed, AnalysedMessage } from "../analyser.ts";
import { CALL, EVERYTHING, GOOD_ANSWER } from "../analysisFixtures.ts";
import { llmAnalyser } from "./llmAnalyser.ts";

/** One request as the scripted server saw it. */
export interface SeenRequest {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: {
    readonly model: string;
    readonly temperature: number;
    readonly messages: readonly { readonly role: string; readonly content: string }[];
    readonly response_format: { readonly type: string; readonly json_schema?: { readonly strict: boolean; readonly schema: object } };
  };
}

/** Answers one request. */
export type Scripted = (reply: ServerResponse) => void;

export interface ModelServer extends AsyncDisposable {
  readonly seen: readonly SeenRequest[];
  readonly settings: ModelSettings;
}

/** A real server of the OpenAI chat completions protocol that gives these answers, one after the other; past the last it gives 500. */
export async function modelServer(script: readonly Scripted[], change: Partial<ModelSettings> = {}): Promise<ModelServer> {
  const seen: SeenRequest[] = [];
  const server = createServer((incoming, reply) => {
    let body = "";
    incoming.on("data", (chunk) => {
      body += String(chunk);
    });
    incoming.on("end", () => {
      const scripted = script[seen.length] ?? failing(500);
      seen.push({ path: incoming.url ?? "", headers: incoming.headers, body: JSON.parse(body) });
      scripted(reply);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const bound = server.address();
  const port = typeof bound === "object" && bound !== null ? bound.port : 0;
  return {
    seen,
    settings: {
      baseUrl: `http://127.0.0.1:${port}/v1`,
      model: "small",
      timeoutMs: 5_000,
      retries: 2,
      structuredOutputs: true,
      inputCharactersMax: 100_000,
      inputPrice: null,
      outputPrice: null,
      ...change,
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const USAGE = { prompt_tokens: 1_000, completion_tokens: 100, total_tokens: 1_100 };

/** A completion whose first choice has this message; `usage: null` is left out. */
export const completion =
  (message: object, finishReason = "stop", usage: object | null = USAGE): Scripted =>
  (reply) => {
    const choice = { index: 0, message: { role: "assistant", ...message }, finish_reason: finishReason };
    reply.setHeader("content-type", "application/json");
    reply.end(
      JSON.stringify({ id: "c1", object: "chat.completion", created: 0, model: "small-2026", choices: [choice], ...(usage && { usage }) }),
    );
  };

export const saying = (answer: unknown, finishReason = "stop", usage: object | null = USAGE): Scripted =>
  completion({ content: typeof answer === "string" ? answer : JSON.stringify(answer) }, finishReason, usage);

export const failing =
  (status: number, headers: Readonly<Record<string, string>> = {}, message = "no"): Scripted =>
  (reply) => {
    reply.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify({ error: { message } }));
  };

/** The head of an answer and half of its body, then the connection breaks. */
export const breakingOff: Scripted = (reply) => {
  reply.writeHead(200, { "content-type": "application/json", "content-length": "10000" });
  reply.write('{"id":"c1","choices":[{"index":0,', () => reply.destroy());
};

/** Never answers. */
export const hanging: Scripted = () => {};

export const KEY = "sk-very-secret-0123456789";

/** The good answer in the words of the wire. */
export const ANSWER = {
  ...GOOD_ANSWER,
  resolution: { ...GOOD_ANSWER.resolution, evidence: [{ message: 5, quote: "Yes, thank you!" }] },
  extractedData: { field_1: 4, field_2: true, field_3: "Dinner" },
  ravanData: { field_1: "a table" },
};
export interface Run {
  readonly settings?: AgentAnalysis;
  readonly messages?: readonly AnalysedMessage[];
  readonly signal?: AbortSignal;
  readonly key?: string | null;
  readonly nowMs?: number;
}

/** Pauses take no time; how long they would have been is noted. */
export async function run(server: ModelServer, how: Run = {}, pausesMs: number[] = []): Promise<Analysed> {
  const parts = {
    fetch: globalThis.fetch,
    clock: { nowMs: () => how.nowMs ?? 0 },
    sleep: async (ms: number) => void pausesMs.push(ms),
  };
  const { settings = EVERYTHING, messages = CALL, key = KEY } = how;
  const input = { settings, messages, durationMs: 9_000, agentName: "Tables" };
  return llmAnalyser(server.settings, key, parts).analyse(input, how.signal ?? new AbortController().signal);
}

export const failed = (message: string): object => ({ code: "ANALYSIS_FAILED", message: expect.stringContaining(message) });
export const unavailable = (message: string): object => ({ code: "ANALYSER_UNAVAILABLE", message: expect.stringContaining(message) });
