import type { TreeNode } from "../../../api/native.generated.ts";
import type { RecordTypes } from "../recordTypes.ts";
import type { Measure, Worth } from "./weigh.ts";

export const MEASURES = ["cost", "time", "tokens"] as const;
export type MeasureName = (typeof MEASURES)[number];

export const readMeasure = (text: string | undefined): MeasureName => MEASURES.find((name) => name === text) ?? "cost";

/** Every unit of money has so many; nine places are all that the server keeps. */
const NANOS = 1e9;
const nanosOf = (amount: string): number => Math.round(Number(amount) * NANOS);

const nothing: Worth = { own: 0, hidden: 0, isApart: false };

function costOf({ cost, cost_status, role, children }: TreeNode): Worth {
  if (role !== "charge") return { ...nothing, isApart: true };
  const own = nanosOf(cost.event_cost);
  const hidden = children.length > 0 ? 0 : nanosOf(cost.cumulative_cost) - own;
  const isKnown = cost_status !== "unknown" && cost_status !== "unconverted";
  return { own: isKnown ? own : null, hidden, isApart: false };
}

/** From its beginning to its end; of a record without an end, the seconds that it names. */
export function durationMsOf(node: TreeNode, types: RecordTypes): number | null {
  const { started_at, ended_at } = node;
  if (started_at !== null && ended_at !== null) return Math.max(0, Date.parse(ended_at) - Date.parse(started_at));
  const seconds = types.quantityOf(node, "second");
  return seconds === null ? null : Math.round(seconds * 1_000);
}

export const tokensOf = (node: TreeNode, types: RecordTypes): number | null => types.quantityOf(node, "token");

export function measureBy(name: MeasureName, types: RecordTypes): Measure {
  if (name === "cost") return { combine: "add", worthOf: costOf, isPart: ({ cost_rollup }) => cost_rollup };
  const isPart = (): boolean => true;
  if (name === "time") return { combine: "cover", isPart, worthOf: (node) => ({ ...nothing, own: durationMsOf(node, types) ?? 0 }) };
  return { combine: "add", isPart, worthOf: (node) => ({ ...nothing, own: Math.round(tokensOf(node, types) ?? 0) }) };
}
