import { formatNanos } from "../../../domain/money.ts";
import { formatTime } from "../../../domain/time.ts";
import {
  checkAnswerSize,
  foldSeries,
  type ReadContext,
  type ReadOperations,
  type SeriesInterval,
  type SeriesPoint,
} from "../../../reads/index.ts";
import type { SessionCondition } from "../../../store/conversationStore.ts";

export interface SeriesArguments {
  readonly organization: string;
  readonly conditions: readonly SessionCondition[];
  readonly interval?: SeriesInterval;
}

async function sessionSeries(context: ReadContext, { organization, conditions, interval }: SeriesArguments): Promise<string> {
  const [settings, hours] = await Promise.all([
    context.organizations.context(organization),
    context.conversations.sessionHours({ organization, conditions }),
  ]);
  const series = foldSeries(hours, interval);
  const text = JSON.stringify({
    interval: series.interval,
    currency: settings.organization.currency,
    data: series.points.map(pointView),
  });
  checkAnswerSize(context, text.length);
  return text;
}

const pointView = (point: SeriesPoint) => ({
  start: formatTime(point.startMs),
  session_count: point.sessionCount,
  owned_cost: formatNanos(point.ownedCostNanos),
  unknown_cost_count: point.unknownCostCount,
  latency_p95_ms: point.latencyP95Ms,
});

export const seriesOperations = { "native.sessionSeries": sessionSeries } satisfies ReadOperations;
