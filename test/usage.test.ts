/** Usage and medians through HTTP on both engines: whatever it is grouped by, the rows are every record once. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { generateTraffic } from "../src/generate/generateTraffic.ts";
import { engines } from "./support/databases.ts";
import { startTestServer, type TestServer } from "./support/server.ts";

const NOW_MS = Date.parse("2026-06-01T12:00:00Z");

interface Line {
  readonly [dimension: string]: string | number | null;
  readonly currency: string;
  readonly cost: string;
  readonly record_count: number;
  readonly unknown_cost_count: number;
}
interface Usage {
  readonly data: Line[];
  readonly totals: { readonly record_count: number; readonly by_currency: readonly Line[] };
}
interface ErrorBody {
  readonly error: { readonly code: string; readonly field: string | null };
}

const nanosOf = (cost: string): bigint => {
  const [whole = "0", fraction = ""] = cost.replace("-", "").split(".");
  const nanos = BigInt(`${whole}${fraction.padEnd(9, "0")}`);
  return cost.startsWith("-") ? -nanos : nanos;
};

function sumsOf(lines: readonly Line[]): Record<string, { nanos: bigint; records: number; unknown: number }> {
  const sums: Record<string, { nanos: bigint; records: number; unknown: number }> = {};
  for (const line of lines) {
    const sum = sums[line.currency] ?? { nanos: 0n, records: 0, unknown: 0 };
    sums[line.currency] = {
      nanos: sum.nanos + nanosOf(line.cost),
      records: sum.records + line.record_count,
      unknown: sum.unknown + line.unknown_cost_count,
    };
  }
  return sums;
}

const GROUPINGS = [
  ...["", "product", "agent", "record_type", "model", "day", "hour", "currency"],
  ...["product,day", "agent,product", "agent_id,hour", "record_type,model,currency", "product,agent,record_type,model,day,hour"],
];

describe.each(engines)("usage on $name", (engine) => {
  let server: TestServer;
  let roots: string[];
  beforeAll(async () => {
    server = await startTestServer(engine, { clock: { nowMs: () => NOW_MS } });
    const records = [...generateTraffic({ sessions: 40, seed: 5, startMs: Date.UTC(2026, 4, 30, 20) })];
    const orphan = { record_type: "inference", id: "orphan", cost: "1.5", model: "lonely", created_at: "2026-05-31T10:00:00Z" };
    const lines = [...records, orphan, { ...orphan, id: "timeless", created_at: null, cost: null }].map((record) => JSON.stringify(record));
    await server.call("POST", "/v1/records", { body: lines.join("\n"), headers: { "content-type": "application/x-ndjson" } });
    await server.project();
    const sessions = await server.call<{ data: { id: string }[] }>("GET", "/v1/sessions?limit=500&sort=id");
    roots = sessions.body.data.map(({ id }) => id);
    for (const [index, id] of roots.entries()) {
      if (index % 3 > 0)
        await server.call("PUT", `/v1/sessions/${encodeURIComponent(id)}`, { body: { agent: { id: `agent_${index % 3}` } } });
    }
    await server.project();
  }, 120_000);
  afterAll(() => server[Symbol.asyncDispose]());

  const usage = async (query: string): Promise<Usage> => {
    const answer = await server.call<Usage>("GET", `/v1/usage?${query}`);
    expect([query, answer.status]).toEqual([query, 200]);
    return answer.body;
  };

  it("is the sum of all records, whatever it is grouped by", async () => {
    const stored = await server.calltree.stores.records.sumCosts("default");
    const all = sumsOf((await usage("")).data);
    for (const { currency, nanos } of stored.filter(({ currency }) => currency !== null && currency !== "USD")) {
      expect(all[currency ?? ""]?.nanos, String(currency)).toBe(nanos);
    }
    const own = stored.filter(({ currency }) => currency === null || currency === "USD").reduce((sum, { nanos }) => sum + nanos, 0n);
    expect(all["USD"]?.nanos).toBe(own);
    for (const grouping of GROUPINGS) {
      const { data, totals } = await usage(`group_by=${grouping}`);
      expect(sumsOf(data), grouping).toEqual(all);
      expect(sumsOf(totals.by_currency), grouping).toEqual(all);
      const groups = data.map(({ cost: _cost, record_count: _records, unknown_cost_count: _unknown, ...group }) => JSON.stringify(group));
      expect(new Set(groups).size, grouping).toBe(groups.length);
    }
  });

  it("has a row for what no agent's session owns, orphans included", async () => {
    const { data } = await usage("group_by=agent,model");
    expect([...new Set(data.map((line) => line["agent_id"]))]).toEqual(["agent_1", "agent_2", null]);
    expect(data.find((line) => line["model"] === "lonely")).toMatchObject({
      agent_id: null,
      cost: "1.500000",
      record_count: 2,
      unknown_cost_count: 1,
    });
  });

  it("by agent is the sum of the sessions of that agent", async () => {
    const { data } = await usage("group_by=agent");
    const lines = data.filter((line) => line["agent_id"] === "agent_1" && line.currency === "USD");
    const sessions = await server.call<{ data: { event_count: number }[] }>("GET", "/v1/sessions?agent_id=agent_1&limit=500");
    expect(lines).toHaveLength(1);
    expect(lines[0]?.record_count).toBeGreaterThan(0);
    expect(lines[0]?.record_count).toBeLessThanOrEqual(sessions.body.data.reduce((sum, session) => sum + session.event_count, 0));
  });

  it("filters by agent alone, without an agent, and by all of them as by none", async () => {
    const all = sumsOf((await usage("")).data);
    const byAgent = (await usage("group_by=agent")).data;
    for (const agent of ["agent_1", "agent_2", null]) {
      expect(sumsOf((await usage(`agent_id=${agent}`)).data), String(agent)).toEqual(
        sumsOf(byAgent.filter((line) => line["agent_id"] === agent)),
      );
    }
    expect(sumsOf((await usage("agent_id=agent_1,agent_2&agent_id=null&group_by=product")).data)).toEqual(all);
  });

  it("is a time series by day and hour, in order, records without time last", async () => {
    const days = (await usage("group_by=day")).data.map((line) => line["day"]);
    const known = days.filter((day) => day !== null);
    expect(known).toEqual(known.toSorted());
    expect(days.at(-1)).toBeNull();
    expect(String(known[0])).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    for (const { hour } of (await usage("group_by=hour")).data) expect(hour === null || String(hour).endsWith(":00:00.000Z")).toBe(true);
    const both = (await usage("group_by=day,hour")).data;
    for (const { day, hour } of both) expect(day === null ? hour : String(hour).slice(0, 10)).toBe(day);
  });

  it("is cut at the times asked for, each record on one side", async () => {
    const timed = sumsOf((await usage("group_by=hour")).data.filter(({ hour }) => hour !== null));
    const [before, after] = [await usage("to=2026-05-31T02:00:00Z"), await usage("from=2026-05-31T02:00:00Z")];
    expect(sumsOf([...before.data, ...after.data])).toEqual(timed);
    expect(before.data).not.toEqual([]);
    expect(after.data).not.toEqual([]);
  });

  it("filters by product, record type, model and currency", async () => {
    const byProduct = (await usage("group_by=product")).data;
    const product = byProduct[0]?.["product"];
    expect((await usage(`group_by=product&product=${product}`)).data).toEqual(byProduct.filter((line) => line["product"] === product));
    const byType = (await usage("group_by=record_type")).data;
    expect((await usage("group_by=record_type&record_type=inference")).data).toEqual(
      byType.filter((line) => line["record_type"] === "inference"),
    );
    expect((await usage("group_by=model&model=lonely")).data).toEqual([expect.objectContaining({ model: "lonely", cost: "1.500000" })]);
    const usd = (await usage("")).data.filter(({ currency }) => currency === "USD");
    expect((await usage("currency=usd")).data).toEqual(usd);
    expect((await usage("product=nothing")).data).toEqual([]);
    expect((await usage("product=nothing&record_type=inference")).data).toEqual([]);
  });

  it("is exported as it is told", async () => {
    const { data } = await usage("group_by=agent,product");
    const lines = (await server.call("GET", "/v1/usage?group_by=agent,product&format=ndjson")).text.trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line) as Line)).toEqual(data);
    const csv = (await server.call("GET", "/v1/usage?group_by=agent,product", { headers: { accept: "text/csv" } })).text
      .trimEnd()
      .split("\r\n");
    expect(csv[0]).toBe("agent_id,product,currency,cost,record_count,unknown_cost_count");
    expect(csv).toHaveLength(data.length + 1);
  });

  it.each([
    ["group_by=colour", "FIELD_UNKNOWN"],
    ["from=soon", "FILTER_INVALID"],
    ["currency=dollars", "FILTER_INVALID"],
    ["model=", "FILTER_INVALID"],
    ["record_type=nonsense", "RECORD_TYPE_UNKNOWN"],
    ["colour=red", "PARAMETER_INVALID"],
  ])("refuses %s", async (query, code) => {
    const answer = await server.call<ErrorBody>("GET", `/v1/usage?${query}`);
    expect([answer.status, answer.body.error.code]).toEqual([400, code]);
  });

  it("has the medians of an agent's sessions, and none of one without any", async () => {
    const sessions = await server.call<{ data: { duration_ms: number | null; created_at: string }[] }>(
      "GET",
      "/v1/sessions?agent_id=agent_2&limit=500",
    );
    const durations = sessions.body.data.flatMap(({ duration_ms: ms }) => (ms === null ? [] : [ms])).toSorted((a, b) => a - b);
    const at = (fraction: number): number | null => durations[Math.max(0, Math.ceil(fraction * durations.length) - 1)] ?? null;
    const medians = await server.call<{ totals: { count: number }; owned_cost: { median: string } }>("GET", "/v1/agents/agent_2/medians");
    expect(medians.body).toMatchObject({
      agent_id: "agent_2",
      currency: "USD",
      totals: { count: sessions.body.data.length },
      duration_ms: { median: at(0.5), p95: at(0.95) },
      latency_p50_ms: { median: null, p95: null },
      message_count: { median: 0, p95: 0 },
    });
    expect(medians.body.owned_cost.median).toMatch(/^\d+\.\d{6,}$/);
    const none = await server.call("GET", "/v1/agents/agent_2/medians?to=2020-01-01T00:00:00Z");
    expect(none.body).toMatchObject({ totals: { count: 0 }, owned_cost: { median: null, p95: null } });
    expect((await server.call("GET", "/v1/agents/nobody/medians")).body).toMatchObject({ totals: { count: 0 } });
    expect((await server.call("GET", "/v1/agents/agent_2/medians?from=soon")).status).toBe(400);
  });
});
