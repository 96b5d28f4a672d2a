/** Exports of long lists and large rows, through HTTP on both engines. */
import { describe, expect, it } from "vitest";
import { engines } from "./support/databases.ts";
import { startTestServer } from "./support/server.ts";

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
});
