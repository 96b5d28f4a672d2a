import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Fastify, { type FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pageRoutes, wantsPage } from "./page.ts";

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "calltree-page-"));
  await mkdir(join(folder, "assets"));
  await writeFile(join(folder, "index.html"), '<meta property="csp-nonce" nonce="__CSP_NONCE__"><style nonce="__CSP_NONCE__"></style>');
  await writeFile(join(folder, "assets", "index-abc123.js"), "hello()");
  await writeFile(join(folder, "assets", "index-abc123.js.gz"), "compressed");
});

afterAll(() => rm(folder, { recursive: true, force: true }));

async function serve(from: string, publicUrl: string | null = null): Promise<FastifyInstance> {
  let count = 0;
  const app = Fastify();
  await app.register(pageRoutes({ folder: from, newNonce: () => `nonce-${count++}`, publicUrl }));
  return app;
}

describe("the page's files", () => {
  it("come with a nonce of their own in every answer, the same in the policy and in the text", async () => {
    const app = await serve(folder);
    for (const nonce of ["nonce-0", "nonce-1"]) {
      const answer = await app.inject({ url: "/" });
      expect(answer.headers["content-security-policy"]).toContain(`style-src 'self' 'nonce-${nonce}';`);
      expect(answer.body).toBe(`<meta property="csp-nonce" nonce="${nonce}"><style nonce="${nonce}"></style>`);
      expect(answer.headers["cache-control"]).toBe("no-store");
    }
  });

  it("allow no inline script or style, and no frame", async () => {
    const policy = String((await (await serve(folder)).inject({ url: "/sessions" })).headers["content-security-policy"]);
    expect(policy).not.toContain("unsafe");
    expect(policy).toContain("default-src 'none'; script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
  });

  it("keep other windows out where the browser heeds it, and do not bring up a complaint elsewhere", async () => {
    const policyAt = async (headers: Record<string, string>, publicUrl: string | null = null): Promise<unknown> =>
      (await (await serve(folder, publicUrl)).inject({ url: "/", headers })).headers["cross-origin-opener-policy"];
    for (const host of ["localhost:8733", "calls.localhost", "127.0.0.1:8733", "127.9.9.9", "[::1]:8733"])
      expect([host, await policyAt({ host })]).toEqual([host, "same-origin"]);
    for (const host of ["192.168.1.5:8733", "calls.example.com", "localhost.example.com", "127.0.0.1.example.com", "[fd00::1]"])
      expect([host, await policyAt({ host })]).toEqual([host, undefined]);
    expect(await policyAt({ host: "calls.example.com", "x-forwarded-proto": "https" })).toBe("same-origin");
    expect(await policyAt({ host: "calls.example.com" }, "https://calls.example.com")).toBe("same-origin");
  });

  it("are the page at each of its addresses, and nothing at others", async () => {
    const app = await serve(folder);
    for (const url of ["/", "/sign-in", "/open", "/sessions", "/sessions/call-1", "/sessions/a%2Fb?record=x"])
      expect([url, (await app.inject({ url })).statusCode]).toEqual([url, 200]);
    for (const url of ["/index.html", "/v1/nothing", "/assets/../index.html", "/assets/%2e%2e/index.html", "/assets/other.js"])
      expect([url, (await app.inject({ url })).statusCode]).toEqual([url, 404]);
  });

  it("are kept for good by browsers where their name tells their content, compressed for those who take it", async () => {
    const app = await serve(folder);
    const plain = await app.inject({ url: "/assets/index-abc123.js" });
    expect(plain.body).toBe("hello()");
    expect(plain.headers["cache-control"]).toBe("public, max-age=31536000, immutable");
    const small = await app.inject({ url: "/assets/index-abc123.js", headers: { "accept-encoding": "gzip" } });
    expect(small.headers["content-encoding"]).toBe("gzip");
    expect(small.body).toBe("compressed");
    expect(small.headers["content-type"]).toContain("javascript");
  });

  it("are missed with a word on how to build them", async () => {
    const answer = await (await serve(join(folder, "nowhere"))).inject({ url: "/sessions" });
    expect(answer.statusCode).toBe(503);
    expect(answer.body).toContain("npm run build");
  });
});

describe("an unknown address", () => {
  const asked = (url: string, accept: string | undefined, method = "GET") =>
    wantsPage({ method, url, headers: accept === undefined ? {} : { accept } });
  const BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

  it("is a page for a browser", () => {
    for (const url of ["/nowhere", "/session/call-1", "/v1nowhere?x=1"]) expect([url, asked(url, BROWSER)]).toEqual([url, true]);
  });

  it.each([
    ["/nowhere", "application/json"],
    ["/nowhere", "*/*"],
    ["/nowhere", undefined],
    ["/v1/nowhere", BROWSER],
    ["/v2/nowhere", BROWSER],
    ["/api/v1/nowhere", BROWSER],
    ["/docs/nowhere", BROWSER],
    ["/web/nowhere", BROWSER],
    ["/assets/other.js", BROWSER],
    ["/v1?page=1", BROWSER],
  ])("stays data at %s for %s", (url, accept) => {
    expect(asked(url, accept)).toBe(false);
  });

  it("stays data for whoever would change something", () => {
    expect(asked("/nowhere", BROWSER, "POST")).toBe(false);
  });
});
