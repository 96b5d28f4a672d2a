import { readTexts } from "../../addressText.ts";

/** What a session's address points at, so that any part of it can be sent to a colleague. */
const POINTERS = [
  /** TYPE/ID of one record of its tree. */
  "record",
  /** Id of one turn of its transcript. */
  "message",
  /** Position on the time axis: milliseconds from the session's start. */
  "at",
  /** What stands beside the time axis: tree | money. */
  "view",
  /** What the icicle's width tells: cost | time | tokens. */
  "measure",
  /** TYPE/ID of the record that the icicle shows as its whole. */
  "zoom",
] as const;
export type SessionPointers = { readonly [Name in (typeof POINTERS)[number]]?: string };

export const readSessionPointers = (search: Record<string, unknown>): SessionPointers => readTexts(POINTERS, search);
