import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { engines } from "./support/databases.ts";
import { startTestServer } from "./support/server.ts";

const recording = (id: string, more: Record<string, unknown> = {}) => ({
  record_type: "recording",
  id,
  telnyx_session_id: "s1",
  cost: "0.0051",
  ...more,
});
interface Outcomes {
  counts: Record<string, number>;
  outcomes: { index: number; id: string | null; outcome: string; code?: string; field?: string }[];
  outcomes_truncated: boolean;
}
const ndjson = { "content-type": "application/x-ndjson" };

describe.each(engines)("POST /v1/records on $name", (engine) => {
  it("tells one outcome per item, in order, and one bad item never sinks the others", async () => {
    await using server = await startTestServer(engine);
    const body = [recording("r1"), { record_type: "recording" }, recording("r1"), recording("r1", { cost: "0.0052" }), 7, recording("r2")];
    const answer = await server.call<Outcomes>("POST", "/v1/records", { body });
    expect(answer.status).toBe(200);
    expect(answer.body.outcomes.map((item) => item.outcome)).toEqual([
      "stored",
      "rejected",
      "duplicate",
      "corrected",
      "rejected",
      "stored",
    ]);
    expect(answer.body.outcomes[1]).toMatchObject({ code: "RECORD_INVALID", field: "id" });
    expect(answer.body.counts).toMatchObject({ stored: 2, duplicate: 1, corrected: 1, rejected: 2 });
  });

  it("keeps the older version in history, with when and from whom", async () => {
    await using server = await startTestServer(engine);
    await server.call("POST", "/v1/records", { body: recording("r1", { updated_at: "2026-03-17T10:00:00Z" }) });
    await server.call("POST", "/v1/records", { body: recording("r1", { cost: "0.0060", updated_at: "2026-03-17T11:00:00Z" }) });
    const stale = await server.call<Outcomes>("POST", "/v1/records", {
      body: recording("r1", { cost: "0.0010", updated_at: "2026-03-17T09:00:00Z" }),
    });
    expect(stale.body.outcomes[0]?.outcome).toBe("stale");
    const history = await server.call<{ data: { standing: string; source: string; record: { cost: string } }[] }>(
      "GET",
      "/v1/records/recording/r1/history",
    );
    expect(history.body.data[0]).toMatchObject({ standing: "current", source: "api", record: { cost: "0.0060" } });
    expect(history.body.data.map((version) => version.standing).toSorted()).toEqual(["current", "stale", "superseded"]);
    const current = await server.call<{ cost: { amount: string } }>("GET", "/v1/records/recording/r1");
    expect(current.body.cost.amount).toBe("0.006000");
  });

  it("lets only the source that sent a record correct it", async () => {
    await using server = await startTestServer(engine);
    const other = await server.call<{ secret: string }>("POST", "/v1/keys", {
      body: { name: "carrier", scopes: ["ingest"], source: "carrier" },
    });
    await server.call("POST", "/v1/records", { body: recording("r1") });
    const answer = await server.call<Outcomes>("POST", "/v1/records", { key: other.body.secret, body: recording("r1", { cost: "9" }) });
    expect(answer.body.outcomes[0]).toMatchObject({ outcome: "rejected", code: "RECORD_SOURCE_CONFLICT" });
    const same = await server.call<Outcomes>("POST", "/v1/records", { key: other.body.secret, body: recording("r1") });
    expect(same.body.outcomes[0]?.outcome).toBe("duplicate");
  });

  it("streams NDJSON: counts, and by line number every outcome that is not stored", async () => {
    await using server = await startTestServer(engine);
    const lines = [
      JSON.stringify(recording("r1")),
      "",
      "{broken",
      JSON.stringify(recording("r2")),
      JSON.stringify(recording("r1")),
      '{"record_type":"nonsense","id":"1"}',
    ];
    const answer = await server.call<Outcomes>("POST", "/v1/records", { body: lines.join("\r\n"), headers: ndjson });
    expect(answer.body.counts).toMatchObject({ stored: 2, duplicate: 1, rejected: 2 });
    expect(answer.body.outcomes.map((item) => [item.index, item.outcome])).toEqual([
      [3, "rejected"],
      [5, "duplicate"],
      [6, "rejected"],
    ]);
  });

  it("lists at most 10,000 of them and says that there are more", async () => {
    await using server = await startTestServer(engine);
    const answer = await server.call<Outcomes>("POST", "/v1/records", { body: "{}\n".repeat(10_001), headers: ndjson });
    expect(answer.body.counts["rejected"]).toBe(10_001);
    expect(answer.body.outcomes).toHaveLength(10_000);
    expect(answer.body.outcomes_truncated).toBe(true);
  });

  it("takes gzip for both", async () => {
    await using server = await startTestServer(engine);
    const json = await server.call<Outcomes>("POST", "/v1/records", {
      body: gzipSync(JSON.stringify([recording("r1")])),
      headers: { "content-encoding": "gzip" },
    });
    expect(json.body.counts["stored"]).toBe(1);
    const headers = { ...ndjson, "content-encoding": "gzip" };
    const lines = await server.call<Outcomes>("POST", "/v1/records", { body: gzipSync(JSON.stringify(recording("r2"))), headers });
    expect(lines.body.counts["stored"]).toBe(1);
  });

  it("gives back what came in, long numerals included", async () => {
    await using server = await startTestServer(engine);
    const line = '{"record_type":"recording","id":"r1","big":12345678901234567890,"small":1.0E-7,"cost":"0.0051234567891"}';
    await server.call("POST", "/v1/records", { body: line, headers: ndjson });
    const answer = await server.call("GET", "/v1/records/recording/r1");
    expect(answer.text).toContain(`"record":${line}`);
    expect(answer.body).toMatchObject({ cost: { amount: "0.005123457" } });
  });

  it("checks without storing in a dry run", async () => {
    await using server = await startTestServer(engine);
    const answer = await server.call<Outcomes>("POST", "/v1/records?dry_run=true", { body: [recording("r1"), {}] });
    expect(answer.body.outcomes.map((item) => item.outcome)).toEqual(["valid", "rejected"]);
    expect((await server.call("GET", "/v1/records/recording/r1")).status).toBe(404);
  });
});

describe("limits of POST /v1/records", () => {
  const sqlite = engines.find((engine) => engine.name === "sqlite") as (typeof engines)[number];
  const start = (settings: Record<string, string>) => startTestServer(sqlite, { settings });

  it("refuses a record over RECORD_BYTES_MAX and takes the others", async () => {
    await using server = await start({ RECORD_BYTES_MAX: "2000" });
    const body = [recording("big", { text: "x".repeat(2_000) }), recording("r1")];
    const answer = await server.call<Outcomes>("POST", "/v1/records", { body });
    expect(answer.body.outcomes.map((item) => item.code ?? item.outcome)).toEqual(["RECORD_TOO_LARGE", "stored"]);
    const lines = body.map((record) => JSON.stringify(record)).join("\n");
    const streamed = await server.call<Outcomes>("POST", "/v1/records", { body: lines, headers: ndjson });
    expect(streamed.body.outcomes.map((item) => item.code ?? item.outcome)).toEqual(["RECORD_TOO_LARGE", "duplicate"]);
  });

  it("refuses a JSON body over JSON_BODY_BYTES_MAX with 413 and stays up", async () => {
    await using server = await start({ JSON_BODY_BYTES_MAX: "2000" });
    const answer = await server.call("POST", "/v1/records", { body: [recording("r1", { text: "x".repeat(2_000) })] });
    expect(answer.status).toBe(413);
    expect(answer.body).toMatchObject({ error: { code: "BODY_TOO_LARGE" } });
    expect((await server.call("GET", "/healthz")).status).toBe(200);
  });

  it("refuses a body that unpacks too far with 413, and bad gzip with 400", async () => {
    await using server = await start({});
    const bomb = gzipSync(Buffer.alloc(20_000_000, 0x20));
    for (const type of ["application/json", "application/x-ndjson"]) {
      const packed = await server.call("POST", "/v1/records", {
        body: bomb,
        headers: { "content-type": type, "content-encoding": "gzip" },
      });
      expect([packed.status, packed.body]).toMatchObject([413, { error: { code: "BODY_EXPANDS_TOO_MUCH" } }]);
      const broken = await server.call("POST", "/v1/records", {
        body: "not gzip",
        headers: { "content-type": type, "content-encoding": "gzip" },
      });
      expect([broken.status, broken.body]).toMatchObject([400, { error: { code: "BODY_ENCODING_INVALID" } }]);
    }
  });

  it("refuses a JSON body that is not UTF-8, so that two ids never become one", async () => {
    await using server = await start({});
    const body = Buffer.concat([Buffer.from('{"record_type":"recording","id":"u'), Buffer.from([0xfe]), Buffer.from('"}')]);
    const answer = await server.call("POST", "/v1/records", { body });
    expect([answer.status, answer.body]).toMatchObject([400, { error: { code: "BODY_INVALID" } }]);
  });

  it("takes a byte order mark for what it is", async () => {
    await using server = await start({});
    for (const headers of [{}, ndjson]) {
      const answer = await server.call<Outcomes>("POST", "/v1/records", { body: `\ufeff${JSON.stringify(recording("r1"))}`, headers });
      expect(answer.body.counts["rejected"]).toBe(0);
    }
  });

  it("says how many lines were taken in before a stream broke off", async () => {
    await using server = await start({});
    const packed = gzipSync(Array.from({ length: 60_000 }, (_, index) => `${JSON.stringify(recording(`r${index}`))}\n`).join(""));
    packed.fill(0, Math.floor(packed.length / 2), Math.floor(packed.length / 2) + 50);
    const answer = await server.call<{ error: { message: string } }>("POST", "/v1/records", {
      body: packed,
      headers: { ...ndjson, "content-encoding": "gzip" },
    });
    expect(answer.status).toBe(400);
    expect(answer.body.error.message).toMatch(/Lines taken in before: \d+ stored.*; sending all of them again is safe/);
  });

  it("sheds what it cannot hold with 429 and Retry-After, and takes it when there is room again", async () => {
    await using server = await start({ INGEST_PENDING_BYTES_MAX: "1" });
    const url = await server.listen();
    const headers = { authorization: "Bearer test-admin-key-0123456789abcdef", "content-type": "application/x-ndjson" };
    const lines = new TransformStream<Uint8Array, Uint8Array>();
    const writer = lines.writable.getWriter();
    const first = fetch(`${url}/v1/records`, { method: "POST", headers, body: lines.readable, duplex: "half" } as RequestInit);
    await writer.write(Buffer.from(`${JSON.stringify(recording("r1"))}\n`));
    const send = () => fetch(`${url}/v1/records`, { method: "POST", headers, body: JSON.stringify(recording("r2")) });
    const held = await untilStatus(send, 429);
    expect(held.headers.get("retry-after")).toBe("1");
    expect(await held.json()).toMatchObject({ error: { code: "INGEST_OVERLOADED" } });
    await writer.close();
    expect((await first).status).toBe(200);
    expect((await untilStatus(send, 200)).status).toBe(200);
  });
});

/** The held request reaches the server a moment after it is written; asking again is how a client would see it too. */
async function untilStatus(send: () => Promise<Response>, status: number): Promise<Response> {
  for (let attempt = 0; attempt < 500; attempt++) {
    const response = await send();
    if (response.status === status) return response;
    await response.text();
  }
  throw new Error(`never answered ${status}`);
}
