import type { TreeNode } from "../../../api/native.generated.ts";
import { partsOf } from "../../../components/money.tsx";
import { durationText } from "../../../components/time.tsx";
import { type LeftOut, sumSign } from "../leftOut.ts";
import type { RecordTypes } from "../recordTypes.ts";
import { keyOf, shareText } from "../treeRows.ts";
import { COST_STATUS_WORDS } from "../words.ts";
import type { Cell } from "./layout.ts";
import { durationMsOf, type MeasureName, tokensOf } from "./measures.ts";

export interface Telling {
  readonly measure: MeasureName;
  readonly types: RecordTypes;
  /** What the session cost. */
  readonly total: string;
  /** Whose sums lack a cost, by key. */
  readonly incomplete: ReadonlyMap<string, LeftOut>;
}

/** 0.212800 → 0.2128: as long as it has to be, two places at least. */
export function moneyText(amount: string, currency?: string): string {
  const { whole, cents, rest } = partsOf(amount);
  return `${whole}.${cents}${rest.replace(/0+$/, "")}${currency === undefined ? "" : ` ${currency}`}`;
}

/** Of a record with all below it, with its sign where that is not all. */
export function sumText(node: TreeNode, { incomplete }: Telling, currency?: string): string {
  const sign = sumSign(node.cost.cumulative_cost, incomplete.get(keyOf(node)));
  return sign === "" || sign === "≥ " ? sign + moneyText(node.cost.cumulative_cost, currency) : sign;
}

/** What the width of a record's cell tells, in words. */
export function amountText(node: TreeNode, telling: Telling): string {
  const { measure, types } = telling;
  if (measure === "cost") return sumText(node, telling);
  if (measure === "time") {
    const durationMs = durationMsOf(node, types);
    return durationMs === null ? "" : durationText(durationMs);
  }
  const tokens = tokensOf(node, types);
  return tokens === null ? "" : `${tokens.toLocaleString("en")} tokens`;
}

/** All that a cell tells, in a sentence, for whoever hears it. */
export function cellText(
  { entry: { node, isUnknown, isCredit }, moreCount }: Cell,
  parent: TreeNode | undefined,
  telling: Telling,
): string {
  if (moreCount > 0) return `${moreCount.toLocaleString("en")} more, too narrow or too deep to draw. The tree shows them.`;
  const { cost, record_type, product, id } = node;
  const { total, types } = telling;
  const own = isUnknown ? "own cost unknown" : `own ${moneyText(cost.event_cost, cost.currency)}`;
  return [
    // What is seen comes first, as it is seen, so that whoever speaks to the page can name it.
    `${record_type} ${amountText(node, telling)}`.trim(),
    id,
    product === "" || product === record_type ? types.groupOf(node) : product,
    isCredit ? `${own}, a credit` : own,
    `with all below ${sumText(node, telling, cost.currency)}`,
    `${shareText(cost.cumulative_cost, total)} of the session`,
    ...(parent === undefined ? [] : [`${shareText(cost.cumulative_cost, parent.cost.cumulative_cost)} of ${parent.record_type}`]),
    COST_STATUS_WORDS[node.cost_status],
  ]
    .filter(Boolean)
    .join(", ");
}

const times = (count: number, one: string, many: string): string => `${count.toLocaleString("en")} ${count === 1 ? one : many}`;

interface Counts {
  readonly freeCount: number;
  readonly apartCount: number;
  readonly notAddedCount: number;
  readonly unknownCount: number;
  readonly creditCount: number;
}

/** What the picture leaves out or draws by another rule, told so that nobody takes it for all. */
export function noteTexts(measure: MeasureName, counts: Counts): string[] {
  const { freeCount, apartCount, notAddedCount, unknownCount, creditCount } = counts;
  const without = { cost: "free", time: "without a length", tokens: "without tokens" }[measure];
  return [
    ...(measure === "time"
      ? ["Times overlap: a parent is as wide as its own time, or as those below it together where that is more."]
      : []),
    ...(unknownCount === 0 ? [] : [`${times(unknownCount, "cost is", "costs are")} not known: hatched with “?”, in a small fixed width.`]),
    ...(creditCount === 0
      ? []
      : [`${times(creditCount, "credit", "credits")}: dashed and with “−”, as wide as a charge of that size; the sums take them off.`]),
    ...(freeCount === 0 ? [] : [`${times(freeCount, "record", "records")} ${without}, not drawn.`]),
    ...(apartCount === 0
      ? []
      : [`${times(apartCount, "record", "records")} beside the sum (restated totals, cost of analysing), not drawn.`]),
    ...(notAddedCount === 0 ? [] : [`${times(notAddedCount, "record", "records")} not added to what they hang under, not drawn.`]),
  ];
}
