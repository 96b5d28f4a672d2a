import type { RequestListener } from "node:http";
import { describe, expect, it } from "vitest";
import { outgoingPolicy } from "../outgoing/policy.ts";
import { receiver } from "../outgoing/receiverFixtures.ts";
import { answerText, attemptDelivery, type Sent } from "./attempt.ts";

const parts = {
  policy: outgoingPolicy("127.0.0.1"),
  clock: { nowMs: () => Date.now() },
  timeoutMs: 300,
  signal: new AbortController().signal,
};
const answering =
  (status: number, headers: Record<string, string> = {}): RequestListener =>
  (_incoming, reply) =>
    reply.writeHead(status, headers).end("told");

async function sentTo(listener: RequestListener): Promise<Sent> {
  await using hook = await receiver(listener);
  return await attemptDelivery(`http://127.0.0.1:${hook.port}/hook`, { "webhook-id": "msg_1" }, "{}", parts);
}

describe("an attempt", () => {
  it("sends the body as it is, with its headers", async () => {
    await using hook = await receiver(answering(200));
    await attemptDelivery(`http://127.0.0.1:${hook.port}/hook?a=b`, { "webhook-id": "msg_1" }, '{ "a" : "ü" }', parts);
    expect(hook.seen).toMatchObject([{ method: "POST", url: "/hook?a=b", body: '{ "a" : "ü" }', headers: { "webhook-id": "msg_1" } }]);
  });

  it.each([200, 201, 202, 204, 299])("succeeds with status %d", async (status) => {
    expect(await sentTo(answering(status))).toMatchObject({ status, failure: null, isGone: false, retryAfterMs: null });
  });

  it.each([300, 301, 302, 303, 304, 307, 308])("fails with redirect %d, which nobody follows", async (status) => {
    const sent = await sentTo(answering(status, { location: "http://127.0.0.1:1/" }));
    expect(sent).toMatchObject({ status, failure: `It answered with status ${status}; redirects are not followed.` });
  });

  it.each([400, 401, 404, 429, 500, 502, 503])("fails with status %d", async (status) => {
    expect(await sentTo(answering(status))).toMatchObject({ status, failure: `It answered with status ${status}.`, isGone: false });
  });

  it("fails for good with status 410", async () => {
    expect(await sentTo(answering(410))).toMatchObject({ status: 410, isGone: true });
  });

  it.each([429, 503, 500])("reads how long it is to wait from an answer with status %d", async (status) => {
    expect(await sentTo(answering(status, { "retry-after": "30" }))).toMatchObject({ retryAfterMs: 30_000 });
  });

  it.each([
    ["closes without a word", (_incoming, reply) => reply.destroy(), "could not be fetched"],
    ["hangs", () => {}, "did not answer within 300 ms"],
    ["breaks off before its status", (_incoming, reply) => reply.socket?.end("HTTP/1.1 2"), "could not be fetched"],
  ] satisfies [string, RequestListener, string][])("fails where the receiver %s", async (_what, listener, failure) => {
    expect(await sentTo(listener)).toMatchObject({ status: null, answer: null, failure: expect.stringContaining(failure) });
  });

  it("fails in words that tell of no network where nobody may be asked", async () => {
    expect(await attemptDelivery("http://169.254.169.254/", {}, "{}", parts)).toMatchObject({
      status: null,
      failure: expect.stringContaining("private or reserved"),
    });
  });

  it.each([
    ["half a body", (_incoming, reply) => reply.writeHead(200, { "content-length": 9 }).write("half", () => reply.destroy())],
    ["a body without end", (_incoming, reply) => reply.writeHead(200).write("half")],
    ["a body of a megabyte", (_incoming, reply) => reply.writeHead(200).end("x".repeat(1_000_000))],
  ] satisfies [string, RequestListener][])("succeeds with %s after a good status", async (_what, listener) => {
    expect(await sentTo(listener)).toMatchObject({ status: 200, failure: null });
  });
});

describe("what is kept of an answer", () => {
  it("has no cookies", async () => {
    const sent = await sentTo(answering(500, { "Set-Cookie": "session=secret", "X-Request-Id": "r1" }));
    expect(JSON.parse(sent.answer ?? "")).toMatchObject({ headers: { "x-request-id": "r1" }, body: "told" });
    expect(sent.answer).not.toMatch(/cookie|secret/i);
  });

  it("is 2,000 characters of the body, and not all of very long headers", () => {
    const kept = answerText({ "x-short": "a", "x-long": "b".repeat(50_000) }, Buffer.from("ü".repeat(5_000)));
    expect(JSON.parse(kept)).toEqual({ headers: { "x-short": "a" }, body: "ü".repeat(2_000) });
  });

  it("is text whatever the bytes are", () => {
    expect(JSON.parse(answerText({}, Buffer.from([0, 255, 10]))).body).toBe("\u0000\ufffd\n");
  });
});
