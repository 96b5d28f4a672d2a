import type { Conversation } from "./conversation.ts";

/** The people's side of a session, as the system that ran the conversation would tell it. Times in epoch ms. */
export interface SessionAccount {
  readonly id: string;
  readonly type: "voice" | "chat";
  readonly platform: "phone" | "web" | "whatsapp" | "sip";
  readonly channel: "voice" | "web" | "sip" | null;
  readonly direction: "inbound" | "outbound" | null;
  readonly callerNumber: string | null;
  readonly calleeNumber: string | null;
  readonly customerNumber: string | null;
  readonly roomName: string | null;
  readonly startedMs: number;
  /** Null: nobody answered. */
  readonly answeredMs: number | null;
  /** Null: it goes on. */
  readonly endedMs: number | null;
  readonly status: "completed" | "transferred" | "failed" | "no_answer" | "busy" | "voicemail" | "abandoned" | "in_progress";
  readonly disconnectReason: "user_hangup" | "agent_hangup" | "call_transfer" | "timeout" | "error" | null;
  /** Null: people talked, and nobody wrote it down. */
  readonly conversation: Conversation | null;
  /** The record that the session's tree hangs from, or else ids by which it is found. */
  readonly root: { readonly record_type: string; readonly id: string } | null;
  readonly externalIds: Readonly<Record<string, string>>;
  readonly isRecorded: boolean;
}
