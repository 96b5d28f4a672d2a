import { type Kysely, sql } from "kysely";
import { describe, expect, it } from "vitest";
import { engines } from "../../../../test/support/databases.ts";
import { deliveryOf, endpointOf } from "../../contract/endpointDrafts.ts";
import { openStores } from "../../open.ts";
import { connect } from "../postgresql/connection.ts";
import type { Schema } from "../schema.ts";
import { openForWriting } from "../sqlite/connection.ts";
import { createPrivateFile, fileOf } from "../sqlite/files.ts";
import { MIGRATIONS, migrate } from "./migrate.ts";

function open(engine: "sqlite" | "postgresql", url: string): Kysely<Schema> {
  if (engine === "postgresql") return connect(url, { connectionsMax: 1, readOnly: false, onBackgroundError: () => {} }).db;
  createPrivateFile(fileOf(url));
  return openForWriting(fileOf(url)).db;
}

describe.each(engines)("a $name database of the build before webhooks", (engine) => {
  it("keeps its agents and its log, and learns to analyse and to deliver", async () => {
    const database = await engine.open();
    const db = open(engine.name, database.url);
    await migrate(db, engine.name, 1, MIGRATIONS.slice(0, 4));
    await sql`INSERT INTO organization (organization_key, id, name, currency, created_ms, settings_version) VALUES (1, 'o', 'O', 'USD', 1, 1)`.execute(
      db,
    );
    await sql`INSERT INTO agent (organization_key, id, expected_record_types, updated_ms) VALUES (1, 'sales', '[]', 4)`.execute(db);
    await sql`INSERT INTO session (session_key, organization_key, id, created_ms, version, projection, projected_version, changed_ms, announced)
      VALUES (1, 1, 's', 1, 0, 1, 0, 1, '["created"]')`.execute(db);
    await sql`INSERT INTO session_change (organization_key, session_key, kind, at_ms) VALUES (1, 1, 'created', 5)`.execute(db);
    await db.destroy();
    const { conversations, office, ...stores } = await openStores(database.url, "write");
    expect(await office.agents("o")).toEqual([
      { id: "sales", name: null, expectedRecordTypes: [], idleCloseSec: null, analysis: null, updatedMs: 4 },
    ]);
    expect(await conversations.changesAfter(0, 9)).toMatchObject([{ sessionId: "s", kind: "created", atMs: 5 }]);
    expect(await conversations.eventsAfter(0, 9)).toEqual([]);
    expect(await conversations.queueAnalyses("o", [{ id: "an", sessionId: "s", trigger: "request" }], 6)).toEqual(["s"]);
    await office.createEndpoint("o", endpointOf("ep"));
    await office.addDeliveries([deliveryOf("o", "ep", "dl")], null);
    expect(await office.dueDeliveries(10, 9, [])).toMatchObject([{ id: "dl" }]);
    await stores[Symbol.asyncDispose]();
    await database.dispose();
  });
});
