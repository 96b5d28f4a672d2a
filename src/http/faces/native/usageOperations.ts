import { formatNanos } from "../../../domain/money.ts";
import { formatTimeOrNull } from "../../../domain/time.ts";
import { checkAnswerSize, type ReadContext, type ReadOperations } from "../../../reads/index.ts";
import { readUsage, type UsageDimension, type UsageLine, type UsageQuestion } from "../../../reads/readUsage.ts";

async function usage(context: ReadContext, question: UsageQuestion): Promise<string> {
  const lines = await readUsage(context, question);
  const data = lines.map((line) => JSON.stringify(lineView(line, question.groupBy))).join(",");
  checkAnswerSize(context, data.length);
  return `{"data":[${data}],"next_cursor":null,"totals":${JSON.stringify(totalsOf(lines))}}`;
}

/** Only the dimensions that were asked for, in their order, then the numbers. */
function lineView(line: UsageLine, groupBy: readonly UsageDimension[]) {
  const dimensions = groupBy.filter((dimension) => dimension !== "currency").map((dimension) => dimensionOf(line, dimension));
  return {
    ...Object.fromEntries(dimensions),
    currency: line.currency,
    cost: formatNanos(line.costNanos),
    record_count: line.recordCount,
    unknown_cost_count: line.unknownCount,
  };
}

function dimensionOf(line: UsageLine, dimension: Exclude<UsageDimension, "currency">): [name: string, value: string | null] {
  switch (dimension) {
    case "product":
      return ["product", line.product ?? null];
    case "agent":
      return ["agent_id", line.agentId ?? null];
    case "record_type":
      return ["record_type", line.recordType ?? null];
    case "model":
      return ["model", line.model ?? null];
    case "day":
      return ["day", formatTimeOrNull(line.dayMs ?? null)?.slice(0, 10) ?? null];
    case "hour":
      return ["hour", formatTimeOrNull(line.hourMs ?? null)];
  }
}

/** Names of the dimensions as rows have them. */
export const usageMember = (dimension: UsageDimension): string => (dimension === "agent" ? "agent_id" : dimension);

function totalsOf(lines: readonly UsageLine[]) {
  const costs = new Map<string, { costNanos: bigint; recordCount: number; unknownCount: number }>();
  for (const { currency, costNanos, recordCount, unknownCount } of lines) {
    const before = costs.get(currency) ?? { costNanos: 0n, recordCount: 0, unknownCount: 0 };
    costs.set(currency, {
      costNanos: before.costNanos + costNanos,
      recordCount: before.recordCount + recordCount,
      unknownCount: before.unknownCount + unknownCount,
    });
  }
  const byCurrency = [...costs].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    record_count: byCurrency.reduce((sum, [, total]) => sum + total.recordCount, 0),
    unknown_cost_count: byCurrency.reduce((sum, [, total]) => sum + total.unknownCount, 0),
    by_currency: byCurrency.map(([currency, total]) => ({
      currency,
      cost: formatNanos(total.costNanos),
      record_count: total.recordCount,
      unknown_cost_count: total.unknownCount,
    })),
  };
}

export const usageOperations = { "native.usage": usage } satisfies ReadOperations;
