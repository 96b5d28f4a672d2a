import type { SpokenSentence } from "../transcript.ts";
import type { Vocabulary } from "../vocabulary/vocabulary.ts";
import { fold, type Word } from "../words.ts";
import type { Finder } from "./candidates.ts";
import { isBounded } from "./ranges.ts";
import { numberInWords } from "./spokenNumbers.ts";

const SYMBOL_BEFORE = /[$€£₹]\s?(\d[\d.,']{0,14})/g;
const BEFORE_CURRENCY =
  /(\d[\d.,']{0,14})\s?(?:€|\$|£|₹|(?:euros?|eur|dollars?|usd|bucks|pounds?|gbp|pesos?|rupees?|rs|inr|francs?|franken|chf|riyals?|sar|dirhams?|aed|रुपये|रुपए|रुपया|रू|ريالات|ريال|درهم|دراهم|دينار|جنيه|جنيها|دولار|يورو)(?![\p{L}\p{M}]))(?:\s(?:and|y|et|und)?\s?(\d{1,2})\s(?:cents?|céntimos|centavos|centimes))?/giu;
export const CURRENCIES: ReadonlySet<string> = new Set(
  "euro euros dollar dollars bucks pound pounds peso pesos rupee rupees franc francs franken riyal riyals dirham रुपये रुपए रुपया ريال ريالات درهم دينار جنيه دولار يورو"
    .split(" ")
    .map(fold),
);

/** Amounts of money, but limits and ends of ranges, in units of whatever currency was said: "1.250 euros" is 1250, "39,90 €" is 39.9. */
export const findMoney: Finder<number> = (sentence, _turn, { vocabulary }) => [
  ...new Set([...written(sentence, vocabulary), ...spoken(sentence, vocabulary)]),
];

function written(sentence: SpokenSentence, vocabulary: Vocabulary | undefined): number[] {
  const matches = (pattern: RegExp) =>
    [...sentence.text.matchAll(pattern)].filter((match) => {
      const at = sentence.words.findIndex(({ end }) => end > sentence.start + match.index);
      return vocabulary === undefined || !isBounded(sentence.words, at, vocabulary);
    });
  const before = matches(SYMBOL_BEFORE).map((match) => readAmount(match[1] ?? ""));
  const after = matches(BEFORE_CURRENCY).map((match) => withCents(readAmount(match[1] ?? ""), match[2]));
  return [...before, ...after].filter((amount) => amount !== undefined);
}

const withCents = (amount: number | undefined, cents: string | undefined): number | undefined =>
  amount === undefined || cents === undefined ? amount : Math.round(amount * 100 + Number(cents)) / 100;

/** One or two digits after the last separator are cents; separators before three digits are for the eye. */
function readAmount(figures: string): number | undefined {
  const match = /^(\d{1,12}(?:[.,']\d{3})*|\d{1,12})(?:[.,](\d{1,2}))?[.,']?$/.exec(figures.replace(/[.,']+$/, ""));
  if (match === null) return undefined;
  return Number(`${(match[1] ?? "").replace(/[.,']/g, "")}.${match[2] ?? "0"}`);
}

function spoken(sentence: SpokenSentence, vocabulary: Vocabulary | undefined): number[] {
  if (vocabulary === undefined) return [];
  const amounts: number[] = [];
  for (let at = 0; at < sentence.words.length; ) {
    const number = numberInWords(sentence.words, at, vocabulary);
    if (number !== undefined && isCurrency(sentence.words[number.end]) && !isBounded(sentence.words, at, vocabulary))
      amounts.push(number.value);
    at = number?.end ?? at + 1;
  }
  return amounts;
}

const isCurrency = (word: Word | undefined): boolean => word !== undefined && CURRENCIES.has(word.folded);
