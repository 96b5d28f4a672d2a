import type { Message, TreeNode, WholeSession } from "../../../api/native.generated.ts";
import type { RecordTypes } from "../recordTypes.ts";
import { keyOf } from "../treeRows.ts";
import { type RunningCost, runningCost } from "./runningCost.ts";
import { lengthOf, type Span } from "./scale.ts";

/** A message at its place; what is not known to end ends where it begins. */
export interface AxisTurn extends Span {
  readonly message: Message;
}

/** A record at its place. */
export interface AxisEvent extends Span {
  readonly key: string;
  readonly node: TreeNode;
  /** Group of its product, such as "Voice & Telephony"; empty until the record types are known. */
  readonly group: string;
}

/** Everything of a session that has a time, in milliseconds from its start. */
export interface AxisModel {
  readonly whole: Span;
  /** Sound and words, where records lie so far from them that they would be a sliver of the whole. */
  readonly conversation: Span | null;
  /** What was spoken, by its beginning. */
  readonly turns: readonly AxisTurn[];
  readonly toolCalls: readonly AxisTurn[];
  /** The records that have a time, by it. */
  readonly events: readonly AxisEvent[];
  readonly groups: readonly string[];
  readonly cost: RunningCost;
  /** Without any times there is no axis. */
  readonly isEmpty: boolean;
}

const LENGTH_MS_MIN = 1_000;
/** So many times longer than the conversation, the whole is no good beginning. */
const FAR_TIMES = 2;

export function axisModel(session: WholeSession, recordingMs: number, types: RecordTypes | undefined): AxisModel {
  const epochMs = Date.parse(session.started_at ?? session.created_at);
  const onAxis = (time: string | null): number | null => (time === null ? null : Date.parse(time) - epochMs);
  const placed = (session.transcript ?? []).map(placeMessage).sort(byBeginning);
  const turns = placed.filter(({ message }) => message.role === "user" || message.role === "assistant");
  const toolCalls = placed.filter(({ message }) => message.tool_call !== null);
  const events = eventsOf(session.tree?.root ?? null, onAxis, types);
  const talkedMs = Math.max(onAxis(session.ended_at) ?? 0, session.duration_ms ?? 0, recordingMs);
  const talk = spanOf(placed, talkedMs);
  const whole = spanOf([...placed, ...events], Math.max(talkedMs, LENGTH_MS_MIN));
  return {
    whole,
    conversation: lengthOf(talk) >= LENGTH_MS_MIN && lengthOf(whole) > FAR_TIMES * lengthOf(talk) ? talk : null,
    ...{ turns, toolCalls, events },
    groups: [...new Set(events.map(({ group }) => group))].sort(),
    cost: runningCost(session.tree?.root ?? null, (node) => onAxis(node.ended_at ?? node.started_at)),
    isEmpty: placed.length === 0 && events.length === 0 && recordingMs === 0,
  };
}

/** From the session's start, or from what is before it, to the last of what is told. */
const spanOf = (items: readonly Span[], endMs: number): Span =>
  items.reduce((span, item) => ({ startMs: Math.min(span.startMs, item.startMs), endMs: Math.max(span.endMs, item.endMs) }), {
    startMs: 0,
    endMs,
  });

function placeMessage(message: Message): AxisTurn {
  const startMs = message.start_ms ?? message.offset_ms;
  return { message, startMs, endMs: Math.max(startMs, message.end_ms ?? startMs) };
}

function eventsOf(root: TreeNode | null, onAxis: (time: string | null) => number | null, types: RecordTypes | undefined): AxisEvent[] {
  const events: AxisEvent[] = [];
  const waiting = root === null ? [] : [root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    waiting.push(...node.children);
    const startMs = onAxis(node.started_at ?? node.ended_at);
    if (startMs === null) continue;
    const endMs = Math.max(startMs, onAxis(node.ended_at) ?? startMs);
    events.push({ key: keyOf(node), node, group: types?.groupOf(node) ?? "", startMs, endMs });
  }
  // Of those that begin together the longer first, so that what holds others stands above them.
  return events.sort((a, b) => a.startMs - b.startMs || b.endMs - a.endMs);
}

const byBeginning = (a: Span, b: Span): number => a.startMs - b.startMs;

/** Who spoke, in the words of the page. */
export const speakerOf = ({ role }: Message): string => (role === "assistant" ? "agent" : role === "user" ? "caller" : role);
