import type { Finder } from "./candidates.ts";
import { digitRun } from "./spokenNumbers.ts";

const CODE =
  /(?<![\p{L}\p{N}@.,€$£₹])[A-Za-z]{0,4}[- ]?\d[A-Za-z0-9]{0,20}(?:[- ]\d[A-Za-z0-9]{0,20}){0,6}(?![\p{L}\p{N}@%€$£₹:]|[.,]\d)/gu;
const DIGITS_MIN = 3;
const SPOKEN_DIGITS_MIN = 4;
const DIGITS_MAX = 32;

/** Order, booking, customer numbers: letters and at least three digits, in capitals, without the blanks that people read them with. */
export const findCodes: Finder<string> = (sentence, _turn, { vocabulary }) => {
  const written = [...sentence.text.matchAll(CODE)].flatMap(([match]) => codeOf(match));
  if (written.length > 0 || vocabulary === undefined) return written;
  const run = digitRun(sentence.words, vocabulary);
  if (run === undefined || run.wordCount < SPOKEN_DIGITS_MIN) return [];
  return run.digits.length >= SPOKEN_DIGITS_MIN && run.digits.length <= DIGITS_MAX ? [run.digits] : [];
};

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
