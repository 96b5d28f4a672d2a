import type { AnalysisOutcome } from "../domain/analysis.ts";
import type { AnalysedMessage } from "./analyser.ts";

export interface CutTranscript {
  /** What is to be read, in order. */
  readonly messages: readonly AnalysedMessage[];
  /** How many of `messages` stand before the gap; null: there is none. */
  readonly gapAfter: number | null;
  readonly cut: AnalysisOutcome["cut"];
}

/** How a call began says what it was about; how it ended says what came of it, and needs more room. */
const HEAD_SHARE = 1 / 3;
/** Names, quotes and offsets around every message. */
const MESSAGE_CHARACTERS = 40;

/**
 * Makes a transcript fit into `charactersMax` (content and tool calls; each message counts 40 more), by as much of this as
 * it takes, and says what it did: leave out system messages; leave out what tools were given and answered; of what
 * remains read whole messages from the start up to a third of the room and from the end up to the rest of it.
 */
export function cutTranscript(messages: readonly AnalysedMessage[], charactersMax: number): CutTranscript {
  if (sizeOf(messages) <= charactersMax) return { messages, gapAfter: null, cut: null };
  const steps = [`longer than ${charactersMax} characters: system messages were left out`];
  const done = (read: readonly AnalysedMessage[], gapAfter: number | null): CutTranscript => ({
    messages: read,
    gapAfter,
    cut: { rule: steps.join(", "), messagesRead: read.length, messagesTotal: messages.length },
  });

  const spoken = messages.filter(({ role }) => role !== "system");
  if (sizeOf(spoken) <= charactersMax) return done(spoken, null);

  const withoutTools = spoken.filter(({ role }) => role !== "tool").map((message) => ({ ...message, toolCall: null }));
  if (withoutTools.length < spoken.length || spoken.some(hasToolCall)) steps.push("tool messages and tool calls were left out");
  if (sizeOf(withoutTools) <= charactersMax) return done(withoutTools, null);

  const head = fitting(withoutTools, charactersMax * HEAD_SHARE);
  const rest = withoutTools.slice(head.length).toReversed();
  const tail = fitting(rest, charactersMax - sizeOf(head)).toReversed();
  steps.push(`of ${withoutTools.length} messages the first ${head.length} and the last ${tail.length} were read`);
  return done([...head, ...tail], head.length);
}

const hasToolCall = ({ toolCall }: AnalysedMessage): boolean => toolCall !== undefined && toolCall !== null;

const sizeOf = (messages: readonly AnalysedMessage[]): number => messages.reduce((sum, message) => sum + characters(message), 0);

function characters({ content, toolCall }: AnalysedMessage): number {
  const tool =
    toolCall === undefined || toolCall === null ? 0 : toolCall.name.length + toolCall.argumentsJson.length + toolCall.resultJson.length;
  return MESSAGE_CHARACTERS + content.length + tool;
}

/** As many from the start as fit. */
function fitting(messages: readonly AnalysedMessage[], charactersMax: number): readonly AnalysedMessage[] {
  let room = charactersMax;
  const past = messages.findIndex((message) => {
    room -= characters(message);
    return room < 0;
  });
  return past < 0 ? messages : messages.slice(0, past);
}
