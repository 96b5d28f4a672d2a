import { describe, expect, it } from "vitest";
import { sqlite } from "../../../test/support/databases.ts";
import { batchOf, changed, draftOf } from "../contract/drafts.ts";
import { applyAppends, WriterMemory } from "./appendGroup.ts";
import { migrate } from "./migrations/migrate.ts";
import { RecordReads } from "./recordReads.ts";
import { openForWriting } from "./sqlite/connection.ts";
import { sqliteConversations } from "./sqlite/conversationDialect.ts";
import { sqliteDeliveries } from "./sqlite/deliveryDialect.ts";
import { createPrivateFile, fileOf } from "./sqlite/files.ts";
import { SqliteRecordInserter } from "./sqlite/insertRecords.ts";
import { readingOf } from "./sqlite/reading.ts";

/** Every value of one length shares its hash. */
const badHash = (value: string): number => value.length;

describe("values that share a hash", () => {
  it("are told apart by their true text, in look-ups, limits, counts and corrections", async () => {
    const database = await sqlite.open();
    const file = fileOf(database.url);
    createPrivateFile(file);
    const connection = openForWriting(file);
    const { raw, db } = connection;
    await migrate(db, "sqlite", null);
    await db.insertInto("organization").values({ id: "o", name: "o", currency: "USD", created_ms: 1, settings_version: 1 }).execute();
    const memory = new WriterMemory(badHash);
    const inserter = new SqliteRecordInserter(raw);
    const append = (drafts: Parameters<typeof batchOf>[1]) =>
      db.transaction().execute((tx) =>
        applyAppends(
          {
            db: tx,
            locksRows: false,
            conversations: sqliteConversations,
            deliveries: sqliteDeliveries,
            insertNew: async (rows) => inserter.insertNew(rows),
          },
          memory,
          [[batchOf("o", drafts)]],
        ),
      );
    const records = new RecordReads(readingOf(connection), badHash);

    await append(
      Array.from({ length: 20 }, (_, index) =>
        draftOf(`a${index}`, {
          links: [
            ["f", "aa"],
            ["g", "xy"],
          ],
        }),
      ),
    );
    await append(Array.from({ length: 3 }, (_, index) => draftOf(`b${index}`, { links: [["f", "bb"]] })));

    expect(await records.byLinkValues("o", ["bb"], 100)).toHaveLength(3);
    expect((await records.byLinkValues("o", ["bb"], 2)).map(({ id }) => id[0])).toEqual(["b", "b"]);
    expect(await records.byLinkValues("o", ["aa", "bb"], 100)).toHaveLength(23);
    expect(await records.byLinkValues("o", ["cc"], 1)).toEqual([]);
    expect(await records.countLinkValue("o", "bb", 2)).toBe(2);
    expect(await records.countLinkValue("o", "bb", 100)).toBe(3);
    const condition = { column: "link", field: "f", equals: "bb" } as const;
    expect(await records.count({ organization: "o", conditions: [condition] })).toBe(3);

    // The corrected record loses one of two values of the same hash and must stay findable by the other.
    await append([changed("a0", "corrected", { links: [["g", "xy"]] })]);
    expect(await records.byLinkValues("o", ["aa"], 100)).toHaveLength(19);
    expect(await records.byLinkValues("o", ["xy"], 100)).toHaveLength(20);
    await connection.close();
    await database.dispose();
  });
});
