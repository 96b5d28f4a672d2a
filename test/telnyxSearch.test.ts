import Telnyx from "telnyx";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { GUIDE_EXAMPLE } from "../src/generate/guideExample.ts";
import { engines } from "./support/databases.ts";
import { ADMIN_KEY, startTestServer, type TestServer } from "./support/server.ts";

const BEGIN_MS = Date.UTC(2026, 2, 1);
const CALLS = 125;

/** One call an hour; costs rise, two calls share each cost, and every fifth has no tags. */
const calls = Array.from({ length: CALLS }, (_, index) => ({
  record_type: "sip-trunking",
  id: `leg-${String(index).padStart(3, "0")}`,
  telnyx_session_id: `session-${index % 10}`,
  started_at: new Date(BEGIN_MS + index * 3_600_000).toISOString(),
  finished_at: new Date(BEGIN_MS + index * 3_600_000 + 60_000).toISOString(),
  cost: `0.${String(Math.floor(index / 2)).padStart(4, "0")}`,
  currency: "USD",
  cli: `+1555000${String(index).padStart(4, "0")}`,
  ...(index % 5 === 0 ? {} : { tags: index % 2 === 0 ? "even,call" : "odd,call" }),
}));

interface Row {
  readonly id: string;
  readonly cost: string;
}

type Search = Record<string, unknown> & { readonly filter?: Record<string, unknown> };

describe.each(engines)("detail records, asked for by the official client on $name,", (engine) => {
  let server: TestServer;
  let client: Telnyx;

  beforeAll(async () => {
    server = await startTestServer(engine);
    // The client would otherwise take a token service from the environment.
    client = new Telnyx({ apiKey: ADMIN_KEY, baseURL: `${await server.listen()}/v2`, maxRetries: 0, clientID: null, clientSecret: null });
    const sent = await server.call("POST", "/v1/records", { body: [...GUIDE_EXAMPLE.records, ...calls] });
    expect(sent.body["counts"]).toMatchObject({ stored: GUIDE_EXAMPLE.records.length + CALLS });
  });

  afterAll(() => server?.[Symbol.asyncDispose]());

  /** Ids over all pages, in order. */
  async function search(query: Search): Promise<string[]> {
    const ids: string[] = [];
    for await (const row of client.detailRecords.list({ ...query, filter: { record_type: "sip-trunking", ...query.filter } } as never)) {
      ids.push((row as unknown as Row).id);
    }
    return ids;
  }

  const legs = (from: number, before: number): string[] => calls.slice(from, before).map(({ id }) => id);
  const newestFirst = (ids: string[]): string[] => ids.toReversed();

  it("are on pages that stay disjoint and complete while newer records come in", async () => {
    const filter = { record_type: "embedding" };
    const embeddings = Array.from({ length: 30 }, (_, index) => ({
      record_type: "embedding",
      id: `embedding-${String(index).padStart(2, "0")}`,
      created_at: new Date(BEGIN_MS + index * 1_000).toISOString(),
    }));
    await server.call("POST", "/v1/records", { body: embeddings.slice(0, 20) });
    for (const sort of [[], ["id"]]) {
      const ids: string[] = [];
      const late = sort.length === 0 ? embeddings.slice(20, 24) : embeddings.slice(24, 28);
      const totals = new Set<unknown>();
      for (let number = 1; number <= 5; number++) {
        const page = await client.detailRecords.list({ filter, sort, "page[size]": 5, "page[number]": number } as never);
        ids.push(...page.data.map((row) => (row as unknown as Row).id));
        totals.add(page.meta && "total_results" in page.meta ? page.meta.total_results : undefined);
        await server.call("POST", "/v1/records", { body: late[number - 1] ?? embeddings[0] });
      }
      const count = sort.length === 0 ? 20 : 24;
      const expected = embeddings.slice(0, count).map(({ id }) => id);
      expect(ids).toEqual(sort.length === 0 ? expected.toReversed() : expected);
      expect([...totals]).toEqual([count]);
    }
  });

  it("come newest first, over as many pages as there are, each once", async () => {
    const ids = await search({ "page[size]": 20, filter: { id: { starts_with: "leg-" } } });
    expect(ids).toEqual(newestFirst(legs(0, CALLS)));
  });

  it("come in the order of time as well, straight from the store", async () => {
    const filter = { started_at: { lt: "2026-03-10T00:00:00Z" } };
    expect(await search({ sort: ["started_at"], "page[size]": 7, filter })).toEqual(legs(0, CALLS));
    expect(await search({ sort: ["-started_at"], "page[size]": 50, filter })).toEqual(newestFirst(legs(0, CALLS)));
  });

  it("are sorted by several fields, ties included, without a row twice", async () => {
    const expected = calls.toSorted((a, b) => Number(b.cost) - Number(a.cost) || (a.id < b.id ? -1 : 1)).map(({ id }) => id);
    expect(await search({ sort: ["-cost", "id"], "page[size]": 9, filter: { cli: { starts_with: "+1555" } } })).toEqual(expected);
    expect(await search({ sort: ["-cost"], "page[size]": 9, filter: { cli: { starts_with: "+1555" } } })).toEqual(expected);
  });

  it("are narrowed by time with every operator, alike from the store and by reading rows", async () => {
    const from = calls[10]?.started_at;
    const until = calls[20]?.started_at;
    for (const more of [{}, { cli: { contains: "555" } }]) {
      expect(await search({ filter: { ...more, started_at: { gte: from, lt: until } } })).toEqual(newestFirst(legs(10, 20)));
      expect(await search({ filter: { ...more, started_at: { gt: from, lte: until } } })).toEqual(newestFirst(legs(11, 21)));
      expect(await search({ filter: { ...more, started_at: from } })).toEqual(legs(10, 11));
    }
  });

  it("are found by link, by number, by text, and by all together", async () => {
    expect(await search({ filter: { telnyx_session_id: "session-3" } })).toHaveLength(13);
    expect(await search({ filter: { cost: "0.00100" } })).toEqual(newestFirst(legs(20, 22)));
    expect(await search({ filter: { cost: { gt: "0.0059" }, cli: { ends_with: "3" } } })).toEqual(["leg-123"]);
    expect(await search({ filter: { telnyx_session_id: "session-3", cost: { lte: "0.0001" } } })).toEqual(["leg-003"]);
  });

  it("take an array for one text with commas, and null for nothing", async () => {
    expect(await search({ filter: { tags: ["even", "call"] } })).toHaveLength(50);
    expect(await search({ filter: { tags: null, id: { starts_with: "leg" } } })).toHaveLength(25);
    expect(await search({ filter: { id: { in: ["leg-001", "leg-100"] } } })).toEqual(["leg-100", "leg-001"]);
  });

  it("go by every name of a type, and stay as they came in", async () => {
    for (const recordType of ["ai-voice-assistant", "webrtc", "webrtc-cdrs", "webrtc_detail_record"]) {
      const page = await client.detailRecords.list({ filter: { record_type: recordType as never } });
      expect(GUIDE_EXAMPLE.records).toContainEqual(page.data[0]);
    }
    for (const recordType of ["messaging", "fax", "wireless", "stt", "tts"]) {
      const page = await client.detailRecords.list({ filter: { record_type: recordType as never } });
      expect([page.data, page.meta]).toEqual([[], { total_pages: 0, total_results: 0, page_number: 1, page_size: 20 }]);
    }
  });

  it("say the page and its size, the capped one too", async () => {
    const filter = { record_type: "sip-trunking" } as const;
    const page = await client.detailRecords.list({ filter, "page[number]": 2, "page[size]": 250 });
    expect(page.meta).toEqual({ total_pages: 3, total_results: CALLS + 1, page_number: 2, page_size: 50 });
    expect(page.data).toHaveLength(50);
  });

  it("are counted and paged exactly where more have to be read than come at once", async () => {
    const attempts = Array.from({ length: 2_345 }, (_, index) => ({
      record_type: "verify",
      id: `attempt-${String(index).padStart(4, "0")}`,
      created_at: new Date(BEGIN_MS + (index % 7) * 1_000).toISOString(),
      verification_status: index % 3 === 0 ? "accepted" : "expired",
      verify_usage_fee: "0.05",
    }));
    const lines = attempts.map((attempt) => JSON.stringify(attempt)).join("\n");
    await server.call("POST", "/v1/records", { body: lines, headers: { "content-type": "application/x-ndjson" } });
    const accepted = attempts.filter((attempt) => attempt.verification_status === "accepted");
    const expected = accepted.toSorted((a, b) => (a.created_at === b.created_at ? 0 : a.created_at < b.created_at ? 1 : -1));
    const filter = { record_type: "verify", verification_status: "accepted" };
    expect(await search({ filter, "page[size]": 50 })).toEqual(expected.map(({ id }) => id));
    const page = await client.detailRecords.list({ filter, sort: ["-id"], "page[number]": 16, "page[size]": 50 } as never);
    expect(page.meta).toEqual({ total_pages: 16, total_results: 782, page_number: 16, page_size: 50 });
    expect(page.data.map((row) => (row as unknown as Row).id)).toEqual(
      accepted
        .toReversed()
        .slice(750)
        .map(({ id }) => id),
    );
  });
});
