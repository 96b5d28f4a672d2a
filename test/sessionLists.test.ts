/** Lists of sessions and their exports, through HTTP on both engines: every filter, every order, every page. */

import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SESSION_CSV } from "../src/http/faces/native/exportOperations.ts";
import { SESSION_FIELDS } from "../src/http/faces/native/sessionFields.ts";
import { engines } from "./support/databases.ts";
import { startTestServer, type TestServer } from "./support/server.ts";

const NOW_MS = Date.parse("2026-06-01T12:00:00Z");
const SESSIONS = 24;

type Row = Readonly<Record<string, unknown>> & { readonly id: string };
interface List {
  readonly data: Row[];
  readonly next_cursor: string | null;
  readonly totals: Readonly<Record<string, number | string>> | null;
}
interface ErrorBody {
  readonly error: { readonly code: string; readonly field: string | null };
}

/** Every third says nothing of a member, so that nulls are in every column. */
const every = <Value>(index: number, step: number, value: Value): Value | undefined => (index % step === 0 ? undefined : value);

const factsOf = (index: number) => ({
  agent: every(index, 3, { id: `agent_${index % 2}`, name: index % 2 === 0 ? "Ada, sales" : "Zoë" }),
  type: index % 5 === 0 ? "chat" : "voice",
  platform: every(index, 4, "phone"),
  channel: every(index, 3, "web"),
  direction: every(index, 5, index % 2 === 0 ? "inbound" : "outbound"),
  status: every(index, 4, index % 2 === 0 ? "completed" : "failed"),
  disconnect_reason: every(index, 3, "user_hangup"),
  telephony_type: every(index, 2, "twilio"),
  provider_managed: every(index, 3, index % 2 === 0),
  caller_number: every(index, 3, `+1555010${index % 4}`),
  callee_number: every(index, 4, "+15550199"),
  customer_number: every(index, 5, `+1555010${index % 4}`),
  room_name: every(index, 2, index === 1 ? '=cmd|"x"' : `Room ${index}`),
  created_at: new Date(NOW_MS - index * 600_000).toISOString(),
  started_at: every(index, 4, new Date(NOW_MS - index * 600_000 + 1_000).toISOString()),
  answered_at: every(index, 3, new Date(NOW_MS - index * 600_000 + 2_000).toISOString()),
  ended_at: every(index, 6, new Date(NOW_MS - index * 600_000 + 60_000 + (index % 3) * 1_000).toISOString()),
  quality: every(index, 3, {
    inbound: { mos: 3 + (index % 3) / 10, jitter_ms: index + 0.5, packet_loss: index / 1_000 },
    outbound: { mos: 4.1, jitter_ms: 7.25, packet_loss: 0.01 },
  }),
});

const recordsOf = (index: number) => {
  const base = { telnyx_session_id: `s${index}`, started_at: new Date(NOW_MS - index * 600_000 + 5_000).toISOString() };
  return [
    { ...base, record_type: "sip-trunking", id: `leg-${index}`, cost: `0.0${index % 4}5` },
    ...(index % 3 === 0 ? [{ ...base, record_type: "recording", id: `rec-${index}`, cost: null }] : []),
  ];
};

const messagesOf = (index: number) =>
  Array.from({ length: index % 4 }, (_, turn) => ({
    id: `m${turn}`,
    role: turn % 2 === 0 ? "user" : "assistant",
    content: turn === 0 ? `Refund for order ${index % 2 === 0 ? "even" : "odd"}, café` : "=SUM(1,2)",
    latency: { total_ms: 500 + index * 10 + turn },
  }));

const pathOf = new Map(SESSION_CSV.map(([header, path]) => [header, path]));
const memberOf = (row: Row, name: string): unknown =>
  (pathOf.get(name) ?? name).split(".").reduce<unknown>((value, part) => (value as Record<string, unknown> | null)?.[part] ?? null, row);

describe.each(engines)("lists of sessions on $name", (engine) => {
  let server: TestServer;
  let all: Row[];
  beforeAll(async () => {
    server = await startTestServer(engine, { clock: { nowMs: () => NOW_MS } });
    for (let index = 0; index < SESSIONS; index++) {
      await server.call("PUT", `/v1/sessions/s${index}`, { body: factsOf(index) });
      await server.call("POST", `/v1/sessions/s${index}/messages`, { body: messagesOf(index) });
      if (index % 2 === 1) await server.call("POST", "/v1/records", { body: recordsOf(index) });
    }
    await server.project();
    all = (await list("limit=500")).data;
  }, 120_000);
  afterAll(() => server[Symbol.asyncDispose]());

  const list = async (query: string): Promise<List> => {
    const answer = await server.call<List>("GET", `/v1/sessions?${query}`);
    expect([query, answer.status]).toEqual([query, 200]);
    return answer.body;
  };
  const idsOf = (rows: readonly Row[]): string[] => rows.map(({ id }) => id).toSorted();
  const found = async (query: string): Promise<string[]> => idsOf((await list(`limit=500&${query}`)).data);
  const where = (test: (row: Row) => boolean): string[] => idsOf(all.filter(test));

  it("have every session, the newest first", () => {
    expect(all.map(({ id }) => id)).toEqual(Array.from({ length: SESSIONS }, (_, index) => `s${index}`));
  });

  it("filter by every field: what is equal, what is unknown, what is in a range", async () => {
    for (const { name, kind } of SESSION_FIELDS.filter(({ name }) => name !== "missing_count")) {
      const base = name.replace(/_at$/, "");
      const values = [...new Set(all.map((row) => memberOf(row, name)))];
      const value = values.find((each) => each !== null);
      const above = (row: Row): boolean => memberOf(row, name) !== null && Number(memberOf(row, name)) >= Number(value);
      const atMost = (row: Row): boolean => memberOf(row, name) !== null && Number(memberOf(row, name)) <= Number(value);
      const at = (row: Row): number => Date.parse(String(memberOf(row, name)));
      const encoded = encodeURIComponent(String(value).replaceAll(",", "\\,"));
      if (value === undefined) {
        expect(["outcome", "sentiment", "intent", "settled_at"], name).toContain(name);
        continue;
      }
      switch (kind) {
        case "time":
          expect(await found(`${base}_after=${encoded}`), name).toEqual(where((row) => at(row) >= Date.parse(String(value))));
          expect(await found(`${base}_before=${encoded}`), name).toEqual(where((row) => at(row) < Date.parse(String(value))));
          break;
        case "integer":
        case "decimal":
        case "money":
          expect(await found(`${name}_min=${encoded}`), name).toEqual(where(above));
          expect(await found(`${name}_max=${encoded}`), name).toEqual(where(atMost));
          break;
        case "flag":
          expect(await found(`${name}=true`), name).toEqual(where((row) => memberOf(row, name) === true));
          expect(await found(`${name}=false`), name).toEqual(where((row) => memberOf(row, name) === false));
          break;
        default:
          expect(await found(`${name}=${encoded}`), name).toEqual(where((row) => memberOf(row, name) === value));
          if (values.includes(null)) {
            expect(await found(`${name}=null&${name}=${encoded}`), name).toEqual(
              where((row) => memberOf(row, name) === null || memberOf(row, name) === value),
            );
          }
      }
    }
  });

  it("find a part of a text in any case, numbers in any place, products, words and unknown costs", async () => {
    expect(await found("room_name_contains=room%201")).toEqual(where((row) => String(row["room_name"]).startsWith("Room 1")));
    expect(await found("agent_name=Ada%5C,%20sales,Zoë")).toEqual(where((row) => memberOf(row, "agent_name") !== null));
    expect(await found("number=+15550101")).toEqual(
      where((row) => ["caller_number", "callee_number", "customer_number"].some((name) => row[name] === "+15550101")),
    );
    expect(await found("number_contains=0199")).toEqual(where((row) => row["callee_number"] === "+15550199"));
    const [product] = all.flatMap((row) => row["products"] as string[]);
    expect(await found(`product=${product}`)).toEqual(where((row) => (row["products"] as string[]).includes(String(product))));
    expect(await found("q=REFUND%20odd")).toEqual(where((row) => Number(row.id.slice(1)) % 2 === 1 && Number(row["message_count"]) > 0));
    expect(await found("q=café")).toEqual(where((row) => Number(row["message_count"]) > 0));
    expect(await found("q=cafe")).toEqual(where((row) => Number(row["message_count"]) > 0));
    expect(await found("q=caf")).toEqual([]);
    expect(await found("unknown_cost=true")).toEqual(where((row) => Number(row["unknown_cost_count"]) > 0));
    expect(await found("unknown_cost=false&has_recording=false")).toEqual(where((row) => row["unknown_cost_count"] === 0));
    expect(await found("status=hangup&type=phone")).toEqual(where((row) => row["status"] === "completed" && row["type"] === "voice"));
  });

  it("sort by every field, both ways, what is unknown last", async () => {
    for (const { name, kind } of SESSION_FIELDS.filter(({ name }) => name !== "missing_count")) {
      for (const sort of [name, `-${name}`]) {
        const { data } = await list(`limit=500&sort=${sort}`);
        expect(idsOf(data), sort).toEqual(idsOf(all));
        const values = data.map((row) => memberOf(row, name));
        const known = values.filter((value) => value !== null);
        expect(
          values.slice(known.length).every((value) => value === null),
          sort,
        ).toBe(true);
        const numbers = known.map((value) => (kind === "time" ? Date.parse(String(value)) : Number(value)));
        if (["time", "integer", "decimal", "money", "flag"].includes(kind)) {
          expect(numbers, sort).toEqual(numbers.toSorted((a, b) => (sort === name ? a - b : b - a)));
        } else {
          const grouped = known.filter((value, index) => value !== known[index - 1]);
          expect(new Set(grouped).size, sort).toBe(grouped.length);
        }
      }
    }
  });

  it.each(["-created_at", "agent_id", "-owned_cost", "mos_inbound", "provider_managed", "-room_name"])(
    "page by %s: disjoint, complete, and the totals are the sums of the pages",
    async (sort) => {
      const rows: Row[] = [];
      let totals: List["totals"] | undefined;
      for (let cursor = ""; ; ) {
        const page = await list(`limit=5&sort=${sort}${cursor}`);
        rows.push(...page.data);
        totals ??= page.totals;
        expect(page.totals).toEqual(totals);
        if (page.next_cursor === null) break;
        cursor = `&cursor=${page.next_cursor}`;
      }
      expect(idsOf(rows)).toEqual(idsOf(all));
      expect(rows).toEqual((await list(`limit=500&sort=${sort}`)).data);
      const sum = (name: string): number => rows.reduce((total, row) => total + Number(row[name] ?? 0), 0);
      expect(totals).toMatchObject({
        count: rows.length,
        currency: "USD",
        duration_ms: sum("duration_ms"),
        ...Object.fromEntries(["unknown_cost_count", "unconverted_count", "message_count"].map((name) => [name, sum(name)])),
      });
      expect(Number(totals?.["owned_cost"])).toBeCloseTo(sum("owned_cost"), 9);
      expect(Number(totals?.["tree_cost"])).toBeCloseTo(sum("tree_cost"), 9);
    },
  );

  it("stay disjoint and complete while sessions come in, and leave out totals that are not asked", async () => {
    const { key } = await server.newOrganization();
    const put = (id: string, minute: number) =>
      server.call("PUT", `/v1/sessions/${id}`, { key, body: { created_at: new Date(NOW_MS - minute * 60_000).toISOString() } });
    for (let index = 0; index < 10; index++) await put(`old${index}`, index);
    const seen: string[] = [];
    for (let cursor: string | null = ""; cursor !== null; ) {
      const page: { body: List } = await server.call<List>("GET", `/v1/sessions?limit=3${cursor}`, { key });
      expect(page.body.totals === null).toBe(cursor !== "");
      seen.push(...page.body.data.map(({ id }) => id));
      await put(`new${seen.length}`, -60);
      cursor = page.body.next_cursor === null ? null : `&totals=false&cursor=${page.body.next_cursor}`;
    }
    expect(seen).toEqual(Array.from({ length: 10 }, (_, index) => `old${index}`));
  });

  it.each([
    ["status_of=x", "PARAMETER_INVALID"],
    ["limit=501", "PARAMETER_INVALID"],
    ["limit=0", "PARAMETER_INVALID"],
    ["format=xml", "PARAMETER_INVALID"],
    ["has_recording=perhaps", "PARAMETER_INVALID"],
    ["state=asleep", "FILTER_INVALID"],
    ["started_after=soon", "FILTER_INVALID"],
    ["sort=cost", "FIELD_UNKNOWN"],
    ["cursor=abc", "CURSOR_INVALID"],
    ["format=csv&state=asleep", "FILTER_INVALID"],
    ["format=csv&cursor=abc", "CURSOR_INVALID"],
  ])("refuse %s", async (query, code) => {
    const answer = await server.call<ErrorBody>("GET", `/v1/sessions?${query}`);
    expect([answer.status, answer.body.error.code]).toEqual([400, code]);
  });

  it("refuse a cursor of another order", async () => {
    const { next_cursor: cursor } = await list("limit=5&sort=-created_at");
    const answer = await server.call<ErrorBody>("GET", `/v1/sessions?sort=created_at&cursor=${cursor}`);
    expect(answer.body.error.code).toBe("CURSOR_INVALID");
  });

  describe("as exports", () => {
    it("are the list: all rows, in its order, as NDJSON", async () => {
      const rows = (await list("limit=500&sort=id&q=refund")).data;
      const answer = await server.call("GET", "/v1/sessions?format=ndjson&sort=id&q=refund&limit=2");
      expect(answer.headers["content-type"]).toContain("application/x-ndjson");
      expect(
        answer.text
          .trimEnd()
          .split("\n")
          .map((line) => JSON.parse(line) as Row),
      ).toEqual(rows);
      const accepted = await server.call("GET", "/v1/sessions?sort=id&q=refund", { headers: { accept: "application/x-ndjson" } });
      expect(accepted.text).toBe(answer.text);
    });

    it("are the list as CSV, and begin no formula", async () => {
      const rows = (await list("limit=500&sort=id")).data;
      const answer = await server.call("GET", "/v1/sessions?sort=id", { headers: { accept: "text/csv" } });
      expect(answer.headers).toMatchObject({
        "content-type": expect.stringContaining("text/csv"),
        "content-disposition": expect.anything(),
      });
      const [header, ...lines] = parse(answer.text) as string[][];
      expect(header).toEqual(SESSION_CSV.map(([name]) => name));
      const column = (name: string): string[] => lines.map((line) => line[header?.indexOf(name) ?? -1] ?? "");
      expect(column("id")).toEqual(rows.map(({ id }) => id));
      expect(column("owned_cost")).toEqual(rows.map((row) => row["owned_cost"]));
      expect(column("duration_ms")).toEqual(rows.map((row) => String(row["duration_ms"] ?? "")));
      expect(column("room_name")).toContain(`'=cmd|"x"`);
      expect(column("caller_number").filter((cell) => cell.startsWith("+"))).toEqual([]);
      expect(lines.flat().filter((cell) => /^[=+@\t\r]/.test(cell))).toEqual([]);
    });

    it("cover messages and records too", async () => {
      const messages = await server.call("GET", "/v1/sessions/s3/messages?format=csv");
      expect(messages.text).toContain(`"'=SUM(1,2)"`);
      const records = await server.call<List>("GET", "/v1/records?limit=500");
      const lines = (await server.call("GET", "/v1/records?format=ndjson")).text.trimEnd().split("\n");
      expect(lines.map((line) => JSON.parse(line) as Row)).toEqual(records.body.data);
      const csv = parse((await server.call("GET", "/v1/records?format=csv")).text) as string[][];
      expect(csv).toHaveLength(records.body.data.length + 1);
      expect((await server.call("GET", "/v1/orphans?format=csv")).text).toMatch(/^record_type,id,.*,reason,record\r\n/);
      expect((await server.call("GET", "/v1/sessions/s3/revisions?format=csv")).text).toMatch(/^number,at,currency,before_owned_cost,/);
      expect((await server.call("GET", "/v1/sessions/nobody/messages?format=csv")).status).toBe(404);
    });

    it("show another organization nothing", async () => {
      const stranger = await server.newOrganization();
      for (const list of ["sessions", "records", "orphans", "usage"]) {
        const answer = await server.call("GET", `/v1/${list}?format=ndjson`, { key: stranger.key });
        expect([list, answer.status, answer.text]).toEqual([list, 200, ""]);
      }
      const sessions = await server.call<List>("GET", "/v1/sessions", { key: stranger.key });
      expect(sessions.body).toMatchObject({ data: [], next_cursor: null, totals: { count: 0, owned_cost: "0.000000" } });
    });
  });
});
