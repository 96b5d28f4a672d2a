import { describe, expect, it } from "vitest";
import { engines } from "./support/databases.ts";
import { startTestServer } from "./support/server.ts";

describe.each(engines)("agents and credits on $name", (engine) => {
  it("configures an agent member by member, by the types' own names, for its organization only", async () => {
    await using server = await startTestServer(engine);
    const put = (body: object) => server.call("PUT", "/v1/agents/sales", { body });
    expect((await server.call("GET", "/v1/agents/sales")).body).toMatchObject({ error: { code: "AGENT_NOT_FOUND" } });
    const first = await put({ name: "Sales", expected_record_types: ["message_detail_record", "sip-trunking"] });
    expect(first).toMatchObject({ status: 200, body: { expected_record_types: ["message", "sip-trunking"], idle_close_sec: null } });
    const { body } = await put({ idle_close_sec: 600 });
    expect(body).toMatchObject({ name: "Sales", expected_record_types: ["message", "sip-trunking"], idle_close_sec: 600 });
    expect((await server.call("GET", "/v1/agents/sales")).body).toEqual(body);
    expect((await server.call("GET", "/v1/agents")).body).toEqual({ data: [body], next_cursor: null, totals: { agents: 1 } });
    const other = await server.newOrganization();
    expect((await server.call("GET", "/v1/agents/sales", { key: other.key })).status).toBe(404);
  });

  it("refuses unknown record types, wrong members, and who may not configure", async () => {
    await using server = await startTestServer(engine);
    const put = (body: object, key?: string) => server.call("PUT", "/v1/agents/x", { body, ...(key === undefined ? {} : { key }) });
    expect(await put({ expected_record_types: ["sip-trunking", "unheard"] })).toMatchObject({
      status: 400,
      body: { error: { code: "RECORD_TYPE_UNKNOWN", field: "expected_record_types.1" } },
    });
    for (const body of [{ idle_close_sec: 0 }, { idle_close_sec: "60" }, { unheard: 1 }]) expect((await put(body)).status).toBe(400);
    const reader = await server.newOrganization(["read"]);
    expect((await put({ name: "x" }, reader.key)).status).toBe(403);
    expect((await server.call("GET", "/v1/agents")).body).toMatchObject({ data: [] });
  });

  it("keeps how many credits a unit is, and refuses what is no plain positive decimal", async () => {
    await using server = await startTestServer(engine);
    const patch = (credits: unknown) => server.call("PATCH", "/v1/organization", { body: { credits_per_unit: credits } });
    expect((await server.call("GET", "/v1/organization")).body).toMatchObject({ credits_per_unit: "1" });
    expect((await patch("12.5")).body).toMatchObject({ credits_per_unit: "12.5" });
    for (const wrong of ["0", "0.0", "-1", "1e3", "x", "", ".5", 5, null]) expect((await patch(wrong)).status, String(wrong)).toBe(400);
    expect((await server.call("GET", "/v1/organization")).body).toMatchObject({ credits_per_unit: "12.5" });
  });
});
