/** Work lists of records, through HTTP on both engines: costs that are not known or not converted, and records that nothing owns. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { engines } from "./support/databases.ts";
import { startTestServer, type TestServer } from "./support/server.ts";

interface List {
  readonly data: {
    readonly id: string;
    readonly cost: { readonly status: string };
    readonly reason?: string;
    readonly orphan?: { readonly reason: string; readonly message: string };
  }[];
  readonly next_cursor: string | null;
  readonly totals: Readonly<Record<string, number>>;
}

const record = (id: string, given: object) => ({ record_type: "sip-trunking", id, started_at: "2026-05-01T10:00:00Z", ...given });

describe.each(engines)("work lists of records on $name", (engine) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer(engine);
    await server.call("PUT", "/v1/exchange-rates", { body: [{ currency: "EUR", rate: "1.1", effective_at: "2026-05-02T00:00:00Z" }] });
    const body = [
      record("dollars", { cost: "0.1", currency: "USD", telnyx_session_id: "s1" }),
      record("none", { cost: null, telnyx_session_id: "s1" }),
      record("euros-early", { cost: "0.1", currency: "EUR", telnyx_session_id: "s1" }),
      record("euros-late", { cost: "0.1", currency: "EUR", started_at: "2026-05-03T10:00:00Z", telnyx_session_id: "s1" }),
      { record_type: "speech-to-text", id: "lost", call_control_id: "nowhere", cost: "0.1" },
      { record_type: "speech-to-text", id: "nameless", cost: "0.1" },
      { record_type: "verify", id: "code", verify_usage_fee: "0.05", currency: "USD" },
    ];
    const told = await server.call("POST", "/v1/records", { body });
    expect(told.body).toMatchObject({ counts: { stored: 7 } });
  });
  afterAll(() => server[Symbol.asyncDispose]());

  const list = async (path: string): Promise<List> => {
    const answer = await server.call<List>("GET", path);
    expect([path, answer.status]).toEqual([path, 200]);
    return answer.body;
  };

  it.each([
    ["unknown", ["none"]],
    ["unconverted", ["euros-early"]],
    ["unknown,unconverted", ["none", "euros-early"]],
    ["reported", ["dollars", "euros-late", "lost", "nameless", "code"]],
    ["rated", []],
  ])("are narrowed by cost_status=%s", async (status, ids) => {
    const { data, totals } = await list(`/v1/records?cost_status=${status}`);
    expect([data.map(({ id }) => id), totals]).toEqual([ids, { records: ids.length }]);
    expect(data.every(({ cost }) => status.split(",").includes(cost.status))).toBe(true);
    const lines = (await server.call("GET", `/v1/records?cost_status=${status}&format=ndjson`)).text
      .split("\n")
      .filter((line) => line !== "");
    expect(lines.map((line) => (JSON.parse(line) as { id: string }).id)).toEqual(ids);
  });

  it("go on by cursor, and keep to a record type", async () => {
    const first = await list("/v1/records?cost_status=unknown,unconverted&limit=1");
    const second = await list(`/v1/records?cost_status=unknown,unconverted&limit=1&cursor=${first.next_cursor}`);
    expect([...first.data, ...second.data].map(({ id }) => id)).toEqual(["none", "euros-early"]);
    expect((await list("/v1/records?cost_status=unknown&record_type=speech-to-text")).data).toEqual([]);
  });

  it.each(["cost_status=", "cost_status=unknown,", "cost_status=dear", "cost_status=UNKNOWN", "cost_status=unknown&cost_status=rated"])(
    "refuse %s",
    async (query) => {
      const answer = await server.call("GET", `/v1/records?${query}`);
      expect([answer.status, answer.body]).toMatchObject([400, { error: { field: "cost_status" } }]);
    },
  );

  it("tell in words why nothing owns a record", async () => {
    const { data } = await list("/v1/orphans");
    expect(data.map(({ id, reason, orphan }) => [id, reason, orphan])).toEqual([
      [
        "lost",
        "parent_not_found",
        { reason: "parent_not_found", message: "The parent that it names has not come: call_control_id nowhere." },
      ],
      [
        "nameless",
        "no_link_value",
        {
          reason: "no_link_value",
          message: expect.stringMatching(/^It names no parent: speech-to-text records name theirs in .+ or .+\.$/),
        },
      ],
      [
        "code",
        "no_parent_mappings",
        { reason: "no_parent_mappings", message: expect.stringMatching(/charged by themselves: then nothing is wrong/) },
      ],
    ]);
  });

  it("show another organization nothing", async () => {
    const { key } = await server.newOrganization();
    const answer = await server.call<List>("GET", "/v1/records?cost_status=unknown,unconverted,reported", { key });
    expect([answer.status, answer.body.data, answer.body.totals]).toEqual([200, [], { records: 0 }]);
  });
});
