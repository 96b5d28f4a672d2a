import type { Vocabulary } from "../vocabulary/vocabulary.ts";
import type { Word } from "../words.ts";

export interface SpokenNumber {
  readonly value: number;
  /** Index of the word after the number. */
  readonly end: number;
}

const MULTIPLIER_MIN = 1000;

/** A whole number in words that begins at word `at` ("two hundred and five", "quatre-vingt-dix"), below a hundred million. */
export function numberInWords(words: readonly Word[], at: number, vocabulary: Vocabulary): SpokenNumber | undefined {
  let total = 0;
  let current: number | undefined;
  let multiplierMax = Number.POSITIVE_INFINITY;
  let end = at;
  for (;;) {
    const read = readPart(words, end, end > at, vocabulary);
    if (read === undefined) break;
    const isMultiplier = read.value >= MULTIPLIER_MIN;
    const joined = join(current, read.value, words[read.end - 1]?.folded ?? "", vocabulary);
    if (joined === undefined || (isMultiplier && read.value >= multiplierMax)) break;
    if (isMultiplier) {
      total += joined;
      multiplierMax = read.value;
    }
    current = isMultiplier ? undefined : joined;
    end = read.end;
  }
  return end === at ? undefined : { value: total + (current ?? 0), end };
}

/** One number word, after a joint ("and") where a number stands before it. */
function readPart(words: readonly Word[], at: number, isInside: boolean, vocabulary: Vocabulary): SpokenNumber | undefined {
  const word = words[at];
  if (word === undefined || (isInside && !word.joins && !isHyphened(words, at))) return undefined;
  const value = numberWord(word.folded, vocabulary);
  if (value !== undefined) return { value, end: at + 1 };
  if (!isInside || !vocabulary.numberJoints.has(word.folded)) return undefined;
  const after = words[at + 1];
  const joinedValue = after === undefined ? undefined : numberWord(after.folded, vocabulary);
  return joinedValue === undefined ? undefined : { value: joinedValue, end: at + 2 };
}

/** "trente-quatre": nothing but one character stands between. */
const isHyphened = (words: readonly Word[], at: number): boolean => (words[at]?.start ?? 0) - (words[at - 1]?.end ?? 0) === 1;

/** Arabic writes "and" and "for" onto the word. */
export function numberWord(folded: string, vocabulary: Vocabulary): number | undefined {
  return vocabulary.numbers.get(folded) ?? (/^[ولب]/.test(folded) ? vocabulary.numbers.get(folded.slice(1)) : undefined);
}

/** What both make together; undefined: the second begins a number of its own, as in digits said one by one. */
function join(current: number | undefined, value: number, word: string, vocabulary: Vocabulary): number | undefined {
  if (current === undefined) return value;
  if (value >= MULTIPLIER_MIN) return current > 0 && current < MULTIPLIER_MIN ? current * value : undefined;
  if (value === 100) return current > 0 && current < 10 ? current * 100 : undefined;
  const rest = current % 100;
  if (rest === 0) return current > 0 && value > 0 ? current + value : undefined;
  if (rest >= 20 && rest % 10 === 0 && value > 0 && value < 10) return current + value;
  if (vocabulary.numbers.has("soixante")) return joinFrench(current, rest, value);
  if (rest < 10 && value >= 20 && word.startsWith("و")) return current + value;
  return undefined;
}

function joinFrench(current: number, rest: number, value: number): number | undefined {
  if (rest === 4 && value === 20) return current - 4 + 80;
  const isLongTen = rest === 60 || rest === 80;
  const isAfterTen = rest === 70 || rest === 90;
  if (isLongTen && value >= 10 && value < 20) return current + value;
  return isAfterTen && value >= 7 && value < 10 ? current + value : undefined;
}

export interface DigitRun {
  readonly digits: string;
  /** Index of its first word. */
  readonly start: number;
  /** How many words it took. */
  readonly wordCount: number;
}

const REPEATS: ReadonlyMap<string, number> = new Map([
  ["double", 2],
  ["triple", 3],
]);

/**
 * Digits said one by one or in groups ("two zero six", "zéro six douze"), in words or figures. A sentence with two such runs has
 * none: what stands between them may have been a part of the number.
 */
export function digitRun(words: readonly Word[], vocabulary: Vocabulary): DigitRun | undefined {
  const runs: DigitRun[] = [];
  for (let at = 0; at < words.length && runs.length < 2; ) {
    const run = digitRunAt(words, at, vocabulary);
    if (run.digits !== "") runs.push(run);
    at += Math.max(1, run.wordCount);
  }
  return runs.length === 1 ? runs[0] : undefined;
}

function digitRunAt(words: readonly Word[], from: number, vocabulary: Vocabulary): DigitRun {
  let digits = "";
  let at = from;
  for (let word = words[at]; word !== undefined; word = words[at]) {
    const repeats = REPEATS.get(word.folded) ?? 1;
    const first = repeats > 1 ? at + 1 : at;
    const spoken = numberInWords(words, first, vocabulary);
    const figures = words[first]?.folded ?? "";
    if (spoken !== undefined) digits += String(spoken.value).repeat(repeats);
    else if (/^\d+$/.test(figures)) digits += figures.repeat(repeats);
    else break;
    at = spoken?.end ?? first + 1;
  }
  return { digits, start: from, wordCount: at - from };
}
