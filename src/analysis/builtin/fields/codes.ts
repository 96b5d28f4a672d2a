import type { SpokenSentence, Transcript, Turn } from "../transcript.ts";
import { foldedSet, type Word } from "../words.ts";
import { askedBefore, type Finder } from "./candidates.ts";
import { type Concept, isOf, NUMBER_WORDS, speaksOf, speaksOfAny } from "./concepts.ts";
import { CURRENCIES } from "./money.ts";
import { digitRun } from "./spokenNumbers.ts";

const CODE =
  /(?<![\p{L}\p{N}@.,€$£₹])[A-Za-z]{0,4}[- ]?\d[A-Za-z0-9]{0,20}(?:[- ]\d[A-Za-z0-9]{0,20}){0,6}(?![\p{L}\p{N}@%€$£₹:]|[.,]\d)/gu;
const DIGITS_MIN = 3;
const SPOKEN_DIGITS_MIN = 4;
const DIGITS_MAX = 32;

/** Fewer figures than these may count things ("I order 500"), unless somebody speaks of a number. */
const PLAIN_FIGURES_MIN = 5;
const ANCHOR_DISTANCE_MAX = 6;
/** What may stand between "order" and its number. */
const LINKS: ReadonlySet<string> = foldedSet(
  "is it its s the my your es el la mi su son ist lautet die der das mein meine ihre est c le la ma mon votre है हे का की के मेरा मेरी आपका आपकी هو هي",
);

/**
 * Numbers of these things: letters and at least three digits, in capitals, without the blanks that people read them with. Only
 * those that follow the name of the thing directly ("order number is 40098821") or answer a question for its number, and never one with a currency beside it.
 */
export const findCodes =
  (things: readonly Concept[]): Finder<string> =>
  (sentence, turn, transcript) => {
    const { vocabulary } = transcript;
    const written = [...sentence.text.matchAll(CODE)].flatMap((match) => {
      const start = sentence.start + match.index;
      const before = sentence.words.filter((word) => word.end <= start);
      const after = sentence.words.find((word) => word.start >= start + match[0].length);
      if (after !== undefined && CURRENCIES.has(after.folded)) return [];
      return codeOf(match[0]).filter((code) => isAnchored(code, before, things) || isAskedFor(turn, things, transcript));
    });
    if (written.length > 0 || vocabulary === undefined) return written;
    const run = digitRun(sentence.words, vocabulary);
    if (run === undefined || run.wordCount < SPOKEN_DIGITS_MIN || isMoneyAfter(sentence, run)) return [];
    if (!isAnchored(run.digits, sentence.words.slice(0, run.start), things) && !isAskedFor(turn, things, transcript)) return [];
    return run.digits.length >= SPOKEN_DIGITS_MIN && run.digits.length <= DIGITS_MAX ? [run.digits] : [];
  };

const isMoneyAfter = ({ words }: SpokenSentence, run: { readonly start: number; readonly wordCount: number }): boolean =>
  CURRENCIES.has(words[run.start + run.wordCount]?.folded ?? "");

/** Whether the thing is named directly before, with nothing but "number", "is" and the like between. */
function isAnchored(code: string, before: readonly Word[], things: readonly Concept[]): boolean {
  let hasNumberWord = false;
  for (const { folded } of before.slice(-ANCHOR_DISTANCE_MAX).toReversed()) {
    hasNumberWord ||= isOf(folded, NUMBER_WORDS);
    if (things.some((thing) => isOf(folded, thing))) return hasNumberWord || !/^\d+$/.test(code) || code.length >= PLAIN_FIGURES_MIN;
    if (!isOf(folded, NUMBER_WORDS) && !LINKS.has(folded)) return false;
  }
  return false;
}

function isAskedFor(turn: Turn, things: readonly Concept[], transcript: Transcript): boolean {
  const asked = askedBefore(turn, transcript)?.words ?? [];
  return speaksOfAny(asked, things) && speaksOf(asked, NUMBER_WORDS);
}

/** Small words before figures ("is 40098821") are no part of the code: letters count only if written in capitals or joined. */
function codeOf(match: string): string[] {
  const [, letters = "", joint = "", rest = ""] = /^([A-Za-z]*)([- ]?)(.*)$/s.exec(match) ?? [];
  const isPart = joint !== " " || letters === "" || (letters === letters.toUpperCase() && letters.length <= 3);
  const code = (isPart ? letters + (joint === " " ? "" : joint) + rest : rest).replaceAll(" ", "").toUpperCase();
  return (code.match(/\d/g)?.length ?? 0) >= DIGITS_MIN ? [code] : [];
}

const POSTAL =
  /(?<![\p{L}\p{N}-])(?:[A-Za-z]\d[A-Za-z] ?\d[A-Za-z]\d|[A-Za-z]{1,2}\d[A-Za-z\d]? \d[A-Za-z]{2}|\d{5,6}|\d{4} ?[A-Z]{2})(?![\p{L}\p{N}-])/gu;

/** Postal codes of five or six digits, Canadian, British and Dutch ones, in capitals; digits may be said one by one. */
export const findPostalCodes: Finder<string> = (sentence, _turn, { vocabulary }) => {
  const written = [...sentence.text.matchAll(POSTAL)].map(([match]) => match.toUpperCase());
  if (written.length > 0 || vocabulary === undefined) return written;
  const digits = digitRun(sentence.words, vocabulary)?.digits ?? "";
  return digits.length === 5 || digits.length === 6 ? [digits] : [];
};
