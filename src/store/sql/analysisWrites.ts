import type { AnalysisEnd, AnalysisFailure, AnalysisStore, AnalysisTrial, AskedAnalysis, ClaimedAnalysis } from "../analyses.ts";
import { selectAnalyses, toAnalysis } from "./analysisRow.ts";
import type { Transact, WriteTransaction } from "./dialect.ts";
import { guarded } from "./errors.ts";
import { raiseVersion, requireOrganizationKey } from "./openSession.ts";

export type AnalysisWrites = Pick<
  AnalysisStore,
  "queueAnalyses" | "claimAnalyses" | "finishAnalysis" | "postponeAnalysis" | "addAnalysisTrial"
>;

const ROWS_PER_INSERT = 100;

/** The writing half of the AnalysisStore port; each method is one transaction. */
export class SqlAnalysisWrites implements AnalysisWrites {
  readonly #transact: Transact;

  constructor(transact: Transact) {
    this.#transact = transact;
  }

  queueAnalyses(organization: string, asked: readonly AskedAnalysis[], nowMs: number): Promise<string[]> {
    return this.#write(async (transaction) => {
      const organizationKey = await requireOrganizationKey(transaction.db, organization);
      const keys = await keysOfUnerased(transaction, organizationKey, asked);
      const wanted = asked.flatMap(({ id, sessionId, trigger }): QueuedAnalysis[] => {
        const sessionKey = keys.get(sessionId);
        return sessionKey === undefined ? [] : [{ id, sessionKey, trigger, queuedMs: nowMs }];
      });
      const queued = await insertQueued(transaction, organizationKey, wanted);
      const left = wanted.filter(({ trigger, sessionKey }) => trigger !== "auto" && !queued.has(sessionKey));
      for (const key of await pullForward(transaction, left, nowMs)) queued.add(key);
      const given = new Set(asked.map(({ sessionId }) => sessionId));
      return [...given].filter((sessionId) => queued.has(keys.get(sessionId) ?? -1));
    });
  }

  addAnalysisTrial(organization: string, { id, finishedMs, inputTokens, outputTokens, costNanos }: AnalysisTrial): Promise<void> {
    return this.#write(async ({ db }) => {
      const organizationKey = await requireOrganizationKey(db, organization);
      const used = { input_tokens: inputTokens, output_tokens: outputTokens, cost_nanos: costNanos };
      await db
        .insertInto("analysis_trial")
        .values({ organization_key: organizationKey, id, finished_ms: finishedMs, ...used })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    });
  }

  claimAnalyses(holder: string, nowMs: number, untilMs: number, limit: number): Promise<ClaimedAnalysis[]> {
    return this.#write(async ({ db, locksRows, conversations }) => {
      const rows = await db
        .selectFrom("analysis")
        .select("analysis_key")
        .where("ready_ms", "<=", nowMs)
        .orderBy("ready_ms")
        .orderBy("analysis_key")
        .limit(limit)
        .$if(locksRows, (query) => query.forUpdate().skipLocked())
        .execute();
      if (rows.length === 0) return [];
      const keys = rows.map((row) => Number(row.analysis_key));
      await db
        .updateTable("analysis")
        .set((expression) => ({
          status: "running",
          holder,
          ready_ms: untilMs,
          started_ms: nowMs,
          attempts: expression("attempts", "+", 1),
        }))
        .where(conversations.isOneOfKeys("analysis_key", keys))
        .execute();
      const claimed = await selectAnalyses(db).where(conversations.isOneOfKeys("analysis.analysis_key", keys)).execute();
      const place = new Map(keys.map((key, index) => [key, index]));
      const ordered = claimed.sort((a, b) => (place.get(Number(a.analysis_key)) ?? 0) - (place.get(Number(b.analysis_key)) ?? 0));
      return ordered.map((row) => ({ organization: row.organization, analysis: toAnalysis(row) }));
    });
  }

  finishAnalysis(organization: string, id: string, holder: string, end: AnalysisEnd): Promise<boolean> {
    return this.#write(async ({ db, conversations }) => {
      // Whoever erases the session has its rows in the other order; of the two, one waits here.
      await conversations.takeTurn(db);
      const row = await db
        .updateTable("analysis")
        .set({
          status: end.status,
          holder: null,
          ready_ms: null,
          finished_ms: end.finishedMs,
          result: end.result,
          failure: end.failure === null ? null : JSON.stringify(end.failure),
          analyser: end.analyser,
          model: end.model,
          duration_ms: end.durationMs,
          input_tokens: end.inputTokens,
          output_tokens: end.outputTokens,
          cost_nanos: end.costNanos,
          currency: end.currency,
        })
        .where("organization_key", "=", await requireOrganizationKey(db, organization))
        .where("id", "=", id)
        .where("holder", "=", holder)
        .returning("session_key")
        .executeTakeFirst();
      if (row === undefined) return false;
      await raiseVersion(db, Number(row.session_key));
      return true;
    });
  }

  postponeAnalysis(
    organization: string,
    id: string,
    holder: string,
    notBeforeMs: number,
    failure: AnalysisFailure | null,
  ): Promise<boolean> {
    return this.#write(async ({ db }) => {
      const result = await db
        .updateTable("analysis")
        .set({
          ...{ status: "queued", holder: null, ready_ms: notBeforeMs },
          ...(failure === null ? {} : { failure: JSON.stringify(failure) }),
        })
        .where("organization_key", "=", await requireOrganizationKey(db, organization))
        .where("id", "=", id)
        .where("holder", "=", holder)
        .executeTakeFirst();
      return result.numUpdatedRows === 1n;
    });
  }

  #write<Result>(work: (transaction: WriteTransaction) => Promise<Result>): Promise<Result> {
    return guarded(() => this.#transact(work));
  }
}

/** Locked, so that none of them is erased before its analysis is queued. */
async function keysOfUnerased(
  { db, locksRows, conversations }: WriteTransaction,
  organizationKey: number,
  asked: readonly AskedAnalysis[],
): Promise<Map<string, number>> {
  const ids = [...new Set(asked.map(({ sessionId }) => sessionId))];
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom("session")
    .select(["session_key", "id"])
    .where("organization_key", "=", organizationKey)
    .where(conversations.isOneOfTexts("id", ids))
    .where("erased_ms", "is", null)
    .$if(locksRows, (query) => query.orderBy("session_key").forUpdate())
    .execute();
  return new Map(rows.map((row) => [row.id, Number(row.session_key)]));
}

export interface QueuedAnalysis {
  readonly id: string;
  readonly sessionKey: number;
  readonly trigger: AskedAnalysis["trigger"];
  readonly queuedMs: number;
}

/**
 * Sessions that have one waiting, or had an `auto` one when this is another, are left out by the unique indexes. To be called
 * with the sessions' rows locked.
 * @returns keys of the sessions that got one
 */
export async function insertQueued(
  { db }: WriteTransaction,
  organizationKey: number,
  queued: readonly QueuedAnalysis[],
): Promise<Set<number>> {
  const sessionKeys = new Set<number>();
  for (let start = 0; start < queued.length; start += ROWS_PER_INSERT) {
    const rows = await db
      .insertInto("analysis")
      .values(
        queued.slice(start, start + ROWS_PER_INSERT).map(({ id, sessionKey, trigger, queuedMs }) => ({
          organization_key: organizationKey,
          session_key: sessionKey,
          id,
          trigger,
          status: "queued",
          ready_ms: queuedMs,
          attempts: 0,
          is_announced: 0,
          queued_ms: queuedMs,
        })),
      )
      .onConflict((conflict) => conflict.doNothing())
      .returning("session_key")
      .execute();
    for (const row of rows) sessionKeys.add(Number(row.session_key));
  }
  return sessionKeys;
}

/**
 * Makes what these sessions have waiting for a later time due now. One that is being claimed at this moment is passed over:
 * its turn has come, and to wait for it here, with sessions locked, could be a deadlock.
 * @returns keys of the sessions that it was done for
 */
async function pullForward(
  { db, locksRows, conversations }: WriteTransaction,
  wanted: readonly QueuedAnalysis[],
  nowMs: number,
): Promise<number[]> {
  const sessionKeys = wanted.map(({ sessionKey }) => sessionKey);
  if (sessionKeys.length === 0) return [];
  const rows = await db
    .selectFrom("analysis")
    .select(["analysis_key", "session_key"])
    .where(conversations.isOneOfKeys("session_key", sessionKeys))
    .where("status", "=", "queued")
    .where("ready_ms", ">", nowMs)
    .$if(locksRows, (query) => query.forUpdate().skipLocked())
    .execute();
  if (rows.length === 0) return [];
  const keys = rows.map((row) => Number(row.analysis_key));
  await db.updateTable("analysis").set({ ready_ms: nowMs }).where(conversations.isOneOfKeys("analysis_key", keys)).execute();
  return rows.map((row) => Number(row.session_key));
}

/** Of these analyses the log tells now. */
export async function markAnnounced(
  { db, conversations }: WriteTransaction,
  organizationKey: number,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return;
  await db
    .updateTable("analysis")
    .set({ is_announced: 1 })
    .where("organization_key", "=", organizationKey)
    .where(conversations.isOneOfTexts("id", ids))
    .execute();
}
