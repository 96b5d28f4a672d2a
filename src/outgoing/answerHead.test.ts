import type { RequestListener } from "node:http";
import { describe, expect, it } from "vitest";
import { guardedFetchHead } from "./answerHead.ts";
import type { GuardedAnswer, GuardedRequest } from "./guardedFetch.ts";
import { outgoingPolicy } from "./policy.ts";
import { receiver } from "./receiverFixtures.ts";

const request: GuardedRequest = { method: "POST", body: "{}", bodyBytesMax: 1_000, timeoutMs: 5_000, redirectsMax: 0 };
const policy = outgoingPolicy("127.0.0.1");

async function headOf(listener: RequestListener, changed: Partial<GuardedRequest> = {}): Promise<GuardedAnswer<Buffer>> {
  await using inside = await receiver(listener);
  return await guardedFetchHead(`http://127.0.0.1:${inside.port}/`, { ...request, ...changed }, policy);
}

describe("the head of an answer", () => {
  it("is the whole of a short one", async () => {
    expect(await headOf((_incoming, reply) => reply.writeHead(201, { "x-told": "yes" }).end("short"))).toMatchObject({
      status: 201,
      headers: { "x-told": "yes" },
      body: Buffer.from("short"),
    });
  });

  it.each([
    ["states its length", { "content-length": "1000000" }],
    ["does not", {}],
  ])("is the first bytes of a long one that %s", async (_how, headers) => {
    const answer = await headOf((_incoming, reply) => reply.writeHead(200, headers).end("x".repeat(1_000_000)));
    expect(answer).toMatchObject({ status: 200, body: Buffer.from("x".repeat(1_000)) });
  });

  it("is what came of one that breaks off", async () => {
    const answer = await headOf((_incoming, reply) => {
      reply.writeHead(200, { "content-length": 100 });
      reply.write("half", () => setImmediate(() => reply.destroy()));
    });
    expect(answer).toMatchObject({ status: 200, body: Buffer.from("half") });
  });

  it("is what came of one that never ends, without waiting for the whole time limit", async () => {
    const startedMs = performance.now();
    const answer = await headOf((_incoming, reply) => reply.writeHead(200).write("half"));
    expect(answer).toMatchObject({ status: 200, body: Buffer.from("half") });
    expect(performance.now() - startedMs).toBeLessThan(4_000);
  });

  it.each([
    ["closes without a word", (_incoming, reply) => reply.destroy()],
    ["hangs", () => {}],
    ["speaks no HTTP", (_incoming, reply) => reply.socket?.end("hello\r\n\r\n")],
  ] satisfies [string, RequestListener][])("is a failure where the receiver %s", async (_what, listener) => {
    await expect(headOf(listener, { timeoutMs: 200 })).rejects.toMatchObject({ code: "FETCH_FAILED" });
  });

  it("is asked for nowhere inside", async () => {
    await expect(guardedFetchHead("http://169.254.169.254/", request, policy)).rejects.toMatchObject({ code: "ADDRESS_REFUSED" });
  });
});
