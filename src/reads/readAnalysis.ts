import type { AnalysisOutcome } from "../domain/analysis.ts";
import type { StoredAnalysis } from "../store/analyses.ts";
import type { ReadContext } from "./readContext.ts";

/** What is known of how a session went. */
export interface AnalysisReport {
  /** The last that was asked for, whatever became of it. */
  readonly newest: StoredAnalysis;
  /** The last that was made; null: none was. */
  readonly done: StoredAnalysis | null;
  readonly outcome: AnalysisOutcome | null;
}

/** Out of a session's analyses, oldest first. Null: none was ever asked for. */
export function reportOf(analyses: readonly StoredAnalysis[]): AnalysisReport | null {
  const newest = analyses.at(-1);
  if (newest === undefined) return null;
  const done = analyses.findLast(({ status }) => status === "done") ?? null;
  return { newest, done, outcome: done?.result == null ? null : (JSON.parse(done.result) as AnalysisOutcome) };
}

/** By session key; sessions that were never to be analysed are absent. */
export async function analysisReports(
  context: Pick<ReadContext, "conversations">,
  organization: string,
  keys: readonly number[],
): Promise<Map<number, AnalysisReport>> {
  const found = keys.length === 0 ? [] : await context.conversations.analyses(organization, keys);
  const reports = new Map<number, AnalysisReport>();
  for (const [key, ofSession] of Map.groupBy(found, ({ sessionKey }) => sessionKey)) {
    const report = reportOf(ofSession);
    if (report !== null) reports.set(key, report);
  }
  return reports;
}

/** Of one session and all that were merged into it. */
export async function analysisReport(
  context: Pick<ReadContext, "conversations">,
  organization: string,
  keys: readonly number[],
): Promise<AnalysisReport | null> {
  return reportOf(await context.conversations.analyses(organization, keys));
}
