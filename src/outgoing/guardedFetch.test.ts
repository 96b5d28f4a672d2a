import type { RequestListener } from "node:http";
import { describe, expect, it } from "vitest";
import { type GuardedRequest, guardedFetch, guardedFetchForJwks, guardedFetchForModels, guardedOpen } from "./guardedFetch.ts";
import { type OutgoingPolicy, outgoingPolicy } from "./policy.ts";
import { receiver } from "./receiverFixtures.ts";

const PUBLIC = { address: "93.184.215.14", family: 4 } as const;
const LOOPBACK = { address: "127.0.0.1", family: 4 } as const;
const request: GuardedRequest = { bodyBytesMax: 1_000, timeoutMs: 5_000, redirectsMax: 3 };
const refusal = { code: "ADDRESS_REFUSED" };

/** `inside.example` and `other.example` are this machine, and allowed; every other name is a public address nobody reaches. */
const insidePolicy = (): OutgoingPolicy =>
  outgoingPolicy("inside.example, other.example", async (host) => [host.endsWith(".example") ? LOOPBACK : PUBLIC]);

describe("a fetch", () => {
  it("gives status, headers and body of any answer", async () => {
    await using inside = await receiver((_incoming, reply) => reply.writeHead(404, { "x-told": "yes" }).end("not here"));
    const answer = await guardedFetch(
      `http://inside.example:${inside.port}/a?b=c`,
      {
        ...request,
        method: "POST",
        body: "sent",
        headers: { "Content-Type": "text/plain", Host: "elsewhere", "Transfer-Encoding": "chunked" },
      },
      insidePolicy(),
    );
    expect(answer).toMatchObject({ status: 404, headers: { "x-told": "yes" }, body: Buffer.from("not here") });
    expect(inside.seen).toMatchObject([
      {
        method: "POST",
        url: "/a?b=c",
        body: "sent",
        headers: { "content-type": "text/plain", host: `inside.example:${inside.port}`, "content-length": "4" },
      },
    ]);
  });

  it.each([
    "http://127.0.0.1/",
    "http://169.254.169.254/",
    "http://localhost/",
    "http://[::1]/",
    "//10.0.0.1/",
    "file:///etc/passwd",
    "http://user@public.test.org/",
  ])("is refused when it is redirected to %s", async (target) => {
    await using inside = await receiver((_incoming, reply) => reply.writeHead(302, { location: target }).end());
    await expect(guardedFetch(`http://inside.example:${inside.port}/`, request, insidePolicy())).rejects.toMatchObject(refusal);
  });

  it("is refused when the name of a redirect leads inside", async () => {
    await using inside = await receiver((_incoming, reply) => reply.writeHead(307, { location: "http://public.test.org/" }).end());
    const policy = outgoingPolicy("inside.example", async () => [LOOPBACK]);
    await expect(guardedFetch(`http://inside.example:${inside.port}/`, request, policy)).rejects.toMatchObject(refusal);
  });

  it("carries no credential to another host, and all of them along its own", async () => {
    await using second = await receiver((_incoming, reply) => reply.end("there"));
    await using first = await receiver((incoming, reply) => {
      const target = incoming.url === "/" ? "/again" : `http://other.example:${second.port}/`;
      reply.writeHead(302, { location: target }).end();
    });
    const headers = { Authorization: "Bearer secret", Cookie: "a=b", "X-Api-Key": "secret", Accept: "audio/*" };
    const answer = await guardedFetch(`http://inside.example:${first.port}/`, { ...request, headers }, insidePolicy());
    expect(answer.body.toString()).toBe("there");
    expect(first.seen[1]?.headers).toMatchObject({ authorization: "Bearer secret", cookie: "a=b", "x-api-key": "secret" });
    expect(second.seen[0]?.headers).toMatchObject({ accept: "audio/*" });
    expect(JSON.stringify(second.seen)).not.toMatch(/secret|a=b/);
  });

  it("sends a POST's body on only where the redirect keeps the method", async () => {
    await using inside = await receiver((incoming, reply) => {
      if (incoming.url === "/302" || incoming.url === "/307") reply.writeHead(Number(incoming.url.slice(1)), { location: "/end" });
      reply.end();
    });
    for (const path of ["/302", "/307"])
      await guardedFetch(`http://inside.example:${inside.port}${path}`, { ...request, method: "POST", body: "sent" }, insidePolicy());
    expect(inside.seen.filter(({ url }) => url === "/end").map(({ method, body }) => [method, body])).toEqual([
      ["GET", ""],
      ["POST", "sent"],
    ]);
  });

  it("gives up a loop of redirects, and hands a redirect back when none may be followed", async () => {
    await using inside = await receiver((_incoming, reply) => reply.writeHead(301, { location: "/" }).end());
    const address = `http://inside.example:${inside.port}/`;
    await expect(guardedFetch(address, request, insidePolicy())).rejects.toMatchObject({ code: "FETCH_FAILED" });
    expect(inside.seen).toHaveLength(4);
    expect(await guardedFetch(address, { ...request, redirectsMax: 0 }, insidePolicy())).toMatchObject({ status: 301 });
  });

  it("takes an answer of exactly the limit, and refuses one byte more, stated or not", async () => {
    await using inside = await receiver((incoming, reply) => {
      const body = "x".repeat(incoming.url === "/exact" ? 1_000 : 1_001);
      if (incoming.url === "/stated") reply.writeHead(200, { "content-length": body.length });
      else reply.write(body.slice(0, 500));
      reply.end(incoming.url === "/stated" ? body : body.slice(500));
    });
    const address = `http://inside.example:${inside.port}`;
    expect((await guardedFetch(`${address}/exact`, request, insidePolicy())).body).toHaveLength(1_000);
    for (const path of ["/stated", "/unstated"])
      await expect(guardedFetch(`${address}${path}`, request, insidePolicy()), path).rejects.toMatchObject({ code: "FETCH_FAILED" });
  });

  it("stops reading an endless answer at the limit", async () => {
    await using inside = await receiver((_incoming, reply) => {
      const more = (): void => {
        while (!reply.destroyed && reply.write("x".repeat(10_000)));
      };
      reply.on("drain", more);
      more();
    });
    await expect(guardedFetch(`http://inside.example:${inside.port}/`, request, insidePolicy())).rejects.toMatchObject({
      code: "FETCH_FAILED",
    });
  });

  it.each([
    ["nothing", () => {}],
    ["half a body", (_incoming, reply) => reply.write("half")],
  ] satisfies [string, RequestListener][])("gives up on a server that answers %s and hangs", async (_what, listener) => {
    await using inside = await receiver(listener);
    const hanging = guardedFetch(`http://inside.example:${inside.port}/`, { ...request, timeoutMs: 100 }, insidePolicy());
    await expect(hanging).rejects.toMatchObject({ code: "FETCH_FAILED", message: "The address did not answer within 100 ms." });
  });

  it("gives up on a resolver that hangs", async () => {
    const policy = outgoingPolicy(null, () => new Promise(() => {}));
    await expect(guardedFetch("http://slow.test.org/", { ...request, timeoutMs: 100 }, policy)).rejects.toMatchObject({
      code: "FETCH_FAILED",
    });
  });

  it("never takes a body that broke off for a whole one", async () => {
    await using inside = await receiver((_incoming, reply) => {
      reply.writeHead(200, { "content-length": 100 });
      reply.write("half", () => reply.destroy());
    });
    await expect(guardedFetch(`http://inside.example:${inside.port}/`, request, insidePolicy())).rejects.toMatchObject({
      code: "FETCH_FAILED",
    });
  });

  it("stops when its caller gives it up, before and during the answer", async () => {
    await using inside = await receiver((_incoming, reply) => reply.write("half"));
    const address = `http://inside.example:${inside.port}/`;
    await expect(guardedFetch(address, { ...request, signal: AbortSignal.abort() }, insidePolicy())).rejects.toMatchObject({
      code: "FETCH_FAILED",
    });
    const stop = new AbortController();
    const { body } = await guardedOpen(address, { ...request, signal: stop.signal }, insidePolicy());
    const read = body.toArray();
    stop.abort();
    await expect(read).rejects.toMatchObject({ code: "FETCH_FAILED" });
  });

  it("fails in our words when nobody listens", async () => {
    const gone = await receiver(() => {});
    await gone[Symbol.asyncDispose]();
    await expect(guardedFetch(`http://inside.example:${gone.port}/`, request, insidePolicy())).rejects.toMatchObject({
      code: "FETCH_FAILED",
    });
  });
});

describe("the fetch for key sets", () => {
  it("gives a Response, and refuses what the policy refuses", async () => {
    await using inside = await receiver((_incoming, reply) =>
      reply.writeHead(200, { "content-type": "application/json" }).end('{"keys":[]}'),
    );
    const fetchKeys = guardedFetchForJwks(insidePolicy());
    expect(await (await fetchKeys(`http://inside.example:${inside.port}/`)).json()).toEqual({ keys: [] });
    await expect(fetchKeys("http://127.0.0.1/")).rejects.toMatchObject(refusal);
  });

  it("serves as a model's fetch: posts with its key, and gives the answer with its status and headers", async () => {
    await using inside = await receiver((_incoming, reply) => reply.writeHead(429, { "retry-after": "7" }).end("later"));
    const answer = await guardedFetchForModels(insidePolicy())(`http://inside.example:${inside.port}/v1/chat/completions`, {
      method: "POST",
      headers: { Authorization: "Bearer k", "Content-Type": "application/json" },
      body: "{}",
    });
    expect([answer.status, answer.headers.get("retry-after"), await answer.text()]).toEqual([429, "7", "later"]);
    expect(inside.seen).toMatchObject([{ method: "POST", body: "{}", headers: { authorization: "Bearer k" } }]);
  });

  it("takes a model's key to no other address", async () => {
    await using other = await receiver((_incoming, reply) => reply.end());
    const location = `http://other.example:${other.port}/`;
    await using inside = await receiver((_incoming, reply) => reply.writeHead(307, { location }).end());
    const fetchModel = guardedFetchForModels(insidePolicy());
    const answer = await fetchModel(`http://inside.example:${inside.port}/`, {
      method: "POST",
      headers: { Authorization: "Bearer k" },
      body: "{}",
    });
    expect(answer.status).toBe(307);
    expect(other.seen).toEqual([]);
    await expect(fetchModel("http://127.0.0.1/", { method: "POST", body: "{}" })).rejects.toMatchObject(refusal);
  });

  it("gives a model's answer up that is longer than 4 MiB, of no possible status, or no longer wanted", async () => {
    await using inside = await receiver((incoming, reply) => {
      if (incoming.url === "/long") reply.end(Buffer.alloc(4 * 1_048_576 + 1));
      if (incoming.url === "/odd") reply.writeHead(700).end();
      if (incoming.url === "/empty") reply.writeHead(204).end();
    });
    const fetchModel = guardedFetchForModels(insidePolicy());
    const address = (path: string): string => `http://inside.example:${inside.port}${path}`;
    await expect(fetchModel(address("/long"))).rejects.toMatchObject({ code: "FETCH_FAILED" });
    await expect(fetchModel(address("/odd"))).rejects.toMatchObject({ code: "FETCH_FAILED" });
    await expect(fetchModel(address("/never"), { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: "FETCH_FAILED" });
    expect((await fetchModel(address("/empty"))).status).toBe(204);
  });
});
