/** Sessions over time, through HTTP on both engines: what a list counts and sums, a series does too. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { engines } from "./support/databases.ts";
import { startTestServer, type TestServer } from "./support/server.ts";

const NOW_MS = Date.parse("2026-06-01T12:00:00Z");
const SESSIONS = 20;

interface Series {
  readonly interval: string;
  readonly currency: string;
  readonly data: {
    readonly start: string;
    readonly session_count: number;
    readonly owned_cost: string;
    readonly unknown_cost_count: number;
    readonly latency_p95_ms: number | null;
  }[];
}
interface List {
  readonly totals: { readonly count: number; readonly owned_cost: string; readonly unknown_cost_count: number };
}

const nanosOf = (cost: string): bigint => {
  const [whole = "0", fraction = ""] = cost.split(".");
  return BigInt(`${whole}${fraction.padEnd(9, "0")}`);
};

/** One every seven hours. */
async function tell(server: TestServer, index: number): Promise<void> {
  const at = new Date(NOW_MS - index * 7 * 3_600_000).toISOString();
  const agent = { id: `agent_${index % 2}`, name: index % 2 === 0 ? "Ada" : "Zoë" };
  await server.call("PUT", `/v1/sessions/s${index}`, { body: { created_at: at, started_at: at, agent } });
  await server.call("POST", `/v1/sessions/s${index}/messages`, {
    body: [{ id: "m", role: "assistant", content: index % 3 === 0 ? "a refund" : "hello", latency: { total_ms: 500 + index } }],
  });
  await server.call("POST", "/v1/records", {
    body: [
      {
        record_type: "sip-trunking",
        id: `leg-${index}`,
        telnyx_session_id: `s${index}`,
        started_at: at,
        cost: `0.0000000${(index % 8) + 1}`,
      },
      ...(index % 4 === 0
        ? [{ record_type: "recording", id: `rec-${index}`, telnyx_session_id: `s${index}`, started_at: at, cost: null }]
        : []),
    ],
  });
}

describe.each(engines)("a series of sessions on $name", (engine) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer(engine, { clock: { nowMs: () => NOW_MS } });
    for (let index = 0; index < SESSIONS; index++) await tell(server, index);
    await server.project();
  }, 120_000);
  afterAll(() => server[Symbol.asyncDispose]());

  const series = async (query: string): Promise<Series> => {
    const answer = await server.call<Series>("GET", `/v1/session-series?${query}`);
    expect([query, answer.status]).toEqual([query, 200]);
    return answer.body;
  };

  it.each([
    ...[
      "",
      "agent_id=agent_1",
      "q=refund",
      "agent_name_contains=ad",
      "unknown_cost=true",
      "product=siptrunking-cdrs",
      "owned_cost_min=0.00000004",
    ],
    "started_after=2026-05-28&started_before=2026-05-31",
  ])("has the count and the sums of the list with the same filters: %j", async (query) => {
    const { totals } = (await server.call<List>("GET", `/v1/sessions?${query}`)).body;
    expect(totals.count).toBeGreaterThan(0);
    for (const interval of ["hour", "day", "week", "month"]) {
      const { data } = await series(`${query}&interval=${interval}`);
      expect(data.reduce((sum, point) => sum + point.session_count, 0)).toBe(totals.count);
      expect(data.reduce((sum, point) => sum + point.unknown_cost_count, 0)).toBe(totals.unknown_cost_count);
      expect(data.reduce((sum, point) => sum + nanosOf(point.owned_cost), 0n)).toBe(nanosOf(totals.owned_cost));
      expect(data.map(({ start }) => start)).toEqual(data.map(({ start }) => start).toSorted());
    }
  });

  it("tells each interval by its start, and how slow the slowest were", async () => {
    const { data, ...rest } = await series("interval=day&started_after=2026-05-31T00:00:00Z");
    expect(rest).toEqual({ interval: "day", currency: "USD" });
    expect(data).toEqual([
      { start: "2026-05-31T00:00:00.000Z", session_count: 4, owned_cost: "0.00000018", unknown_cost_count: 1, latency_p95_ms: 505 },
      { start: "2026-06-01T00:00:00.000Z", session_count: 2, owned_cost: "0.00000003", unknown_cost_count: 1, latency_p95_ms: 501 },
    ]);
  });

  it("chooses the interval by the span of what matches", async () => {
    expect((await series("")).interval).toBe("day");
    expect((await series("started_after=2026-05-29")).interval).toBe("hour");
    expect(await series("agent_id=nobody")).toEqual({ interval: "hour", currency: "USD", data: [] });
  });

  it.each([
    "interval=minute",
    "interval=",
    "interval=day&interval=week",
    "sort=id",
    "limit=5",
    "cursor=x",
    "format=csv",
    "started_after=soon",
    "q=",
  ])("refuses %s", async (query) => {
    expect((await server.call("GET", `/v1/session-series?${query}`)).status).toBe(400);
  });

  it("shows another organization nothing", async () => {
    const stranger = await server.newOrganization();
    const answer = await server.call<Series>("GET", "/v1/session-series", { key: stranger.key });
    expect([answer.status, answer.body.data]).toEqual([200, []]);
  });
});
