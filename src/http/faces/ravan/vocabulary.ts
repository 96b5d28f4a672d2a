import type { SessionFacts, SessionState } from "../../../domain/session.ts";
import { isOwnWord, ownWord } from "../../../domain/sessionWords.ts";
import type { SessionCondition } from "../../../store/conversationStore.ts";

/** The words of this contract. What a session shows and what a filter finds come from the same rules below. */
export type CallStatus = "completed" | "failed" | "no_answer" | "busy" | "voicemail" | "in_progress" | "pending" | "ringing";
export type CallChannel = "voice" | "web" | "sip";
export type DisconnectReason = "user_hangup" | "agent_hangup" | "timeout" | "error";

const OVER: readonly SessionState[] = ["ended", "settling", "settled"];
const WAITING = ["pending", "ringing"] as const;
const SAID_WHEN_OVER = ["failed", "busy", "voicemail"] as const;
const CHANNELS: readonly CallChannel[] = ["voice", "web", "sip"];
const CHANNEL_OF_PLATFORM: Readonly<Record<string, CallChannel>> = { phone: "voice", web: "web", sip: "sip" };

const isOneOf = <Word extends string>(words: readonly Word[], word: string | null): word is Word =>
  word !== null && (words as readonly string[]).includes(word);

/** A call that is over has one of the five outcomes; one that goes on is waiting or in progress. Open words decide nothing. */
export function callStatus(state: SessionState, said: string | null): CallStatus {
  if (state === "open") return isOneOf(WAITING, said) ? said : "in_progress";
  if (isOneOf(SAID_WHEN_OVER, said)) return said;
  return said === "no_answer" || isOneOf(WAITING, said) ? "no_answer" : "completed";
}

/** Conditions that hold for exactly the sessions whose `callStatus` is this word; its synonyms count. Another word finds nothing. */
export function statusConditions(asked: string): SessionCondition[] {
  const status = ownWord("status", asked);
  const isOver: SessionCondition = { column: "state", oneOf: OVER };
  const isOpen: SessionCondition = { column: "state", oneOf: ["open"] };
  if (isOneOf(SAID_WHEN_OVER, status)) return [isOver, { column: "status", oneOf: [status] }];
  if (isOneOf(WAITING, status)) return [isOpen, { column: "status", oneOf: [status] }];
  if (status === "in_progress") return [isOpen, { column: "status", noneOf: WAITING }];
  if (status === "no_answer") return [isOver, { column: "status", oneOf: ["no_answer", ...WAITING] }];
  if (status === "completed") return [isOver, { column: "status", noneOf: [...SAID_WHEN_OVER, "no_answer", ...WAITING] }];
  return [NOTHING];
}

/** The channel that was said, else the one that the platform stands for; "" where neither is known. */
export function callChannel({ channel, platform }: Pick<SessionFacts, "channel" | "platform">): CallChannel | "" {
  if (isOneOf(CHANNELS, channel)) return channel;
  return (isOwnWord("platform", platform) ? CHANNEL_OF_PLATFORM[platform ?? ""] : undefined) ?? "";
}

/** As `statusConditions`; words that tell a direction as well (`inbound_call`) ask for that too. */
export function channelConditions(asked: string): SessionCondition[] {
  const channel = ownWord("channel", asked);
  if (!isOneOf(CHANNELS, channel)) return [NOTHING];
  const platforms = Object.keys(CHANNEL_OF_PLATFORM).filter((platform) => CHANNEL_OF_PLATFORM[platform] === channel);
  const isChannel: SessionCondition = {
    anyOf: [
      [{ column: "channel", oneOf: [channel] }],
      [
        { column: "channel", noneOf: CHANNELS },
        { column: "platform", oneOf: platforms },
      ],
    ],
  };
  const direction = ownWord("direction", asked);
  return !isOwnWord("direction", direction) ? [isChannel] : [isChannel, { column: "direction", oneOf: [direction] }];
}

const NOTHING: SessionCondition = { column: "state", oneOf: [] };

/** Read from the top; the first that fits decides. Time comes first: "user_silence_timeout" is no hang-up. */
const DISCONNECT_RULES: readonly (readonly [RegExp, DisconnectReason])[] = [
  [/timed?_?out|silence|inactiv|idle|expire|max_duration|duration_limit/, "timeout"],
  [/error|fail|reject|unavailable|exception|crash|invalid|denied/, "error"],
  [/user|customer|caller|client|human|callee|remote|participant/, "user_hangup"],
  [/agent|assistant|bot|local|transfer|forward/, "agent_hangup"],
];

/** One of the four words of this contract, or "" where nothing is known or the word tells none of them. */
export function disconnectReason(said: string | null): DisconnectReason | "" {
  if (said === null) return "";
  if (isOwnWord("disconnectReason", said)) return said as DisconnectReason;
  return DISCONNECT_RULES.find(([pattern]) => pattern.test(said))?.[1] ?? "";
}

/** The provider's own word for an error; "" when the call met none, or nothing closer than `error` was said. */
export const errorMessage = (said: string | null): string =>
  said !== null && said !== "error" && disconnectReason(said) === "error" ? said : "";

/** Roles of the transcript. System and tool messages are no part of what was said. */
export const TRANSCRIPT_ROLES: Readonly<Record<string, "agent" | "user">> = { assistant: "agent", user: "user" };
