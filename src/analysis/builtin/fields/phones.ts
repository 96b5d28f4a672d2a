import type { Finder } from "./candidates.ts";
import { digitRun } from "./spokenNumbers.ts";

const FIGURES = /\+?\(?\d[\d ().\-/]{5,22}\d/g;
const DIGITS_MIN = 7;
const DIGITS_MAX = 15;

/** Phone numbers as their digits, with the plus where one was written; in figures or in words. */
export const findPhones: Finder<string> = (sentence, _turn, { vocabulary }) => {
  const written = [...sentence.text.matchAll(FIGURES)].flatMap(([match]) => phoneOf(match));
  if (written.length > 0 || vocabulary === undefined) return written;
  const run = digitRun(sentence.words, vocabulary);
  return run !== undefined && isPhoneLength(run.digits) ? [run.digits] : [];
};

function phoneOf(match: string): string[] {
  const digits = match.replace(/\D/g, "");
  const isDate = /^\d{4}-\d\d-\d\d$|^\d{1,2}[./]\d{1,2}[./]\d{2,4}$/.test(match);
  return isDate || !isPhoneLength(digits) ? [] : [match.startsWith("+") ? `+${digits}` : digits];
}

const isPhoneLength = (digits: string): boolean => digits.length >= DIGITS_MIN && digits.length <= DIGITS_MAX;
