import type { LanguageText, Purpose } from "./dialogue.ts";
import { ARABIC } from "./transcripts/arabic.ts";
import { ENGLISH } from "./transcripts/english.ts";
import { FRENCH } from "./transcripts/french.ts";
import { GERMAN } from "./transcripts/german.ts";
import { HINDI } from "./transcripts/hindi.ts";
import { SPANISH } from "./transcripts/spanish.ts";

/** With how often each is spoken. */
export const LANGUAGES: readonly (readonly [LanguageText, weight: number])[] = [
  [ENGLISH, 40],
  [SPANISH, 15],
  [GERMAN, 12],
  [FRENCH, 12],
  [HINDI, 11],
  [ARABIC, 10],
];

/** Who talks: the id is what the provider's records call `assistant_id`. */
export interface Agent {
  readonly id: string;
  readonly name: string;
}

export const AGENTS: Readonly<Record<Purpose, Agent>> = {
  booking: { id: "assistant-booking", name: "Bookings" },
  support: { id: "assistant-support", name: "Support" },
  billing: { id: "assistant-billing", name: "Billing" },
  delivery: { id: "assistant-delivery", name: "Deliveries" },
  renewal: { id: "assistant-renewal", name: "Renewals" },
  sales: { id: "assistant-sales", name: "Sales" },
  survey: { id: "assistant-survey", name: "Surveys" },
};
