/** The audit through the API: every deed by pages, and nobody else's. */
import { describe, expect, it } from "vitest";
import { engines } from "./support/databases.ts";
import { startTestServer } from "./support/server.ts";

interface AuditPage {
  readonly data: readonly { readonly at: string; readonly action: string; readonly detail: string }[];
  readonly next_cursor: string | null;
}

describe.each(engines)("the audit on $name", (engine) => {
  it("is read to its beginning by pages, newest first, also of deeds at one instant", async () => {
    await using server = await startTestServer(engine, { clock: { nowMs: () => Date.parse("2026-06-01T12:00:00Z") } });
    for (let number = 0; number < 7; number++) await server.call("PUT", `/v1/agents/agent-${number}`, { body: { name: "A" } });
    const read = async (query: string) => (await server.call<AuditPage>("GET", `/v1/audit${query}`)).body;
    const all = await read("");
    expect(all.next_cursor).toBeNull();
    expect(all.data.slice(0, 7).map(({ detail }) => detail)).toEqual([6, 5, 4, 3, 2, 1, 0].map((number) => `agent-${number}`));
    const paged = [];
    for (let cursor: string | null = ""; cursor !== null; ) {
      const page: AuditPage = await read(`?limit=3${cursor === "" ? "" : `&cursor=${cursor}`}`);
      paged.push(...page.data);
      cursor = page.next_cursor;
    }
    expect(paged).toEqual(all.data);
  });

  it("tells another organization nothing, whatever cursor it brings, and refuses one that it never gave", async () => {
    await using server = await startTestServer(engine);
    for (const id of ["a", "b"]) await server.call("PUT", `/v1/agents/${id}`, { body: { name: "A" } });
    const { next_cursor } = (await server.call<AuditPage>("GET", "/v1/audit?limit=1")).body;
    const other = await server.newOrganization();
    const read = async (query: string) => (await server.call<AuditPage>("GET", `/v1/audit${query}`, { key: other.key })).body;
    expect((await read("")).data.map(({ action }) => action)).not.toContain("agent.changed");
    expect((await read(`?cursor=${next_cursor}`)).data.map(({ action }) => action)).not.toContain("agent.changed");
    expect((await server.call("GET", "/v1/audit?cursor=nonsense")).body).toMatchObject({ error: { code: "CURSOR_INVALID" } });
  });
});
