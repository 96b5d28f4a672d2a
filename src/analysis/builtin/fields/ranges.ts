import { phraseAt } from "../phrases.ts";
import type { Vocabulary } from "../vocabulary/vocabulary.ts";
import type { Word } from "../words.ts";
import { numberWord } from "./spokenNumbers.ts";

const LIMIT_WORDS_MAX = 3;

/** Whether "at least", "up to" or the like stands directly before word `at`. */
export const isLimit = (words: readonly Word[], at: number, vocabulary: Vocabulary): boolean =>
  Array.from({ length: LIMIT_WORDS_MAX }, (_, index) => at - index - 1).some(
    (start) => phraseAt(words, start, vocabulary.limits)?.end === at,
  );

/** The same, or the end of a range ("30 to 40 dollars"): a number and a word such as "to", or nothing but a hyphen, before word `at`. */
export function isBounded(words: readonly Word[], at: number, vocabulary: Vocabulary): boolean {
  const isNumber = (index: number): boolean => {
    const folded = words[index]?.folded ?? "";
    return /^\d+$/.test(folded) || numberWord(folded, vocabulary) !== undefined;
  };
  if (isLimit(words, at, vocabulary)) return true;
  const isHyphened = words[at]?.joins === false && isNumber(at - 1) && (words[at]?.start ?? 0) - (words[at - 1]?.end ?? 0) === 1;
  return isHyphened || (vocabulary.ranges.has(words[at - 1]?.folded ?? "") && isNumber(at - 2));
}
