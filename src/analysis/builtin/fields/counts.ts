import type { SpokenSentence } from "../transcript.ts";
import type { Vocabulary } from "../vocabulary/vocabulary.ts";
import type { Word } from "../words.ts";
import { askedBefore, type Finder } from "./candidates.ts";
import { numberInWords, type SpokenNumber } from "./spokenNumbers.ts";

const COUNT_MAX = 999_999_999;
const ANSWER_WORDS_MAX = 4;
const TABLE_CHARACTERS = 12;
const TABLE_FOR = /\b(?:table|mesa|tisch)\s(?:for|para|für|pour)\s$/iu;

/** Finds numbers beside a word that `isCounted` accepts ("five people"), or alone in a short answer to a question with such a word. */
export const findCounts =
  (isCounted: (words: readonly Word[]) => boolean, isTable: boolean): Finder<number> =>
  (sentence, turn, transcript) => {
    const { vocabulary } = transcript;
    if (vocabulary === undefined) return [];
    const asked = askedBefore(turn, transcript);
    const isAnswer = asked?.isQuestion === true && isCounted(asked.words) && turn.words.length <= ANSWER_WORDS_MAX;
    return numbersIn(sentence.words, vocabulary)
      .filter(({ start, end }) => isAnswer || isCounted(sentence.words.slice(end, end + 2)) || (isTable && isAfterTable(sentence, start)))
      .map(({ value }) => value)
      .filter((value) => value > 0 && value <= COUNT_MAX);
  };

/** "A table for four": people without the word. */
function isAfterTable(sentence: SpokenSentence, at: number): boolean {
  const word = sentence.words[at];
  return word !== undefined && TABLE_FOR.test(sentence.text.slice(0, word.start - sentence.start).slice(-TABLE_CHARACTERS));
}

function numbersIn(words: readonly Word[], vocabulary: Vocabulary): (SpokenNumber & { readonly start: number })[] {
  const numbers: (SpokenNumber & { readonly start: number })[] = [];
  for (let at = 0; at < words.length; ) {
    const folded = words[at]?.folded ?? "";
    const number = /^\d{1,9}$/.test(folded) ? { value: Number(folded), end: at + 1 } : numberInWords(words, at, vocabulary);
    if (number !== undefined) numbers.push({ ...number, start: at });
    at = number?.end ?? at + 1;
  }
  return numbers;
}
