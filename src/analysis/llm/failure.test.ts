import { describe, expect, it } from "vitest";
import { ANSWER, breakingOff, failed, failing, hanging, KEY, modelServer, run, saying, unavailable } from "./modelServerFixtures.ts";

describe("a server that does not answer as it should", () => {
  it("is asked again after the pause it wants, when it has too much to do", async () => {
    await using server = await modelServer([failing(429, { "retry-after": "7" }), failing(503), saying(ANSWER)]);
    const pausesMs: number[] = [];
    expect(await run(server, {}, pausesMs)).toMatchObject({ outcome: { language: "en" }, inputTokens: 1_000 });
    expect(pausesMs).toEqual([7_000, 2_000]);
  });

  it("may say its pause as a date", async () => {
    await using server = await modelServer([failing(429, { "retry-after": "Thu, 01 Jan 2026 00:00:09 GMT" }), saying(ANSWER)]);
    const pausesMs: number[] = [];
    await run(server, { nowMs: Date.UTC(2026, 0, 1) }, pausesMs);
    expect(pausesMs).toEqual([9_000]);
  });

  it("is left alone when it wants a longer pause than one analysis may take", async () => {
    await using server = await modelServer([failing(429, { "retry-after": "3600" })]);
    await expect(run(server)).rejects.toMatchObject({ ...unavailable("status 429"), retryAfterSec: 3_600 });
    expect(server.seen).toHaveLength(1);
  });

  it("is unavailable after as many retries as configured, with growing pauses", async () => {
    await using server = await modelServer([], { retries: 3 });
    const pausesMs: number[] = [];
    await expect(run(server, {}, pausesMs)).rejects.toMatchObject(unavailable("status 500"));
    expect(server.seen).toHaveLength(4);
    expect(pausesMs).toEqual([1_000, 2_000, 4_000]);
  });

  it("is unavailable when it is slower than the timeout", async () => {
    await using server = await modelServer([hanging, hanging], { retries: 1, timeoutMs: 100 });
    await expect(run(server)).rejects.toMatchObject(unavailable("did not answer within 100 ms"));
    expect(server.seen).toHaveLength(2);
  });

  it("is asked again when its answer breaks off", async () => {
    await using server = await modelServer([breakingOff, saying(ANSWER)]);
    expect(await run(server)).toMatchObject({ outcome: { language: "en" } });
  });

  it("is asked again when its answer is no chat completion", async () => {
    const page = (reply: { end(body: string): unknown }): void => void reply.end("<html>Welcome</html>");
    const noChoice = (reply: { end(body: string): unknown }): void => void reply.end('{"id":"c1","choices":[]}');
    await using server = await modelServer([page, noChoice, page]);
    await expect(run(server)).rejects.toMatchObject(unavailable("something else than a chat completion"));
  });

  it("is unavailable when nobody listens", async () => {
    const server = await modelServer([]);
    await server[Symbol.asyncDispose]();
    await expect(run(server)).rejects.toMatchObject(unavailable("could not be reached"));
  });

  it.each([400, 401, 403, 404, 302])("is not asked again after a %i, which asking again cannot change", async (status) => {
    await using server = await modelServer([failing(status), saying(ANSWER)]);
    await expect(run(server)).rejects.toMatchObject(failed(`status ${status}`));
    expect(server.seen).toHaveLength(1);
  });

  it("never gets the key into an error, and says what helps without it", async () => {
    for (const [status, shown] of [
      [400, "no model small for [key]"],
      [401, "status 401."],
    ] as const) {
      await using server = await modelServer([failing(status, {}, `no model small for ${KEY}`)]);
      const error = await run(server).then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      expect(error).toMatchObject(failed(shown));
      expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain("very-secret");
      expect((error as Error).cause).toBeUndefined();
    }
  });

  it("is not asked with a key that no header can carry, and the error does not quote it", async () => {
    await using server = await modelServer([saying(ANSWER)]);
    const error = await run(server, { key: `${KEY}\n` }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject(failed("characters that no HTTP header can carry"));
    expect(String(error)).not.toContain("very-secret");
    expect(server.seen).toEqual([]);
  });

  it("keeps what an earlier answer used, when it goes away before the second", async () => {
    await using server = await modelServer([saying("no JSON")], { retries: 0 });
    await expect(run(server)).rejects.toMatchObject({ ...unavailable("status 500"), used: { inputTokens: 1_000, outputTokens: 100 } });
  });

  it("is not waited for once the work is given up", async () => {
    await using server = await modelServer([hanging]);
    const giveUp = new AbortController();
    const attempt = run(server, { signal: giveUp.signal });
    giveUp.abort(new Error("closing"));
    await expect(attempt).rejects.toThrow("closing");
  });
});

describe("what a model used", () => {
  it("is unknown, not zero, when the server does not say", async () => {
    for (const usage of [null, {}, { prompt_tokens: null }]) {
      await using server = await modelServer([saying(ANSWER, "stop", usage)]);
      expect(await run(server)).toMatchObject({ inputTokens: null, outputTokens: null, model: "small-2026" });
    }
  });

  it("is what one answer said, when the other did not", async () => {
    await using server = await modelServer([saying("no JSON", "stop", null), saying(ANSWER)]);
    expect(await run(server)).toMatchObject({ inputTokens: 1_000, outputTokens: 100 });
  });
});
