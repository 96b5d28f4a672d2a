import { hasPhrase } from "../phrases.ts";
import type { SpokenSentence } from "../transcript.ts";
import type { Vocabulary } from "../vocabulary/vocabulary.ts";
import { foldedSet, type Word } from "../words.ts";
import { askedBefore, type Finder } from "./candidates.ts";
import { isLimit } from "./ranges.ts";
import { numberInWords, type SpokenNumber } from "./spokenNumbers.ts";

const COUNT_MAX = 999_999_999;
const ANSWER_WORDS_MAX = 4;
const TABLE_CHARACTERS = 12;
const TABLE_FOR = /\b(?:table|mesa|tisch)\s(?:for|para|für|pour)\s$/iu;

/** "We are five", "for five": a number of people is the user's own party only there, or where the user asks for something. */
const OWN_PARTY: ReadonlySet<string> = foldedSet(
  "for of are re be being para somos seremos serán von für sind wären pour sommes serons hum हम لـ نحن سنكون عددنا",
);

const ARTICLES: ReadonlySet<string> = foldedSet("one un una uno ein eine einen einer eins une एक واحد واحدة");

/** Finds numbers beside a word that `isCounted` accepts ("five people"), or alone in a short answer to a question with such a word. */
export const findCounts =
  (isCounted: (words: readonly Word[]) => boolean, isTable: boolean): Finder<number> =>
  (sentence, turn, transcript) => {
    const { vocabulary } = transcript;
    if (vocabulary === undefined) return [];
    const asked = askedBefore(turn, transcript);
    const isAnswer = asked?.isQuestion === true && isCounted(asked.words) && turn.words.length <= ANSWER_WORDS_MAX;
    return numbersIn(sentence.words, vocabulary)
      .filter(({ start, end }) => {
        if (isAnswer || (isTable && isAfterTable(sentence, start))) return true;
        if (isArticle(sentence, start, end)) return false;
        return (
          isCounted(sentence.words.slice(end, end + 2)) && (!isTable || turn.role !== "user" || isOwnParty(sentence, start, vocabulary))
        );
      })
      .map(({ value }) => value)
      .filter((value) => value > 0 && value <= COUNT_MAX);
  };

/** "A table for four": people without the word. */
function isAfterTable(sentence: SpokenSentence, at: number): boolean {
  const word = sentence.words[at];
  return word !== undefined && TABLE_FOR.test(sentence.text.slice(0, word.start - sentence.start).slice(-TABLE_CHARACTERS));
}

/** "One" in words is an article in most languages: "einen Schaden" counts nothing. */
const isArticle = ({ words }: SpokenSentence, start: number, end: number): boolean =>
  end === start + 1 && ARTICLES.has(words[start]?.folded ?? "");

const isOwnParty = ({ words }: SpokenSentence, at: number, vocabulary: Vocabulary): boolean =>
  OWN_PARTY.has(words[at - 1]?.folded ?? "") || hasPhrase(words, vocabulary.requests);

/** All numbers but those that are an end of a range ("four to six") or a limit ("at least five"). */
function numbersIn(words: readonly Word[], vocabulary: Vocabulary): (SpokenNumber & { readonly start: number })[] {
  const numbers: (SpokenNumber & { readonly start: number })[] = [];
  for (let at = 0; at < words.length; ) {
    const folded = words[at]?.folded ?? "";
    const number = /^\d{1,9}$/.test(folded) ? { value: Number(folded), end: at + 1 } : numberInWords(words, at, vocabulary);
    if (number !== undefined) numbers.push({ ...number, start: at });
    at = number?.end ?? at + 1;
  }
  return numbers.filter(({ start, end }, index) => {
    const [before, after] = [numbers[index - 1], numbers[index + 1]];
    return (
      !isRange(words, before?.end, start, vocabulary) &&
      !isRange(words, end, after?.start, vocabulary) &&
      !isLimit(words, start, vocabulary)
    );
  });
}

/** Whether nothing but a word such as "to" parts two numbers; a hyphen parts them without any. */
function isRange(words: readonly Word[], end: number | undefined, start: number | undefined, vocabulary: Vocabulary): boolean {
  if (end === undefined || start === undefined || start - end > 1) return false;
  return end === start || vocabulary.ranges.has(words[end]?.folded ?? "");
}
