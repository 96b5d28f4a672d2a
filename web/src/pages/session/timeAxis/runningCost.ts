import type { TreeNode } from "../../../api/native.generated.ts";
import { bothLeftOut, type LeftOut, leftOutOf, sumSign } from "../leftOut.ts";
import { lastBegun } from "./turnAt.ts";

/** The sum of everything up to an instant, exact. */
interface Step {
  readonly startMs: number;
  readonly sumNanos: bigint;
}

export interface RunningCost {
  readonly steps: readonly Step[];
  /** As the tree tells it: what has no time counts at the very end. */
  readonly totalNanos: bigint;
  /** What has no time of its own. */
  readonly untimedNanos: bigint;
  /** Why the whole is not all; undefined: it is. */
  readonly leftOut: LeftOut | undefined;
  /** From when on the sum lacks a cost; Infinity where only what has no time does. */
  readonly leftOutFromMs: number;
}

const NANO_PLACES = 9;
const PLACES_MIN = 6;

/** @throws SyntaxError where the text is no decimal number of at most nine places */
export function nanosOf(amount: string): bigint {
  const match = /^(-?)(\d+)(?:\.(\d{1,9}))?$/.exec(amount);
  if (match === null) throw new SyntaxError(`not an amount: ${amount}`);
  const [, sign = "", whole = "", fraction = ""] = match;
  return BigInt(`${sign}${whole}${fraction.padEnd(NANO_PLACES, "0")}`);
}

/** As the API writes amounts: at least six places, more only where they are needed. */
export function amountText(nanos: bigint): string {
  const digits = String(nanos < 0n ? -nanos : nanos).padStart(NANO_PLACES + 1, "0");
  const fraction = digits.slice(-NANO_PLACES).replace(/0+$/, "").padEnd(PLACES_MIN, "0");
  return `${nanos < 0n ? "-" : ""}${digits.slice(0, -NANO_PLACES)}.${fraction}`;
}

/**
 * What had been spent at each instant. A record's cost counts when the record ends; what a cut tree hides below a record counts with it.
 * `timeOf` gives the end of a record on the axis, or null.
 */
export function runningCost(root: TreeNode | null, timeOf: (node: TreeNode) => number | null): RunningCost {
  const spent: { atMs: number; nanos: bigint }[] = [];
  let untimedNanos = 0n;
  let leftOut: LeftOut | undefined;
  let leftOutFromMs = Number.POSITIVE_INFINITY;
  const waiting = root === null ? [] : [root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    const counted = node.children.filter((child) => child.cost_rollup);
    const nanos = counted.reduce((rest, child) => rest - nanosOf(child.cost.cumulative_cost), nanosOf(node.cost.cumulative_cost));
    waiting.push(...counted);
    const atMs = timeOf(node);
    if (leftOutOf(node) !== undefined) {
      leftOut = bothLeftOut(leftOut, leftOutOf(node));
      leftOutFromMs = Math.min(leftOutFromMs, atMs ?? Number.POSITIVE_INFINITY);
    }
    if (atMs === null) untimedNanos += nanos;
    else if (nanos !== 0n) spent.push({ atMs, nanos });
  }
  spent.sort((a, b) => a.atMs - b.atMs);
  const steps: Step[] = [];
  let sumNanos = 0n;
  for (const { atMs, nanos } of spent) {
    sumNanos += nanos;
    if (steps.at(-1)?.startMs === atMs) steps.pop();
    steps.push({ startMs: atMs, sumNanos });
  }
  return { steps, totalNanos: sumNanos + untimedNanos, untimedNanos, leftOut, leftOutFromMs };
}

/** Why the sum at a position is not all that was spent until then. */
export const leftOutAt = ({ leftOut, leftOutFromMs }: RunningCost, atMs: number, endMs: number): LeftOut | undefined =>
  atMs >= endMs || atMs >= leftOutFromMs ? leftOut : undefined;

/** "≥ 0.021300 USD", or why nothing is known. */
export function costText(cost: RunningCost, atMs: number, endMs: number, currency: string): string {
  const amount = amountText(costAt(cost, atMs, endMs));
  const sign = sumSign(amount, leftOutAt(cost, atMs, endMs));
  return sign === "" || sign === "≥ " ? `${sign}${amount} ${currency}` : sign;
}

/** Exact, at a position; from `endMs` on, what has no time is in it. */
export function costAt({ steps, totalNanos }: RunningCost, atMs: number, endMs: number): bigint {
  return atMs >= endMs ? totalNanos : (steps[lastBegun(steps, atMs)]?.sumNanos ?? 0n);
}
