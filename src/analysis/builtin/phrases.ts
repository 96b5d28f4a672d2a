import { fold, type Word } from "./words.ts";

/** Phrases by their first word; each phrase is its folded words, longest first. */
export type Phrases = ReadonlyMap<string, readonly (readonly string[])[]>;

/** Where a phrase stands: indexes of words, `end` exclusive. */
export interface PhraseMatch {
  readonly start: number;
  readonly end: number;
}

/** @param list phrases with semicolons between them; blanks, apostrophes and hyphens part words as they do in transcripts */
export function phrasesOf(list: string): Phrases {
  const byFirst = new Map<string, string[][]>();
  for (const phrase of list.split(";")) {
    const words = (phrase.match(/[\p{L}\p{N}\p{M}]+/gu) ?? []).map(fold);
    const first = words[0];
    if (first === undefined) continue;
    byFirst.set(
      first,
      [...(byFirst.get(first) ?? []), words].toSorted((one, other) => other.length - one.length),
    );
  }
  return byFirst;
}

/** The longest phrase that begins at word `at`. */
export function phraseAt(words: readonly Word[], at: number, phrases: Phrases): PhraseMatch | undefined {
  const first = words[at];
  if (first === undefined) return undefined;
  const found = phrases.get(first.folded)?.find((phrase) => phrase.every((word, offset) => words[at + offset]?.folded === word));
  return found === undefined ? undefined : { start: at, end: at + found.length };
}

/** All phrases in order of place, none overlapping another. */
export function findPhrases(words: readonly Word[], phrases: Phrases): PhraseMatch[] {
  const found: PhraseMatch[] = [];
  for (let at = 0; at < words.length; ) {
    const match = phraseAt(words, at, phrases);
    if (match !== undefined) found.push(match);
    at = match?.end ?? at + 1;
  }
  return found;
}

export const hasPhrase = (words: readonly Word[], phrases: Phrases): boolean =>
  words.some((_, at) => phraseAt(words, at, phrases) !== undefined);
