/** Exports of long lists and large rows, through HTTP on both engines. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SESSION_CSV } from "../src/http/faces/native/exportOperations.ts";
import { engines } from "./support/databases.ts";
import { startTestServer, type TestServer } from "./support/server.ts";

describe.each(engines)("exports on $name", (engine) => {
  it("are whole where a page of rows would be too large for one answer", async () => {
    await using server = await startTestServer(engine, { settings: { ANSWER_BYTES_MAX: "200000" } });
    const note = "x".repeat(30_000);
    const records = Array.from({ length: 40 }, (_, index) => ({ record_type: "recording", id: `r${index}`, cost: "0.1", note }));
    await server.call("POST", "/v1/records", { body: records });
    expect((await server.call("GET", "/v1/records?limit=500")).status).toBe(413);
    const lines = (await server.call("GET", "/v1/records?format=ndjson")).text.trimEnd().split("\n");
    expect(lines.map((line) => (JSON.parse(line) as { id: string }).id)).toEqual(records.map(({ id }) => id));
    const csv = await server.call("GET", "/v1/records?format=csv");
    expect(csv.text.split("\r\n").filter((line) => line !== "")).toHaveLength(records.length + 1);
    expect(csv.text.split("record_type,id,")).toHaveLength(2);
  });

  it("go over many pages, each row once, in order", async () => {
    await using server = await startTestServer(engine);
    const body = Array.from({ length: 1_203 }, (_, index) => ({ id: `m${index}`, role: "user", content: `turn ${index}` }));
    await server.call("POST", "/v1/sessions/long/messages", { body });
    await server.project();
    const lines = (await server.call("GET", "/v1/sessions/long/messages?format=ndjson")).text.trimEnd().split("\n");
    expect(lines.map((line) => (JSON.parse(line) as { id: string }).id)).toEqual(body.map(({ id }) => id));
  });

  describe("of sessions with columns", () => {
    let server: TestServer;
    beforeAll(async () => {
      server = await startTestServer(engine);
      for (const id of ["c", "a", "b"]) await server.call("PUT", `/v1/sessions/${id}`, { body: { agent: { id: "nova" } } });
      await server.call("POST", "/v1/records", { body: { record_type: "recording", id: "r", call_session_id: "a", cost: "0.1" } });
      await server.project();
    });
    afterAll(() => server[Symbol.asyncDispose]());

    it("have those that are named, in their order, over all rows whatever `limit` says", async () => {
      const answer = await server.call("GET", "/v1/sessions?format=csv&sort=id&limit=1&columns=agent_id,id,%20owned_cost");
      expect(answer.text).toBe("agent_id,id,owned_cost\r\nnova,a,0.100000\r\nnova,b,0.000000\r\nnova,c,0.000000\r\n");
      const every = SESSION_CSV.map(([name]) => name).join(",");
      const all = await server.call("GET", `/v1/sessions?format=csv&columns=${every}`);
      expect(all.text).toBe((await server.call("GET", "/v1/sessions?format=csv")).text);
    });

    it("take a client's Accept for the format", async () => {
      const answer = await server.call("GET", "/v1/sessions?columns=id&sort=-id", { headers: { accept: "text/csv" } });
      expect(answer.text).toBe("id\r\nc\r\nb\r\na\r\n");
    });

    it.each(["columns=", "columns=id,", "columns=id,nothing", "columns=id,id", "columns=agent.id", "columns=id&columns=state"])(
      "refuse %s",
      async (query) => {
        const answer = await server.call("GET", `/v1/sessions?format=csv&${query}`);
        expect([answer.status, answer.body]).toMatchObject([400, { error: { field: "columns" } }]);
      },
    );

    it("refuse them where they would do nothing", async () => {
      for (const query of ["columns=id", "columns=id&format=ndjson", "columns=id&format=json"]) {
        expect((await server.call("GET", `/v1/sessions?${query}`)).status).toBe(400);
      }
    });
  });
});
