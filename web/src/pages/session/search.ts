import { readTexts } from "../../addressText.ts";

/** What a session's address points at, so that any part of it can be sent to a colleague. */
const POINTERS = [
  /** TYPE/ID of one record of its tree. */
  "record",
  /** Id of one turn of its transcript. */
  "message",
  /** Words to mark in its transcript. */
  "find",
  /** What stands beside the time axis: tree | money. */
  "view",
  /** What the icicle's width tells: cost | time | tokens. */
  "measure",
  /** TYPE/ID of the record that the icicle shows as its whole. */
  "zoom",
] as const;
export interface SessionPointers extends Readonly<Partial<Record<(typeof POINTERS)[number], string>>> {
  /** Position on the time axis: milliseconds from the session's start. */
  readonly at?: number | undefined;
}

const YEARS_MS_MAX = 1e12;

export function readSessionPointers(search: Record<string, unknown>): SessionPointers {
  // What is no time is said to be none: the router keeps what is left out here.
  const at = Number(readTexts(["at"], search).at);
  const isTime = Number.isFinite(at) && Math.abs(at) <= YEARS_MS_MAX;
  return { ...readTexts(POINTERS, search), at: isTime ? Math.round(at) : undefined };
}
