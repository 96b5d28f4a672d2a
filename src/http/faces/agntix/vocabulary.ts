/**
 * Agntix's closed words out of our open ones, and the conditions that find exactly what shows as each. A session of which
 * nothing is said is a phone call (docs/faces/agntix.md has the table).
 */
import type { MessageRole, SessionFacts, SessionState } from "../../../domain/session.ts";
import type { SessionCondition } from "../../../store/conversationStore.ts";

export type AgntixState = "OPEN" | "CLOSED";
export type AgntixPlatform = "PHONE" | "WEB" | "WHATSAPP";
export type AgntixType = "VOICE" | "CHAT";
export type AgntixDirection = "INBOUND" | "OUTBOUND";
type NumberFacts = Pick<SessionFacts, "direction" | "customerNumber" | "callerNumber" | "calleeNumber">;

const CLOSED_STATES: readonly SessionState[] = ["ended", "settling", "settled"];
const PHONE_PLATFORMS = ["phone", "sip"];

export const toState = (state: SessionState): AgntixState => (state === "open" ? "OPEN" : "CLOSED");

/** The platform decides; the channel only where no platform that is known was said. */
export function toPlatform({ platform, channel }: Pick<SessionFacts, "platform" | "channel">): AgntixPlatform {
  if (platform === "whatsapp") return "WHATSAPP";
  if (platform === "web") return "WEB";
  return channel === "web" && !PHONE_PLATFORMS.includes(platform ?? "") ? "WEB" : "PHONE";
}

export const toType = ({ type }: Pick<SessionFacts, "type">): AgntixType => (type === "chat" ? "CHAT" : "VOICE");

/** Said; else told by which number is the customer's; else the customer called. */
export function toDirection({ direction, customerNumber, callerNumber, calleeNumber }: NumberFacts): AgntixDirection {
  if (direction !== null) return direction === "outbound" ? "OUTBOUND" : "INBOUND";
  return customerNumber !== null && customerNumber === calleeNumber && customerNumber !== callerNumber ? "OUTBOUND" : "INBOUND";
}

const ROLES = { user: "USER", assistant: "ASSISTANT", system: "SYSTEM", tool: "TOOL" } as const satisfies Record<MessageRole, string>;

export const toRole = (role: MessageRole): (typeof ROLES)[MessageRole] => ROLES[role];

/** Takes the words of every generation of the contract. Undefined: not one of them. */
export function whereState(word: string): SessionCondition | undefined {
  switch (word.toUpperCase()) {
    case "OPEN":
    case "IDLE":
    case "ACTIVE":
      return { column: "state", oneOf: ["open"] };
    case "CLOSED":
    case "EXPIRED":
      return { column: "state", oneOf: CLOSED_STATES };
    default:
      return undefined;
  }
}

/** Finds what `toPlatform` shows as this; undefined: not a word of the contract. */
export function wherePlatform(word: string): SessionCondition | undefined {
  switch (word.toUpperCase()) {
    case "WHATSAPP":
      return { column: "platform", oneOf: ["whatsapp"] };
    case "WEB":
    case "SDK":
      return {
        anyOf: [
          [{ column: "platform", oneOf: ["web"] }],
          [
            { column: "platform", noneOf: [...PHONE_PLATFORMS, "whatsapp"] },
            { column: "channel", oneOf: ["web"] },
          ],
        ],
      };
    case "PHONE":
    case "VOICE":
      return {
        anyOf: [
          [{ column: "platform", oneOf: PHONE_PLATFORMS }],
          [
            { column: "platform", noneOf: ["web", "whatsapp"] },
            { column: "channel", noneOf: ["web"] },
          ],
        ],
      };
    default:
      return undefined;
  }
}

/** Finds what `toType` shows as this; undefined: not a word of the contract. */
export function whereType(word: string): SessionCondition | undefined {
  switch (word.toUpperCase()) {
    case "CHAT":
      return { column: "type", oneOf: ["chat"] };
    case "VOICE":
      return { column: "type", noneOf: ["chat"] };
    default:
      return undefined;
  }
}

/** Finds sessions whose shown customer number holds this text. */
export const whereCustomerNumber = (text: string): SessionCondition => {
  const unsaid: SessionCondition = { column: "customerNumber", oneOf: [null] };
  return {
    anyOf: [
      [{ column: "customerNumber", contains: text }],
      [unsaid, { column: "direction", oneOf: ["inbound"] }, { column: "callerNumber", contains: text }],
      [unsaid, { column: "direction", oneOf: ["outbound"] }, { column: "calleeNumber", contains: text }],
    ],
  };
};
