import type { ReadContext } from "../../../reads/index.ts";
import type { SessionCondition } from "../../../store/conversationStore.ts";
import { timeText } from "./presentCall.ts";
import { CALLS_ONLY, NEWEST_FIRST } from "./query.ts";
import { type CallStatus, statusConditions } from "./vocabulary.ts";

export interface StatsArguments {
  readonly organization: string;
  readonly conditions: readonly SessionCondition[];
}

/** Counts over all calls with a contact, however many; shares in per cent with one decimal, 0 where there are no calls. */
export async function contactCallStats(context: ReadContext, { organization, conditions: asked }: StatsArguments): Promise<string> {
  const { conversations } = context;
  const conditions = [...CALLS_ONLY, ...asked];
  const countOf = async (status: CallStatus): Promise<number> =>
    (await conversations.sessionTotals({ organization, conditions: [...conditions, ...statusConditions(status)] })).count;
  const [totals, completed, failed, unanswered, [newest]] = await Promise.all([
    conversations.sessionTotals({ organization, conditions }),
    countOf("completed"),
    countOf("failed"),
    countOf("no_answer"),
    conversations.listSessions({ organization, conditions, sort: NEWEST_FIRST, limit: 1 }),
  ]);
  const { count, durationMs } = totals;
  const data = {
    total_calls: count,
    total_duration_sec: Math.round(durationMs / 1_000),
    completed_pct: percentage(completed, count),
    failed_pct: percentage(failed, count),
    no_answer_pct: percentage(unanswered, count),
    avg_duration_sec: count === 0 ? 0 : Math.round(durationMs / count / 1_000),
    last_call_at: newest === undefined ? "" : timeText(newest.summary.startedMs ?? newest.summary.createdMs),
  };
  return JSON.stringify({ success: true, message: "contact call stats fetched successfully", data });
}

/** From 0 to 100, with one decimal. */
export const percentage = (part: number, whole: number): number => (whole === 0 ? 0 : Math.round((part / whole) * 1_000) / 10);
