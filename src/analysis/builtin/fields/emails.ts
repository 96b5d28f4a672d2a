import type { Vocabulary } from "../vocabulary/vocabulary.ts";
import type { Word } from "../words.ts";
import type { Finder } from "./candidates.ts";

const WRITTEN = /(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}][\p{L}\p{N}._%+-]{0,63}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,4}/gu;

/** Addresses in lower case, written or said ("ana punto vega arroba example punto com"). */
export const findEmails: Finder<string> = (sentence, _turn, { vocabulary }) => {
  const written = [...sentence.text.matchAll(WRITTEN)].map(([match]) => match.toLowerCase());
  if (written.length > 0 || vocabulary === undefined) return written;
  return sentence.words.flatMap((word, at) => (vocabulary.spokenAt.has(word.folded) ? spokenAround(sentence.words, at, vocabulary) : []));
};

function spokenAround(words: readonly Word[], at: number, vocabulary: Vocabulary): string[] {
  const isDot = (index: number): boolean => vocabulary.spokenDot.has(words[index]?.folded ?? "");
  let first = at - 1;
  while (isDot(first - 1) && first >= 2) first -= 2;
  let last = at + 1;
  while (isDot(last + 1) && words[last + 2] !== undefined) last += 2;
  if (first < 0 || last === at + 1) return [];
  const joined = (from: number, to: number): string =>
    words
      .slice(from, to)
      .map(({ folded }, offset) => (isDot(from + offset) ? "." : folded))
      .join("");
  const address = `${joined(first, at)}@${joined(at + 1, last + 1)}`;
  return /^[a-z0-9.]+@[a-z0-9]+(\.[a-z0-9]+)+$/.test(address) ? [address] : [];
}
