import pg from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type FreshDatabase, postgresql } from "../../../../test/support/databases.ts";
import { append, changed, draftOf, newOrganization } from "../../contract/drafts.ts";
import { openStores } from "../../open.ts";
import type { Stores } from "../../stores.ts";

describe("a PostgreSQL database in trouble", () => {
  let database: FreshDatabase;
  let stores: Stores;
  let organization: string;
  let reported: unknown[];
  let other: pg.Client;
  beforeEach(async () => {
    database = await postgresql.open();
    reported = [];
    stores = await openStores(database.url, "write", { onBackgroundError: (error) => reported.push(error) });
    organization = await newOrganization(stores);
    other = new pg.Client({ connectionString: database.url });
    await other.connect();
  });
  afterEach(async () => {
    await other.end();
    await stores[Symbol.asyncDispose]();
    await database.dispose();
  });

  const killOthers = () =>
    other.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()");
  const waitUntilBlocked = async (): Promise<void> => {
    const blocked = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
    while ((await other.query(blocked)).rows.length === 0);
  };

  it("fails the call whose connection is killed with STORE_UNAVAILABLE, stores nothing of it, and works at the next", async () => {
    await append(stores.records, organization, [draftOf("r")]);
    await other.query("BEGIN");
    await other.query("SELECT 1 FROM record FOR UPDATE");
    const outcome = append(stores.records, organization, [draftOf("new"), changed("r", "x")]).then(
      () => undefined,
      (error: unknown) => error,
    );
    await waitUntilBlocked();
    await killOthers();
    expect(await outcome).toMatchObject({ code: "STORE_UNAVAILABLE" });
    await other.query("ROLLBACK");
    expect(await append(stores.records, organization, [draftOf("new"), changed("r", "x")])).toEqual(["stored", "corrected"]);
  });

  it("outlives idle connections that the server closes", async () => {
    await Promise.all([stores.health(), stores.health(), stores.health()]);
    await killOthers();
    const attempts = await Promise.allSettled([stores.health(), stores.health(), stores.health(), stores.health()]);
    for (const attempt of attempts) {
      if (attempt.status === "rejected") expect(attempt.reason).toMatchObject({ code: "STORE_UNAVAILABLE" });
    }
    expect(await stores.health()).toMatchObject({ engine: "postgresql" });
  });

  it("lets two processes write the same records at once, in opposite orders, without a deadlock", async () => {
    const second = await openStores(database.url, "write");
    const ids = Array.from({ length: 300 }, (_, index) => `r${index}`);
    for (const version of [1n, 2n, 3n]) {
      const drafts = ids.map((id) => changed(id, `v${version}`, { version }));
      const outcomes = await Promise.all([
        append(stores.records, organization, drafts),
        append(second.records, organization, drafts.toReversed()),
      ]);
      expect(outcomes.flat().filter((outcome) => outcome === "duplicate")).toHaveLength(300);
    }
    expect(await second.records.count({ organization, conditions: [] })).toBe(300);
    await second[Symbol.asyncDispose]();
  });
});
