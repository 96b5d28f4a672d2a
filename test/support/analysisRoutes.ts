/** What tests of the routes of analyses ask of a server. */
import type { TestServer } from "./server.ts";

export const NOW_MS = Date.parse("2026-06-01T12:00:00Z");
export const clock = { nowMs: () => NOW_MS };
export const settings = { CALLTREE_SECRET_KEY: "b".repeat(64), OUTGOING_ALLOW: "127.0.0.1" };
export const MODEL = {
  ...{ base_url: "http://127.0.0.1:8080/v1", model: "small", api_key: "sk-secret-key", input_price: "0.15", output_price: "0.6" },
};

export const configure = (server: TestServer, id: string, analysis: unknown) =>
  server.call("PUT", `/v1/agents/${id}`, { body: { analysis } });
