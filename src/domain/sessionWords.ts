import type { SessionFacts } from "./session.ts";

/**
 * The open strings of providers in the words that Calltree uses. A word that stands in no list stays as it was sent, in
 * lower case with underscores; each face says what it makes of those (docs/sessions.md).
 */
const WORDS = {
  type: {
    voice: ["voice", "call", "phone", "phone_call", "voice_call", "audio", "video"],
    chat: ["chat", "text", "sms", "message", "messaging", "whatsapp", "webchat"],
  },
  platform: {
    phone: ["phone", "pstn", "telephone", "telephony", "voice", "mobile", "landline", "twilio", "telnyx", "plivo", "vonage"],
    web: ["web", "browser", "webrtc", "widget", "sdk", "app", "livekit", "daily"],
    whatsapp: ["whatsapp", "wa"],
    sip: ["sip", "sip_trunk", "byoc", "pbx"],
  },
  channel: {
    voice: ["voice", "phone", "pstn", "telephone", "telephony", "inbound_call", "outbound_call", "inbound", "outbound", "call"],
    web: ["web", "web_call", "browser", "webrtc", "widget", "webchat", "chat"],
    sip: ["sip", "sip_trunk", "byoc"],
  },
  direction: {
    inbound: ["inbound", "in", "incoming", "inbound_call", "inbound_api"],
    outbound: ["outbound", "out", "outgoing", "outbound_call", "outbound_api", "outbound_dial"],
  },
  status: {
    completed: ["completed", "complete", "success", "successful", "done", "ended", "closed", "finished", "hangup", "transferred"],
    failed: ["failed", "failure", "error", "errored", "rejected"],
    no_answer: ["no_answer", "noanswer", "unanswered", "missed", "canceled", "cancelled", "abandoned"],
    busy: ["busy"],
    voicemail: ["voicemail", "machine", "answering_machine"],
    in_progress: ["in_progress", "inprogress", "active", "answered", "ongoing", "started", "connected", "open"],
    pending: ["pending", "queued", "initiated", "created", "scheduled", "registered"],
    ringing: ["ringing", "dialing", "early"],
  },
  disconnectReason: {
    user_hangup: ["user_hangup", "customer_hangup", "caller_hangup", "client_hangup", "user_ended_call", "hangup_by_user", "remote_hangup"],
    agent_hangup: ["agent_hangup", "assistant_hangup", "bot_hangup", "assistant_ended_call", "agent_ended_call"],
    timeout: ["timeout", "timed_out", "max_duration_reached", "auto_close", "silence_timeout", "inactivity", "idle", "expired"],
    error: ["error", "failed", "failure", "pipeline_error", "system_error"],
  },
} as const;

export type WordKind = keyof typeof WORDS;
export type Word<Kind extends WordKind> = keyof (typeof WORDS)[Kind] & string;

const ownOf = (words: Readonly<Record<string, readonly string[]>>): ReadonlyMap<string, string> =>
  new Map(Object.entries(words).flatMap(([own, synonyms]) => synonyms.map((synonym) => [synonym, own])));

const lookUps: Readonly<Record<WordKind, ReadonlyMap<string, string>>> = {
  type: ownOf(WORDS.type),
  platform: ownOf(WORDS.platform),
  channel: ownOf(WORDS.channel),
  direction: ownOf(WORDS.direction),
  status: ownOf(WORDS.status),
  disconnectReason: ownOf(WORDS.disconnectReason),
};

export function ownWord(kind: WordKind, said: string | null): string | null {
  if (said === null) return null;
  const plain = said
    .trim()
    .replace(/([a-z])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .replace(/[\s-]+/g, "_");
  return lookUps[kind].get(plain) ?? (plain === "" ? null : plain);
}

/** The words that Calltree itself uses of this kind; what else a fact says is open. */
export const isOwnWord = (kind: WordKind, word: string | null): boolean => word !== null && Object.hasOwn(WORDS[kind], word);

const TERMINAL: ReadonlySet<string> = new Set(["completed", "failed", "no_answer", "busy", "voicemail"]);

export const isTerminalStatus = (status: string | null): boolean => status !== null && TERMINAL.has(status);

type NumberFacts = Pick<SessionFacts, "direction" | "customerNumber" | "callerNumber" | "calleeNumber">;

/** Said; else the other side of a call whose direction was said. */
export function customerNumberOf({ direction, customerNumber, callerNumber, calleeNumber }: NumberFacts): string | null {
  if (customerNumber !== null) return customerNumber;
  if (direction === "inbound") return callerNumber;
  return direction === "outbound" ? calleeNumber : null;
}
