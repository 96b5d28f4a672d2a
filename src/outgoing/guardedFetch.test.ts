import { createServer, type IncomingHttpHeaders, type RequestListener } from "node:http";
import { describe, expect, it } from "vitest";
import { type GuardedRequest, guardedFetch, guardedFetchForJwks, guardedOpen } from "./guardedFetch.ts";
import { checkAddress, type OutgoingPolicy, outgoingPolicy, type Resolver } from "./policy.ts";

const PUBLIC = { address: "93.184.215.14", family: 4 } as const;
const LOOPBACK = { address: "127.0.0.1", family: 4 } as const;
const resolvesTo =
  (...addresses: string[]): Resolver =>
  async () =>
    addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
const unreachable: Resolver = async (host) => {
  throw new Error(`nobody may ask for ${host}`);
};

const request: GuardedRequest = { bodyBytesMax: 1_000, timeoutMs: 5_000, redirectsMax: 3 };
const refusal = { code: "ADDRESS_REFUSED" };

interface Receiver extends AsyncDisposable {
  readonly port: number;
  readonly seen: { method: string; url: string; headers: IncomingHttpHeaders; body: string }[];
}

async function receiver(answer: RequestListener): Promise<Receiver> {
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

/** `inside.example` and `other.example` are this machine, and allowed; every other name is a public address nobody reaches. */
const insidePolicy = (): OutgoingPolicy =>
  outgoingPolicy("inside.example, other.example", async (host) => [host.endsWith(".example") ? LOOPBACK : PUBLIC]);

const REFUSED_AS_WRITTEN = [
  // Other protocols, users, and what is no address.
  "ftp://example.com/",
  "file:///etc/passwd",
  "gopher://example.com:70/",
  "data:text/plain,hello",
  "javascript:alert(1)",
  "ws://example.com/",
  "//example.com/",
  "example.com",
  "",
  "http://",
  "http://user@example.com/",
  "http://user:password@example.com/",
  "http://example.com@127.0.0.1/",
  "http://127.0.0.1#@example.com/",
  "http://127.0.0.1\\@example.com/",
  // Ports.
  "http://example.com:22/",
  "http://example.com:25/",
  "https://example.com:465/",
  "http://example.com:6379/",
  "http://example.com:5432/",
  "http://example.com:2375/",
  "http://example.com:0/",
  // This machine, in every spelling.
  "http://127.0.0.1/",
  "http://127.0.0.1./",
  "http://127.1/",
  "http://127.255.255.254/",
  "http://2130706433/",
  "http://017700000001/",
  "http://0177.0.0.1/",
  "http://0x7f000001/",
  "http://0x7f.0.0.1/",
  "http://0x7f.1/",
  "http://127.0.0.1%09/",
  "http://%31%32%37.0.0.1/",
  "http://①②⑦.⓪.⓪.①/",
  "http://127。0。0。1/",
  "http:127.0.0.1/",
  "http:\\\\127.0.0.1\\",
  " http://127.0.0.1/",
  "http://127.0.0.1:8080/",
  "http://0/",
  "http://0.0.0.0/",
  "http://localhost/",
  "http://localhost./",
  "http://LOCALHOST:3000/",
  "http://a.localhost/",
  "http://localhost.localdomain/",
  "http://[::1]/",
  "http://[::]/",
  "http://[0:0:0:0:0:0:0:1]/",
  "http://[::ffff:127.0.0.1]/",
  "http://[::ffff:7f00:1]/",
  "http://[0:0:0:0:0:ffff:7f00:1]/",
  "http://[::127.0.0.1]/",
  "http://[64:ff9b::127.0.0.1]/",
  "http://[64:ff9b::a00:1]/",
  "http://[64:ff9b:1::a00:1]/",
  "http://[2002:7f00:1::]/",
  "http://[2002:a00:1::1]/",
  "http://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/",
  "http://[::ffff:0:127.0.0.1]/",
  // Private, shared, link-local and other reserved networks.
  "http://10.0.0.1/",
  "http://10.255.255.255/",
  "http://012.0.0.1/",
  "http://167772161/",
  "http://172.16.0.1/",
  "http://172.31.255.254/",
  "http://192.168.1.1/",
  "http://192.168.257/",
  "http://100.64.0.1/",
  "http://100.127.255.254/",
  "http://169.254.0.1/",
  "http://192.0.0.1/",
  "http://192.0.2.1/",
  "http://198.18.0.1/",
  "http://198.51.100.7/",
  "http://203.0.113.9/",
  "http://224.0.0.1/",
  "http://239.255.255.250/",
  "http://240.0.0.1/",
  "http://255.255.255.255/",
  "http://[fe80::1]/",
  "http://[fe80::1%25eth0]/",
  "http://[fc00::1]/",
  "http://[fd12:3456:789a::1]/",
  "http://[fec0::1]/",
  "http://[ff02::1]/",
  "http://[100::1]/",
  "http://[2001:db8::1]/",
  "http://[3fff::1]/",
  "http://[4000::1]/",
  // Metadata services.
  "http://169.254.169.254/latest/meta-data/",
  "http://0xa9fea9fe/",
  "http://2852039166/",
  "http://0251.0376.0251.0376/",
  "http://[::ffff:169.254.169.254]/",
  "http://[fd00:ec2::254]/",
  "http://[fd20:ce::254]/",
  "http://169.254.170.2/",
  "http://100.100.100.200/",
  "http://168.63.129.16/",
  "http://metadata.google.internal/",
  "http://metadata/",
  // Names of networks like this one, and names that spell an address.
  "http://printer.local/",
  "http://db.internal/",
  "http://router.lan/",
  "http://gateway.home.arpa/",
  "http://intranet/",
  "http://127.0.0.1.nip.io/",
  "http://7f000001.nip.io/",
  "http://10-0-0-1.sslip.io/",
  "http://localtest.me/",
  "http://anything.lvh.me/",
  "http://1.0.0.127.in-addr.arpa/",
  `http://example.com/${"a".repeat(2_100)}`,
] as const;

describe("an address that leads inside", () => {
  const policy = outgoingPolicy(null, unreachable);

  it.each(REFUSED_AS_WRITTEN)("is refused when it is saved and when it is fetched: %s", async (address) => {
    await expect(checkAddress(address, policy)).rejects.toMatchObject(refusal);
    await expect(guardedFetch(address, request, policy)).rejects.toMatchObject(refusal);
  });

  it.each([
    ["127.0.0.1"],
    ["10.1.2.3"],
    ["169.254.169.254"],
    ["100.64.1.1"],
    ["::1"],
    ["fe80::1"],
    ["fe80::1%eth0"],
    ["::ffff:10.0.0.1"],
    ["64:ff9b::a00:1"],
    ["2002:a00:1::"],
    ["fd00:ec2::254"],
    ["168.63.129.16"],
    ["not an address"],
    ["93.184.215.14", "10.0.0.1"],
    ["10.0.0.1", "93.184.215.14"],
  ])("is refused when only its name leads there: %s %s", async (...addresses) => {
    const policyOfName = outgoingPolicy(null, resolvesTo(...addresses));
    await expect(checkAddress("https://audio.example.com/a.wav", policyOfName)).rejects.toMatchObject(refusal);
    await expect(guardedFetch("https://audio.example.com/a.wav", request, policyOfName)).rejects.toMatchObject(refusal);
  });

  it("is refused by the fetch when its name was public at the save and private after it", async () => {
    await using inside = await receiver((_incoming, reply) => reply.end("secret"));
    let asked = 0;
    const rebinding = outgoingPolicy(null, async () => [asked++ === 0 ? PUBLIC : LOOPBACK]);
    const address = `http://rebinding.example.com:${inside.port}/`;
    await expect(checkAddress(address, rebinding)).resolves.toBeInstanceOf(URL);
    await expect(guardedFetch(address, request, rebinding)).rejects.toMatchObject(refusal);
    expect(inside.seen).toEqual([]);
  });

  it("is asked for once a connection, so that the address that was checked is the one connected to", async () => {
    await using inside = await receiver((_incoming, reply) => reply.end("fine"));
    let asked = 0;
    const counting = outgoingPolicy("127.0.0.1", async () => {
      asked++;
      return [LOOPBACK];
    });
    await guardedFetch(`http://counting.example.com:${inside.port}/`, request, counting);
    expect(asked).toBe(1);
  });
});

describe("an address that leads to the public", () => {
  it.each([
    "https://example.com/a.wav",
    "http://example.com:8080/",
    "https://93.184.215.14/",
    "https://[2606:2800:21f:cb07::1]:8443/x",
    "HTTPS://Example.COM./",
  ])("is taken: %s", async (address) => {
    await expect(checkAddress(address, outgoingPolicy(null, resolvesTo("93.184.215.14", "2606:2800:21f:cb07::1")))).resolves.toBeInstanceOf(
      URL,
    );
  });

  it("is taken at the save though its name does not resolve yet", async () => {
    await expect(checkAddress("https://example.com/", outgoingPolicy(null, unreachable))).resolves.toBeInstanceOf(URL);
    await expect(guardedFetch("https://example.com/", request, outgoingPolicy(null, unreachable))).rejects.toMatchObject({
      code: "FETCH_FAILED",
    });
  });
});

describe("the list of allowed private hosts", () => {
  it("lets addresses, ranges and names through, and nothing beside them", async () => {
    const policy = outgoingPolicy("10.1.0.0/16, 192.168.7.9, hooks.internal, fd00:1::/32", resolvesTo("10.200.0.1"));
    for (const address of [
      "http://10.1.2.3/",
      "http://192.168.7.9/",
      "http://hooks.internal/",
      "http://[fd00:1::5]/",
      "http://0x0a010203/",
    ])
      await expect(checkAddress(address, policy), address).resolves.toBeInstanceOf(URL);
    for (const address of [
      "http://10.2.0.1/",
      "http://192.168.7.10/",
      "http://a.hooks.internal/",
      "http://[fd00:2::5]/",
      "http://elsewhere.example.com/",
    ])
      await expect(checkAddress(address, policy), address).rejects.toMatchObject(refusal);
  });

  it("opens no port that is closed to everybody", async () => {
    await expect(checkAddress("http://10.1.2.3:25/", outgoingPolicy("10.1.2.3", unreachable))).rejects.toMatchObject(refusal);
  });

  it.each(["10.0.0.0/33", "10.0.0.0/x", "http://a", "300.1.1.1", "a b", "::1/129"])("is refused when it holds %s", (entry) => {
    expect(() => outgoingPolicy(entry, unreachable)).toThrow(expect.objectContaining({ code: "CONFIG_INVALID" }));
  });
});

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
});
