import type { Kysely } from "kysely";
import type { AnalysisFailure, AnalysisStatus, AnalysisTrigger, StoredAnalysis } from "../analyses.ts";
import type { Schema } from "./schema.ts";
import { numberOrNull } from "./sessionRow.ts";

/** Rows of analyses with the ids of their organization and session. */
export function selectAnalyses(db: Kysely<Schema>) {
  return db
    .selectFrom("analysis")
    .innerJoin("session", "session.session_key", "analysis.session_key")
    .innerJoin("organization", "organization.organization_key", "analysis.organization_key")
    .selectAll("analysis")
    .select(["session.id as session_id", "organization.id as organization"]);
}

type SelectedAnalysis = Awaited<ReturnType<ReturnType<typeof selectAnalyses>["execute"]>>[number];

export function toAnalysis(row: SelectedAnalysis): StoredAnalysis {
  return {
    id: row.id,
    sessionId: row.session_id,
    trigger: row.trigger as AnalysisTrigger,
    status: row.status as AnalysisStatus,
    queuedMs: Number(row.queued_ms),
    notBeforeMs: row.status === "queued" ? numberOrNull(row.ready_ms) : null,
    startedMs: numberOrNull(row.started_ms),
    finishedMs: numberOrNull(row.finished_ms),
    result: row.result,
    failure: row.failure === null ? null : (JSON.parse(row.failure) as AnalysisFailure),
    analyser: row.analyser,
    model: row.model,
    durationMs: row.duration_ms,
    inputTokens: numberOrNull(row.input_tokens),
    outputTokens: numberOrNull(row.output_tokens),
    costNanos: row.cost_nanos === null ? null : BigInt(row.cost_nanos),
    currency: row.currency,
    attempts: Number(row.attempts),
    isAnnounced: Number(row.is_announced) === 1,
  };
}
