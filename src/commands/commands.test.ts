import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { engines, type FreshDatabase } from "../../test/support/databases.ts";
import { type Ran, runCommand } from "../../test/support/runCommand.ts";
import { ADMIN_KEY, OPERATOR_KEY, startTestServer, type TestServer } from "../../test/support/server.ts";
import { GUIDE_EXAMPLE } from "../generate/guideExample.ts";
import { EXIT } from "./exitCodes.ts";

const GUIDE_DRAWING = [
  "call-session (SIP Trunking)  event: $0.0000  cumulative: $0.2128",
  "├── recording                event: $0.0051  cumulative: $0.0051",
  "├── webrtc                   event: $0.0052  cumulative: $0.0052",
  "├── sip-trunking             event: $0.0052  cumulative: $0.0052",
  "└── call-control             event: $0.0052  cumulative: $0.1973",
  "    └── ai-voice-assistant   event: $0.1800  cumulative: $0.1921",
  "        ├── inference        event: $0.0010",
  "        ├── inference        event: $0.0015",
  "        ├── inference        event: $0.0029",
  "        ├── inference        event: $0.0033",
  "        └── inference        event: $0.0034",
].join("\n");

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "calltree-commands-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function fileOf(name: string, lines: readonly (string | object)[]): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, lines.map((line) => `${typeof line === "string" ? line : JSON.stringify(line)}\n`).join(""));
  return path;
}

for (const engine of engines) {
  describe(`commands on the store itself, ${engine.name}`, () => {
    let database: FreshDatabase;
    const run = (...args: string[]): Promise<Ran> =>
      runCommand(args, {
        ...{ DATABASE_URL: database.url, CALLTREE_ADMIN_KEY: ADMIN_KEY, CALLTREE_OPERATOR_KEY: OPERATOR_KEY },
        RECORDINGS_URL: `file:${join(folder, "recordings")}`,
      });
    beforeAll(async () => {
      database = await engine.open();
      for (const args of [["demo"], ["generate", "--sessions", "20", "--load"]]) expect((await run(...args)).code).toBe(EXIT.ok);
    });
    afterAll(() => database.dispose());

    it("draws the guide's example, again and again the same", async () => {
      const ran = await run("demo");
      expect(ran.out).toContain(GUIDE_DRAWING);
      expect(ran.out).toContain("Total $0.2128, 11 events");
      expect(ran.out).toMatch(
        /^session demo {2}Reception, inbound, voice, web, .*\n2026-03-17 14:00:01, 2 min 32 s, completed \(user_hangup\)/,
      );
      expect(ran.out).toContain("   0:05  assistant  Sure. Could you read me the order number?");
      expect(ran.out).toContain('   1:02  tool       find_spare_part {"order":"K-19442","part":"shade"} → ');
      expect(ran.code).toBe(EXIT.ok);
    });

    it("imports generated traffic once, however often it is sent", async () => {
      const path = join(folder, `${engine.name}.ndjson`);
      expect((await run("generate", "--sessions", "60", "--seed", "9", "--out", path)).code).toBe(EXIT.ok);
      const check = JSON.parse((await run("import", path, "--dry-run", "--json")).out) as { counts: Record<string, number> };
      const first = JSON.parse((await run("import", path, "--json")).out) as { counts: Record<string, number> };
      expect(check.counts["valid"]).toBe(Object.values(first.counts).reduce((sum, count) => sum + count, 0));
      expect(first.counts["stored"]).toBeGreaterThan(300);
      expect(first.counts["corrected"]).toBeGreaterThan(0);
      expect(first.counts["rejected"]).toBe(0);
      const second = JSON.parse((await run("import", path, "--json")).out) as { counts: Record<string, number> };
      expect(second.counts["duplicate"]).toBe(check.counts["valid"]);
    });

    it("stores the good lines of a file and names the bad ones", async () => {
      const good = { record_type: "recording", id: "good", cost: "0.1" };
      const path = await fileOf(`${engine.name}-mixed.ndjson`, [good, "{oops", "", { record_type: "nothing", id: "1" }]);
      const ran = await run("import", path);
      expect(ran.code).toBe(EXIT.failed);
      expect(ran.out).toMatch(/^3 records .*: 1 stored, 2 rejected$/);
      expect(ran.err).toContain(`${path}:2: `);
      expect(ran.err).toContain(`${path}:4: There is no record type "nothing".`);
      expect((await run("records", "get", "recording", "good")).code).toBe(EXIT.ok);
    });

    it("imports CSV, with the type given once", async () => {
      const path = await fileOf(`${engine.name}.csv`, ["id,telnyx_session_id,cost", "csv-1,s-1,0.0051", "csv-2,s-1,"]);
      expect((await run("import", path, "--type", "recording")).out).toContain("2 stored");
      expect((await run("tree", "call-session", "s-1")).out).toContain("event: unknown");
    });

    it("lists, shows and explains records", async () => {
      const listed = JSON.parse((await run("records", "list", "--type", "inference", "--limit", "3", "--json")).out) as { data: unknown[] };
      expect(listed.data.length).toBe(3);
      expect((await run("records", "list", "--limit", "2")).out.split("\n").length).toBe(3);
      const lost = await fileOf(`${engine.name}-lost.ndjson`, [
        { record_type: "inference", id: "lost", conversation_id: null, cost: "0.1" },
      ]);
      await run("import", lost);
      expect((await run("records", "orphans", "--type", "inference")).out).toMatch(/inference +lost +- +\$0\.1000 +no_link_value/);
      const history = JSON.parse((await run("records", "history", "inference", "lost")).out) as { data: unknown[] };
      expect(history.data.length).toBe(1);
      const owner = GUIDE_EXAMPLE.records[3]?.["id"];
      const assistant = String(GUIDE_EXAMPLE.records[4]?.["conversation_id"]);
      expect((await run("records", "links", "ai-voice-assistant", assistant)).out).toContain(`Owner: call-control ${owner}`);
    });

    it("says what was not found", async () => {
      expect((await run("records", "get", "recording", "nowhere")).code).toBe(EXIT.notFound);
      expect((await run("tree", "call-session", "nowhere")).code).toBe(EXIT.notFound);
      expect((await run("tree", "nothing", "1")).code).toBe(EXIT.usage);
    });

    it("hides levels without changing the costs", async () => {
      const shallow = await run("tree", "call-session", GUIDE_EXAMPLE.sessionId, "--max-depth", "1");
      expect(shallow.out).toContain("cumulative: $0.2128");
      expect(shallow.out).toContain("Deeper levels are hidden");
      const alone = JSON.parse((await run("tree", "call-session", GUIDE_EXAMPLE.sessionId, "--no-children", "--json")).out);
      expect(alone).toMatchObject({ root: { children: [] }, meta: { truncated: true, event_count: 11 } });
    });

    it("makes organizations and keys, and keeps organizations apart", async () => {
      const organization = (await run("organizations", "create", "Acme", "--id", "acme", "--currency", "eur")).out;
      expect(organization).toBe("acme");
      expect((await run("organizations", "create", "Acme", "--id", "acme")).code).toBe(EXIT.failed);
      expect((await run("organizations", "list")).out).toMatch(/acme +Acme +EUR/);
      const secret = (await run("keys", "create", "--name", "ci", "--organization", "acme")).out;
      expect(secret).toMatch(/^ct_/);
      const listed = JSON.parse((await run("keys", "list", "--organization", "acme", "--json")).out) as { data: { id: string }[] };
      expect(listed.data).toMatchObject([{ name: "ci", scopes: ["ingest", "read"], organization: "acme" }]);
      expect((await run("keys", "revoke", listed.data[0]?.id ?? "", "--organization", "acme")).code).toBe(EXIT.ok);
      expect((await run("keys", "revoke", listed.data[0]?.id ?? "", "--organization", "acme")).code).toBe(EXIT.notFound);
      expect((await run("keys", "list", "--organization", "acme")).out).toContain("revoked");
      expect((await run("tree", "call-session", GUIDE_EXAMPLE.sessionId, "--organization", "acme")).code).toBe(EXIT.notFound);
      expect((await run("keys", "create", "--name", "x", "--organization", "nobody")).code).toBe(EXIT.notFound);
      expect((await run("keys", "create", "--name", "x", "--scopes", "everything")).code).toBe(EXIT.usage);
    });
  });
}

describe("commands on a running server", () => {
  let server: TestServer;
  let address: string;
  const run = (...args: string[]): Promise<Ran> => runCommand(args, { CALLTREE_SERVER: address, CALLTREE_KEY: ADMIN_KEY });
  beforeAll(async () => {
    server = await startTestServer(engines[0] as (typeof engines)[number]);
    address = await server.listen();
  });
  afterAll(() => server[Symbol.asyncDispose]());

  it("does the same as on the store", async () => {
    expect((await run("demo")).out).toContain(GUIDE_DRAWING);
    const loaded = await run("generate", "--sessions", "5", "--load");
    expect(loaded.out).toMatch(/stored(.|\n)*told of \d sessions: \d+ messages, \d+ recordings/);
    expect((await run("generate", "--sessions", "5", "--load", "--records-only")).out).not.toContain("told of");
    expect((await run("keys", "list")).out).toContain("First admin key");
  });

  it("is refused what its key may not do", async () => {
    expect((await run("organizations", "list")).code).toBe(EXIT.refused);
    expect((await run("keys", "list", "--key", "wrong-key")).code).toBe(EXIT.refused);
    expect((await run("organizations", "list", "--key", OPERATOR_KEY)).code).toBe(EXIT.ok);
  });
});
