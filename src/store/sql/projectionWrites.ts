import type { Kysely } from "kysely";
import { AppError } from "../../domain/errors.ts";
import type { SessionChangeKind } from "../conversationStore.ts";
import { insertQueued, markAnnounced, type QueuedAnalysis } from "./analysisWrites.ts";
import type { PackedProjection } from "./conversationPacking.ts";
import type { WriteTransaction } from "./dialect.ts";
import { dropFormerAliases } from "./formerAliases.ts";
import { type LogEntry, writeLog } from "./openSession.ts";
import type { Schema } from "./schema.ts";
import { toldText, totalsText } from "./sessionRow.ts";
import { replaceDerived } from "./summaryWrites.ts";

/**
 * Saves each projection over the one that it was read from; on a conflict that one alone is left out.
 * @throws AppError INTERNAL when one names a survivor that does not exist
 */
export async function saveProjections(
  transaction: WriteTransaction,
  organizationKey: number,
  projections: readonly PackedProjection[],
): Promise<("saved" | "conflict")[]> {
  const outcomes: ("saved" | "conflict")[] = [];
  for (const run of runsOfDistinctKeys(projections)) outcomes.push(...(await saveRun(transaction, organizationKey, run)));
  return outcomes;
}

/** A session may stand in a call twice; the second is then saved over the first. */
function runsOfDistinctKeys(projections: readonly PackedProjection[]): PackedProjection[][] {
  const runs: PackedProjection[][] = [];
  let keys = new Set<number>();
  for (const projection of projections) {
    if (runs.length === 0 || keys.has(projection.sessionKey)) {
      runs.push([]);
      keys = new Set();
    }
    keys.add(projection.sessionKey);
    runs.at(-1)?.push(projection);
  }
  return runs;
}

interface CurrentRow {
  readonly projection: number;
  readonly version: number;
  readonly isErased: boolean;
  readonly announced: readonly SessionChangeKind[];
}

async function saveRun(
  transaction: WriteTransaction,
  organizationKey: number,
  projections: readonly PackedProjection[],
): Promise<("saved" | "conflict")[]> {
  const current = await readCurrent(transaction, organizationKey, projections);
  const isSaved = ({ sessionKey, expected }: PackedProjection) => current.get(sessionKey)?.projection === expected;
  const saved = projections.filter(isSaved);
  const survivors = await survivorKeys(transaction, organizationKey, saved);
  const entries: LogEntry[] = [];
  for (const projection of saved) {
    const { sessionKey, mergedInto, announce, atMs } = projection;
    const mergedKey = mergedInto === null ? null : survivors.get(mergedInto);
    if (mergedKey === undefined) throw new AppError("INTERNAL", `There is no session "${mergedInto}" to be merged into.`);
    await updateSession(transaction.db, projection, mergedKey, current.get(sessionKey)?.announced ?? []);
    await putRevision(transaction.db, organizationKey, projection);
    for (const announcement of announce) entries.push({ ...announcement, organizationKey, sessionKey, atMs });
  }
  // Truth that came since may have brought aliases of which the projection does not know; its own projection follows.
  const upToDate = saved.filter(({ sessionKey, version }) => current.get(sessionKey)?.version === version);
  await dropFormerAliases(transaction, organizationKey, upToDate);
  await replaceDerived(transaction, organizationKey, saved);
  await queueRequested(
    transaction,
    organizationKey,
    saved.filter(({ sessionKey }) => current.get(sessionKey)?.isErased === false),
  );
  const analysed = entries.filter(({ kind }) => kind === "analysed").flatMap(({ subject }) => subject ?? []);
  await markAnnounced(transaction, organizationKey, analysed);
  await writeLog(transaction.db, entries);
  return projections.map((projection) => (isSaved(projection) ? "saved" : "conflict"));
}

async function queueRequested(
  transaction: WriteTransaction,
  organizationKey: number,
  projections: readonly PackedProjection[],
): Promise<void> {
  const requested = projections.flatMap(({ requestAnalysis: id, sessionKey, atMs }): QueuedAnalysis[] =>
    id === null ? [] : [{ id, sessionKey, trigger: "auto", queuedMs: atMs }],
  );
  await insertQueued(transaction, organizationKey, requested);
}

async function readCurrent(
  { db, conversations, locksRows }: WriteTransaction,
  organizationKey: number,
  projections: readonly PackedProjection[],
): Promise<Map<number, CurrentRow>> {
  const keys = projections.map(({ sessionKey }) => sessionKey);
  const rows = await db
    .selectFrom("session")
    .select(["session_key", "projection", "version", "announced", "erased_ms"])
    .where("organization_key", "=", organizationKey)
    .where(conversations.isOneOfKeys("session_key", keys))
    .$if(locksRows, (query) => query.orderBy("session_key").forUpdate())
    .execute();
  return new Map(
    rows.map((row) => [
      Number(row.session_key),
      {
        projection: Number(row.projection),
        version: Number(row.version),
        isErased: row.erased_ms !== null,
        announced: JSON.parse(row.announced) as SessionChangeKind[],
      },
    ]),
  );
}

async function survivorKeys(
  { db, conversations }: WriteTransaction,
  organizationKey: number,
  projections: readonly PackedProjection[],
): Promise<Map<string, number>> {
  const ids = projections.map(({ mergedInto }) => mergedInto).filter((id) => id !== null);
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom("session")
    .select(["session_key", "id"])
    .where("organization_key", "=", organizationKey)
    .where(conversations.isOneOfTexts("id", ids))
    .execute();
  return new Map(rows.map((row) => [row.id, Number(row.session_key)]));
}

async function updateSession(
  db: Kysely<Schema>,
  projection: PackedProjection,
  mergedKey: number | null,
  announced: readonly SessionChangeKind[],
): Promise<void> {
  const { sessionKey, expected, version, root, changedMs, told, dueMs, announce } = projection;
  await db
    .updateTable("session")
    .set({
      projection: expected + 1,
      projected_version: version,
      root_type: root?.type ?? null,
      root_id: root?.id ?? null,
      merged_into: mergedKey,
      changed_ms: changedMs,
      told: told === null ? null : toldText(told),
      announced: JSON.stringify([...new Set([...announced, ...announce.map(({ kind }) => kind)])]),
      due_ms: dueMs,
    })
    .where("session_key", "=", sessionKey)
    .execute();
}

async function putRevision(db: Kysely<Schema>, organizationKey: number, { sessionKey, revision }: PackedProjection): Promise<void> {
  if (revision === null) return;
  await db
    .insertInto("revision")
    .values({
      session_key: sessionKey,
      number: revision.number,
      organization_key: organizationKey,
      at_ms: revision.atMs,
      currency: revision.currency,
      totals_before: totalsText(revision.before),
      totals_after: totalsText(revision.after),
      causes: JSON.stringify(revision.causes),
    })
    .execute();
}
