import { type Expression, type Kysely, type SqlBool, sql } from "kysely";
import type { ConversationDialect, WordChange } from "../dialect.ts";
import type { Schema } from "../schema.ts";

const isIn = (column: string, values: readonly (string | number)[]): Expression<SqlBool> =>
  sql<SqlBool>`${sql.ref(column)} IN (SELECT value FROM json_each(${JSON.stringify(values)}))`;

/** Each word is indexed under its organization, so that one does not wait for the words of others. */
const scoped = (organizationKey: number, word: string): string => `${organizationKey}x${word}`;
const scopedText = (organizationKey: number, words: readonly string[]): string =>
  words.map((word) => scoped(organizationKey, word)).join(" ");

export const sqliteConversations: ConversationDialect = {
  isOneOfTexts: isIn,
  isOneOfKeys: isIn,
  contains: (text, part) => sql<SqlBool>`instr(${text}, ${part}) > 0`,
  hasWords: (organizationKey, words) => {
    const query = words.map((word) => `"${scoped(organizationKey, word.replaceAll('"', " "))}"`).join(" AND ");
    return sql<SqlBool>`session_key IN (SELECT rowid FROM session_word WHERE session_word MATCH ${query})`;
  },
  takeTurn: async () => {},
  indexWords,
};

/**
 * The index keeps no text, only which word stands in which session; so what has changed is all that is written. Removing is
 * slow there, for it leaves nothing behind, and transcripts mostly grow.
 */
async function indexWords(db: Kysely<Schema>, changes: readonly WordChange[]): Promise<void> {
  for (const { organizationKey, sessionKey, added, removed } of changes) {
    if (removed.length > 0) {
      const words = scopedText(organizationKey, removed);
      await sql`INSERT INTO session_word (session_word, rowid, words) VALUES ('delete', ${sessionKey}, ${words})`.execute(db);
    }
    if (added.length > 0) {
      await sql`INSERT INTO session_word (rowid, words) VALUES (${sessionKey}, ${scopedText(organizationKey, added)})`.execute(db);
    }
  }
}
