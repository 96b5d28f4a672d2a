import type { OrganizationAnalysis } from "../domain/analysisOrganization.ts";
import { formatNanos } from "../domain/money.ts";
import { formatTime } from "../domain/time.ts";
import type { AnalysisParts } from "./runOne.ts";

const DAY_MS = 86_400_000;

/**
 * Why nothing more may be spent today (UTC); null: it may. What other hands of this process have under way counts as one
 * analysis each; its cost is not known yet, so that a day may cost a few analyses more than its limit.
 */
export async function budgetReason(organization: string, budget: OrganizationAnalysis, parts: AnalysisParts): Promise<string | null> {
  const { dailyCountMax, dailyCostMaxNanos } = budget;
  if (dailyCountMax === null && dailyCostMaxNanos === null) return null;
  const nowMs = parts.clock.nowMs();
  const dayStartMs = nowMs - (nowMs % DAY_MS);
  const spent = await parts.conversations.analysisSpent(organization, dayStartMs);
  const othersUnderWay = (parts.sessionsUnderWay.get(organization) ?? 1) - 1;
  const since = `since ${formatTime(dayStartMs)}`;
  if (dailyCountMax !== null && spent.count + othersUnderWay >= dailyCountMax) {
    return `${spent.count} sessions were analysed ${since}, ${othersUnderWay} are being analysed, and daily_count_max is ${dailyCountMax}.`;
  }
  if (dailyCostMaxNanos !== null && spent.costNanos >= dailyCostMaxNanos) {
    return `Analyses have cost ${formatNanos(spent.costNanos)} ${since}, and daily_cost_max is ${formatNanos(dailyCostMaxNanos)}.`;
  }
  return null;
}
