import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { engines } from "../../test/support/databases.ts";
import { type Ran, runCommand, TEST_NOW_MS } from "../../test/support/runCommand.ts";
import { ADMIN_KEY, startTestServer, type TestServer } from "../../test/support/server.ts";
import { endOf } from "../store/contract/analysisDrafts.ts";
import { EXIT } from "./exitCodes.ts";
import { main, type Terminal } from "./main.ts";

describe.each(engines)("calltree analyse on $name", (engine) => {
  let server: TestServer;
  let address: string;
  const run = (...args: string[]): Promise<Ran> => runCommand(["analyse", ...args], { CALLTREE_SERVER: address, CALLTREE_KEY: ADMIN_KEY });
  beforeAll(async () => {
    // Analyses are made as on a real server, for the command waits for them.
    server = await startTestServer(engine, { settings: { PROJECTION_EVERY_MS: "50" } });
    address = await server.listen();
    const analysis = { summary: true, extraction: { fields: [{ name: "email", description: "e-mail address", type: "string" }] } };
    await server.call("PUT", "/v1/agents/desk", { body: { analysis } });
    for (const id of ["c1", "c2"]) {
      await server.call("POST", `/v1/sessions/${id}/messages`, {
        body: [
          { id: "1", role: "assistant", content: "How can I help?" },
          { id: "2", role: "user", content: "I would like to book a table for two. My email is ann@example.com." },
          { id: "3", role: "assistant", content: "I have booked a table for two." },
        ],
      });
      await server.call("PUT", `/v1/sessions/${id}`, { body: { agent: { id: "desk" }, ended_at: "2026-05-01T12:00:00Z" } });
    }
    await server.call("PUT", "/v1/sessions/other", { body: { agent: { id: "nobody" }, ended: true } });
  });
  afterAll(() => server[Symbol.asyncDispose]());

  it("waits for the analysis of one session and tells what came of it", async () => {
    const ran = await run("c1");
    expect([ran.code, ran.err]).toEqual([EXIT.ok, expect.stringMatching(/^done by builtin/)]);
    expect(ran.out).toMatch(/email: ann@example\.com/);
    const again = await run("c1", "--json");
    expect(JSON.parse(again.out)).toMatchObject({
      status: "done",
      analyser: "builtin",
      result: { extracted_data: { email: "ann@example.com" } },
    });
    expect((await run("c1", "--no-wait")).out).toMatch(/^It waits to be analysed\.$/);
  });

  it("tells how many it would be and what they would cost, and then analyses all that match", async () => {
    const preview = await run("--all", "--preview", "--agent", "desk");
    expect([preview.code, preview.out, preview.err]).toEqual([EXIT.ok, "2 sessions, about $0.0000", "The builtin analyser costs nothing."]);
    expect((await run("--all", "--filter", "message_count_min=4")).out).toBe("0 of 0 sessions were analysed or are being so.");
    expect((await run("--all", "--filter", "message_count_min=1", "--filter", "has_recording=false")).out).toMatch(
      /^\d of 2 sessions were analysed or are being so\.$/,
    );
    expect((await run("--all", "--until", "2020-01-01", "--json")).out).toContain('"queued": 0');
  });

  it("tells why it has to wait and until when, while the model is away", async () => {
    await using quiet = await startTestServer(engine, { clock: { nowMs: () => TEST_NOW_MS } });
    const { conversations } = quiet.calltree.stores;
    await quiet.call("PUT", "/v1/agents/desk", { body: { analysis: { summary: true } } });
    await quiet.call("PUT", "/v1/sessions/c", { body: { agent: { id: "desk" } } });
    const told = Promise.withResolvers<string>();
    const terminal: Terminal = {
      ...{ print: () => {}, tell: told.resolve, printsToTerminal: false, tellsToTerminal: false },
      ...{ environment: { CALLTREE_SERVER: await quiet.listen(), CALLTREE_KEY: ADMIN_KEY }, ask: async () => "" },
    };
    const code = main(["analyse", "c"], terminal, { nowMs: () => TEST_NOW_MS }, "0");
    const laterMs = TEST_NOW_MS + 3_600_000;
    const claim = (nowMs: number) => conversations.claimAnalyses("test", nowMs, laterMs + 60_000, 1);
    let id = "";
    await expect.poll(async () => (id = (await claim(TEST_NOW_MS))[0]?.analysis.id ?? ""), { timeout: 10_000 }).not.toBe("");
    const failure = { code: "ANALYSER_UNAVAILABLE", message: "The model\x07 is away." };
    await conversations.postponeAnalysis("default", id, "test", laterMs, failure);
    expect(await told.promise).toBe("ANALYSER_UNAVAILABLE: The model  is away. It is tried again, not before 2026-06-01T13:00:00.000Z.");
    await claim(laterMs);
    await conversations.finishAnalysis("default", id, "test", endOf({ status: "failed", result: null, failure }));
    expect(await code).toBe(EXIT.failed);
  });

  it("refuses what cannot be meant", async () => {
    expect((await run()).code).toBe(EXIT.usage);
    expect((await run("c1", "--all")).code).toBe(EXIT.usage);
    expect((await run("c1", "--preview")).code).toBe(EXIT.usage);
    expect((await run("c1", "--agent", "desk")).code).toBe(EXIT.usage);
    expect((await run("--all", "--filter", "colour=red")).code).toBe(EXIT.usage);
    expect((await run("--all", "--filter", "message_count_min=many")).code).toBe(EXIT.usage);
    expect((await run("nobody")).code).toBe(EXIT.notFound);
    const unwanted = await run("other");
    expect([unwanted.code, unwanted.err]).toEqual([EXIT.failed, expect.stringContaining("no analysis switched on")]);
  });
});
