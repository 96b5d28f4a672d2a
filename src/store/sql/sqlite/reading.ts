import { type Expression, type SqlBool, sql } from "kysely";
import type { Reading } from "../dialect.ts";
import type { SqliteConnection } from "./connection.ts";
import { sqliteConversations } from "./conversationDialect.ts";
import { sqliteLookups } from "./lookups.ts";

export function readingOf({ raw, db }: SqliteConnection): Reading {
  return {
    engine: "sqlite",
    db,
    lookups: sqliteLookups(raw),
    conversations: sqliteConversations,
    carriesLink: (pair): Expression<SqlBool> => sql<SqlBool>`EXISTS (SELECT 1 FROM json_each(links) AS pair WHERE pair.value = ${pair})`,
    sizeBytes: async () => Number(raw.pragma("page_count", { simple: true })) * Number(raw.pragma("page_size", { simple: true })),
  };
}
