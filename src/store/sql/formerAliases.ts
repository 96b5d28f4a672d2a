import type { PackedProjection } from "./conversationPacking.ts";
import type { WriteTransaction } from "./dialect.ts";

/**
 * Forgets values by which a session is not to be found any more. One look for all of them: hardly any session ever has one.
 * To be called with the rows of the sessions locked.
 */
export async function dropFormerAliases(
  { db, conversations }: WriteTransaction,
  organizationKey: number,
  projections: readonly Pick<PackedProjection, "sessionKey" | "aliases">[],
): Promise<void> {
  const current = new Map(projections.flatMap(({ sessionKey, aliases }) => (aliases === null ? [] : [[sessionKey, new Set(aliases)]])));
  if (current.size === 0) return;
  const rows = await db
    .selectFrom("session_alias")
    .select(["session_key", "value"])
    .where(conversations.isOneOfKeys("session_key", [...current.keys()]))
    .execute();
  const former = rows.filter((row) => current.get(Number(row.session_key))?.has(row.value) === false);
  for (const [sessionKey, ofSession] of Map.groupBy(former, (row) => Number(row.session_key))) {
    const values = ofSession.map(({ value }) => value);
    await db
      .deleteFrom("session_alias")
      .where("organization_key", "=", organizationKey)
      .where("session_key", "=", sessionKey)
      .where(conversations.isOneOfTexts("value", values))
      .execute();
  }
}
