import { sql } from "kysely";
import type { OldSession, RetentionQuery } from "../retention.ts";
import type { Reading } from "./dialect.ts";

/** Nothing ends, or is last heard of, before it was created: so the index by creation bounds what is looked at. */
export async function readOldSessions(
  { db }: Reading,
  organizationKey: number,
  { beforeMs, withRecording, after, limit }: RetentionQuery,
): Promise<OldSession[]> {
  const place = sql`(session_summary.created_ms, session_summary.session_key)`;
  const rows = await db
    .selectFrom("session_summary")
    .innerJoin("session", "session.session_key", "session_summary.session_key")
    .select(["session_summary.id", "session_summary.session_key", "session_summary.created_ms"])
    .where("session_summary.organization_key", "=", organizationKey)
    .where("session_summary.created_ms", "<", beforeMs)
    .where(sql<boolean>`coalesce(session_summary.ended_ms, session_summary.last_activity_ms) < ${beforeMs}`)
    .where("session.erased_ms", "is", null)
    .where("session.merged_into", "is", null)
    .$if(withRecording, (query) => query.where("session_summary.has_recording", "=", 1))
    .$if(after !== undefined, (query) => query.where(sql<boolean>`${place} > (${after?.createdMs}, ${after?.key})`))
    .orderBy("session_summary.created_ms")
    .orderBy("session_summary.session_key")
    .limit(limit)
    .execute();
  return rows.map((row) => ({ id: String(row.id), key: Number(row.session_key), createdMs: Number(row.created_ms) }));
}
