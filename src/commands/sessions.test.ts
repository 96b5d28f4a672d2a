import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { engines, type FreshDatabase } from "../../test/support/databases.ts";
import { type Ran, runCommand, TEST_NOW_MS } from "../../test/support/runCommand.ts";
import { ADMIN_KEY, OPERATOR_KEY } from "../../test/support/server.ts";
import { EXIT } from "./exitCodes.ts";
import { main, type Terminal } from "./main.ts";

describe.each(engines)("sessions on the command line, $name", (engine) => {
  let database: FreshDatabase;
  let folder: string;
  const environment = () => ({
    ...{ DATABASE_URL: database.url, CALLTREE_ADMIN_KEY: ADMIN_KEY, CALLTREE_OPERATOR_KEY: OPERATOR_KEY },
    RECORDINGS_URL: `file:${folder}`,
  });
  const run = (...args: string[]): Promise<Ran> => runCommand(args, environment());
  beforeAll(async () => {
    database = await engine.open();
    folder = await mkdtemp(join(tmpdir(), "calltree-recordings-"));
    expect((await run("generate", "--sessions", "12", "--seed", "3", "--load")).code).toBe(EXIT.ok);
    expect((await run("rebuild")).code).toBe(EXIT.ok);
  }, 120_000);
  afterAll(async () => {
    await database.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  const listed = async (
    ...args: string[]
  ): Promise<{ data: { id: string; state: string; message_count: number }[]; complete: boolean }> => {
    const ran = await run("sessions", "--json", ...args);
    expect([args, ran.code, ran.err]).toEqual([args, EXIT.ok, ""]);
    return JSON.parse(ran.out) as Awaited<ReturnType<typeof listed>>;
  };

  it("are listed as a table, with the totals of all that match", async () => {
    const { data, complete } = await listed("--limit", "500");
    expect([data.length >= 12, complete]).toEqual([true, true]);
    const ran = await run("sessions", "--limit", "5");
    expect(ran.out.split("\n")).toHaveLength(6);
    expect(ran.out).toMatch(/^WHEN +ID +AGENT +NUMBERS +STATE +DURATION +COST\n/);
    expect(ran.err).toMatch(new RegExp(`^5 of ${data.length} sessions; all of them: `));
  });

  it("are shown with what their cost lacks, and so are the totals", async () => {
    const records = join(folder, "lacking.jsonl");
    const named = { record_type: "call-control", started_at: "2026-03-17T10:00:00Z" };
    const lacking = [
      { ...named, id: "lacks-rate", telnyx_session_id: "lacks-rate", cost: "0.5", currency: "CHF" },
      { ...named, id: "lacks-cost", telnyx_session_id: "lacks-cost" },
    ];
    await writeFile(records, lacking.map((record) => JSON.stringify(record)).join("\n"));
    expect((await run("import", records)).code).toBe(EXIT.ok);
    expect((await run("rebuild")).code).toBe(EXIT.ok);
    const unrated = await run("sessions", "--filter", "alias=lacks-rate");
    expect([unrated.out, unrated.err]).toEqual([
      expect.stringMatching(/ \$0\.0000 \+ unconverted\s*$/),
      expect.stringContaining(", 1 records in a currency without an exchange rate"),
    ]);
    const unknown = await run("sessions", "--filter", "alias=lacks-cost");
    expect([unknown.out, unknown.err]).toEqual([
      expect.stringMatching(/ \$0\.0000 \+ unknown\s*$/),
      expect.stringContaining(", 1 records of unknown cost"),
    ]);
    expect(unknown.err).not.toContain("exchange rate");
  });

  it("are filtered by named options and by any filter of the API", async () => {
    const all = (await listed("--limit", "500")).data;
    const some = (await listed("--limit", "500", "--filter", "message_count_min=1", "--sort", "id")).data;
    expect(some.map(({ id }) => id).toSorted()).toEqual(
      all
        .filter((row) => row.message_count > 0)
        .map(({ id }) => id)
        .toSorted(),
    );
    expect((await listed("--state", "settled", "--agent", "nobody")).data).toEqual([]);
    expect((await run("sessions", "--filter", "colour=red")).code).toBe(EXIT.usage);
    expect((await run("sessions", "--filter", "colour")).code).toBe(EXIT.usage);
    expect((await run("sessions", "--state", "asleep")).code).toBe(EXIT.usage);
  });

  it("are written as CSV", async () => {
    const ran = await run("sessions", "--csv", "--limit", "3");
    expect(ran.out.split("\r\n")).toHaveLength(4);
    expect(ran.out).toMatch(/^id,state,agent_id,/);
  });

  it("are shown with head, transcript and tree", async () => {
    const { data } = await listed("--limit", "500", "--filter", "message_count_min=2", "--filter", "event_count_min=2");
    const id = data[0]?.id ?? "";
    const ran = await run("session", id);
    expect(ran.out).toContain(`session ${id}`);
    expect(ran.out).toMatch(/0:\d\d {2}(assistant|user)/);
    expect(ran.out).toContain("└── ");
    expect(JSON.parse((await run("session", id, "--json")).out)).toMatchObject({ id, analysis: null });
    expect((await run("session", "nobody")).code).toBe(EXIT.notFound);
  });

  it("add up to the usage that is shown, in tables and CSV", async () => {
    const ran = await run("usage", "--by", "product,day");
    expect(ran.out).toMatch(/^PRODUCT +DAY +COST +RECORDS +UNKNOWN COST\n/);
    expect(ran.err).toMatch(/^total .+ records, \d+ of unknown cost/);
    expect((await run("usage", "--by", "product", "--csv")).out).toMatch(/^product,currency,cost,record_count,unknown_cost_count\r\n/);
    expect((await run("usage")).out).toMatch(/^COST +RECORDS/);
    expect((await run("usage", "--by", "colour")).code).toBe(EXIT.usage);
  });

  it("are erased only when a person says yes, or --yes was said", async () => {
    const { data } = await listed("--limit", "500", "--filter", "message_count_min=1");
    const [first, second] = [data[0]?.id ?? "", data[1]?.id ?? ""];
    const refused = await run("erase", first);
    expect([refused.code, refused.err]).toEqual([EXIT.usage, expect.stringContaining("--yes")]);
    const asked: string[] = [];
    const answering = async (answer: string): Promise<[number, string]> => {
      const out: string[] = [];
      const terminal: Terminal = {
        environment: environment(),
        print: (text) => void out.push(text),
        tell: () => {},
        printsToTerminal: false,
        tellsToTerminal: false,
        ask: async (question) => {
          asked.push(question);
          return answer;
        },
      };
      return [await main(["erase", first], terminal, { nowMs: () => TEST_NOW_MS }, "0"), out.join("\n")];
    };
    expect(await answering("no")).toEqual([EXIT.failed, ""]);
    expect((await run("session", first)).code).toBe(EXIT.ok);
    expect(await answering("y")).toEqual([EXIT.ok, expect.stringMatching(/^Erased: 1 sessions, \d+ records, \d+ messages/)]);
    expect(asked).toHaveLength(2);
    expect((await run("session", first)).code).toBe(EXIT.notFound);
    const erased = await run("erase", second, "--yes", "--json");
    expect(JSON.parse(erased.out)).toMatchObject({ erased: { sessions: 1 } });
    expect((await run("erase", second, "--yes")).code).toBe(EXIT.notFound);
  });

  it("are the same after a rebuild", async () => {
    const before = await run("sessions", "--csv", "--sort", "id", "--limit", "500");
    const ran = await run("rebuild", "--json");
    expect([ran.code, JSON.parse(ran.out)]).toEqual([EXIT.ok, { rebuilt: true, done: expect.any(Number) }]);
    expect((await run("sessions", "--csv", "--sort", "id", "--limit", "500")).out).toBe(before.out);
  });
});
