import { type SqlBool, sql } from "kysely";
import type { ConversationDialect } from "../dialect.ts";

/** Any number that nothing else locks by. */
const LOG_LOCK = 7_235_141_013;

/** Exactly the expression that the index is made of. */
const INDEXED_WORDS = sql.raw(
  "string_to_array(organization_key::text || 'x' || replace(words, ' ', ' ' || organization_key::text || 'x'), ' ')",
);

export const postgresqlConversations: ConversationDialect = {
  isOneOfTexts: (column, values) => sql<SqlBool>`${sql.ref(column)} = ANY(${[...values]}::text[])`,
  isOneOfKeys: (column, keys) => sql<SqlBool>`${sql.ref(column)} = ANY(${[...keys]}::bigint[])`,
  contains: (text, part) => sql<SqlBool>`strpos(${text}, ${part}) > 0`,
  hasWords: (organizationKey, words) => {
    const wanted = words.map((word) => `${organizationKey}x${word}`);
    return sql<SqlBool>`session_key IN (SELECT session_key FROM session_search
      WHERE ${INDEXED_WORDS} @> ${wanted}::text[] AND organization_key = ${organizationKey})`;
  },
  takeTurn: async (db) => {
    await sql`SELECT pg_advisory_xact_lock(${LOG_LOCK})`.execute(db);
  },
  indexWords: async () => {},
};
