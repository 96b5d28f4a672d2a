import type { JsonObject } from "../domain/json.ts";

/** What a call is about; each purpose has its own agent (agents.ts). */
export const PURPOSES = ["booking", "support", "billing", "delivery", "renewal", "sales", "survey"] as const;
export type Purpose = (typeof PURPOSES)[number];

export type LanguageCode = "en" | "es" | "de" | "fr" | "hi" | "ar";

export type Line =
  | { readonly by: "user" | "assistant"; readonly text: string }
  | { readonly by: "tool"; readonly name: string; readonly arguments: JsonObject; readonly result: JsonObject };

/** One conversation as it was written, with places such as `{name}` that are filled in anew for every call. */
export interface Dialogue {
  readonly purpose: Purpose;
  /** Whose agent it is. */
  readonly company: string;
  /** Who rang: the customer (`inbound`), or the agent (`outbound`). */
  readonly direction: "inbound" | "outbound";
  /** `transfer`: the agent's last words put the caller through to a person. */
  readonly outcome: "resolved" | "declined" | "transfer";
  readonly lines: readonly Line[];
}

/** All that is said in one language, and what fills the places. Wherever `{number}` stands, it is from 3 to 6. */
export interface LanguageText {
  readonly code: LanguageCode;
  readonly names: readonly string[];
  readonly streets: readonly string[];
  readonly days: readonly string[];
  readonly times: readonly string[];
  /** A whole amount as people of this language write it. */
  money(amount: number): string;
  /** What the agent leaves on an answering machine. */
  readonly voicemail: string;
  readonly dialogues: readonly Dialogue[];
}

export const user = (text: string): Line => ({ by: "user", text });
export const assistant = (text: string): Line => ({ by: "assistant", text });
/** Places are filled in inside the strings of `given` and `result` too. */
export const tool = (name: string, given: JsonObject, result: JsonObject): Line => ({ by: "tool", name, arguments: given, result });
