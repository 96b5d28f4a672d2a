import type { Message, TreeNode } from "../../../api/native.generated.ts";
import type { AxisModel } from "./axisModel.ts";
import type { Span } from "./scale.ts";

export interface TableRow extends Span {
  readonly key: string;
  /** One of the two. */
  readonly message?: Message;
  readonly node?: TreeNode;
}

/** Turns, calls of tools and records by their end: what had been spent by then never falls for having begun earlier. */
export function tableRows({ turns, toolCalls, events }: AxisModel): TableRow[] {
  const messages = [...new Set([...turns, ...toolCalls])];
  return [
    ...messages.map(({ message, startMs, endMs }) => ({ key: `message ${message.id}`, message, startMs, endMs })),
    ...events.map(({ key, node, startMs, endMs }) => ({ key: `record ${key}`, node, startMs, endMs })),
  ].sort((a, b) => a.endMs - b.endMs || a.startMs - b.startMs);
}
