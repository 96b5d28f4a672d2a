import type { AnalysisFigures } from "../domain/analysis.ts";
import type { AnalysedMessage } from "./analyser.ts";

interface Span {
  readonly startMs: number;
  readonly endMs: number;
}

interface Spoken extends Span {
  readonly role: string;
  readonly wasInterrupted: boolean;
}

/** One utterance with more backchannels inside it than this is not looked at further. */
const OVERLAPS_LOOKED_AT_MAX = 100;

/**
 * Talk, silence, interruptions and turns of user and assistant, measured. A role with one message that lacks an offset has
 * no talk time, and silence needs the offsets of all: a part of the truth would be told as the whole.
 */
export function figuresOf(messages: readonly AnalysedMessage[]): AnalysisFigures {
  const conversation = messages.filter(({ role }) => role === "user" || role === "assistant");
  const spoken = conversation.map(spokenOf).filter((one) => one !== undefined);
  const isMeasured = (role: string): boolean => count(conversation, role) === count(spoken, role);
  const hasSpans = spoken.length > 0;
  const talkMsOf = (role: string): number | null => (hasSpans && isMeasured(role) ? lengthMs(union(ofRole(spoken, role))) : null);
  const pausesMs = hasSpans && isMeasured("user") && isMeasured("assistant") ? gapsMs(union(spoken)) : null;
  return {
    talkMs: { user: talkMsOf("user"), assistant: talkMsOf("assistant") },
    silenceMs: pausesMs === null ? null : pausesMs.reduce((sum, pauseMs) => sum + pauseMs, 0),
    longestSilenceMs: pausesMs === null ? null : pausesMs.reduce((longest, pauseMs) => Math.max(longest, pauseMs), 0),
    interruptions: interruptionsOf(spoken) + conversation.filter((one) => one.interrupted && spokenOf(one) === undefined).length,
    turns: conversation.filter(({ role }, index) => role !== conversation[index - 1]?.role).length,
  };
}

const ofRole = <Of extends { readonly role: string }>(all: readonly Of[], role: string): Of[] => all.filter((one) => one.role === role);
const count = (all: readonly { readonly role: string }[], role: string): number => ofRole(all, role).length;

function spokenOf({ role, startMs, endMs, interrupted }: AnalysedMessage): Spoken | undefined {
  if (startMs === null || endMs === null || endMs < startMs) return undefined;
  return { role, startMs, endMs, wasInterrupted: interrupted };
}

const byStart = (left: Span, right: Span): number => left.startMs - right.startMs;

/** Without overlaps, in order of time. */
function union(spans: readonly Span[]): Span[] {
  const joined: Span[] = [];
  for (const span of spans.toSorted(byStart)) {
    const last = joined.at(-1);
    if (last === undefined || span.startMs > last.endMs) joined.push(span);
    else joined[joined.length - 1] = { startMs: last.startMs, endMs: Math.max(last.endMs, span.endMs) };
  }
  return joined;
}

const lengthMs = (spans: readonly Span[]): number => spans.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);

const gapsMs = (spans: readonly Span[]): number[] => spans.slice(1).map(({ startMs }, index) => startMs - (spans[index]?.endMs ?? startMs));

/** Said to be interrupted, or overtaken: the other began before it ended and spoke on after it. A "mhm" in between is none. */
function interruptionsOf(spoken: readonly Spoken[]): number {
  const ordered = spoken.toSorted(byStart);
  return ordered.filter((one, index) => one.wasInterrupted || isOvertaken(one, ordered, index)).length;
}

function isOvertaken(one: Spoken, ordered: readonly Spoken[], index: number): boolean {
  for (const other of ordered.slice(index + 1, index + 1 + OVERLAPS_LOOKED_AT_MAX)) {
    if (other.startMs >= one.endMs) return false;
    if (other.role !== one.role && other.startMs > one.startMs && other.endMs > one.endMs) return true;
  }
  return false;
}
