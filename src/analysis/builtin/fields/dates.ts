import { phraseAt } from "../phrases.ts";
import type { SpokenSentence, Transcript } from "../transcript.ts";
import type { Vocabulary } from "../vocabulary/vocabulary.ts";
import { foldedSet, type Word, wordsOf } from "../words.ts";
import type { Candidate, Finder } from "./candidates.ts";

const NUMERIC = /(?<!\d[./-]?)(?:(\d{4})-(\d{2})-(\d{2})|(\d{1,2})[./](\d{1,2})[./](\d{4}))(?![./-]?\d)/g;
const ORDINAL = /^(\d{1,2})(?:st|nd|rd|th|er)?$/;
const DAY_PARTICLES: ReadonlySet<string> = foldedSet("of de del the");
/** "Por la mañana", "guten Morgen", "heute Morgen": parts of a day, which the word for tomorrow also is. */
const NO_TOMORROW_AFTER: ReadonlySet<string> = foldedSet("la guten heute gestern am");

interface Span {
  readonly start: number;
  readonly end: number;
  /** With day, month and year all known. */
  readonly iso: string | undefined;
}

/**
 * Dates. With day, month and year they come as "2026-06-01"; else in the words that were said ("15th of March", "next
 * Friday"), for the analyser knows no calendar. Figures like 03/04/2026 in English could be two dates and are left out.
 */
export const findDates: Finder<string> = (sentence, _turn, { vocabulary, language }) => {
  if (vocabulary === undefined) return [];
  const numeric = [...sentence.text.matchAll(NUMERIC)].flatMap((match) => numericDate(match, language));
  const dates = [...numeric, ...namedMonths(sentence, vocabulary)];
  return dates.length > 0 ? dates : [...namedDays(sentence, vocabulary)];
};

function numericDate(match: RegExpExecArray, language: string | null): string[] {
  const [, year = "", month = "", day = "", first = "", second = "", lastYear = ""] = match;
  if (year !== "") return isoDate(Number(year), Number(month), Number(day));
  const isAmbiguous = language === "en" && Number(first) <= 12 && Number(second) <= 12 && first !== second;
  if (isAmbiguous) return [];
  return Number(second) > 12
    ? isoDate(Number(lastYear), Number(first), Number(second))
    : isoDate(Number(lastYear), Number(second), Number(first));
}

function isoDate(year: number, month: number, day: number): string[] {
  const date = new Date(Date.UTC(year, month - 1, day));
  return year >= 1900 && year < 2100 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
    ? [date.toISOString().slice(0, 10)]
    : [];
}

function namedMonths(sentence: SpokenSentence, vocabulary: Vocabulary): string[] {
  return sentence.words.flatMap((word, at) => {
    const month = vocabulary.months.get(word.folded);
    const span = month === undefined ? undefined : spanAround(sentence.words, at, month);
    return span === undefined ? [] : [span.iso ?? verbatim(sentence, span)];
  });
}

function spanAround(words: readonly Word[], at: number, month: number): Span | undefined {
  const isParticle = (index: number): boolean => DAY_PARTICLES.has(words[index]?.folded ?? "");
  const before = isParticle(at - 1) ? at - 2 : at - 1;
  const afterwards = isParticle(at + 1) ? at + 2 : at + 1;
  const dayBefore = dayOf(words[before]);
  const dayAfter = dayBefore === undefined ? dayOf(words[afterwards]) : undefined;
  const day = dayBefore ?? dayAfter;
  if (day === undefined) return undefined;
  const start = dayBefore === undefined ? at : before;
  const end = dayAfter === undefined ? at + 1 : afterwards + 1;
  const yearAt = isParticle(end) ? end + 1 : end;
  const year = words[yearAt]?.folded ?? "";
  const iso = /^(?:19|20)\d\d$/.test(year) ? isoDate(Number(year), month, day)[0] : undefined;
  return { start, end, iso };
}

function dayOf(word: Word | undefined): number | undefined {
  const day = Number(ORDINAL.exec(word?.folded ?? "")?.[1]);
  return day >= 1 && day <= 31 ? day : undefined;
}

/** Weekdays, "tomorrow", and the Hindi "10 तारीख". */
function namedDays(sentence: SpokenSentence, vocabulary: Vocabulary): Set<string> {
  const days = new Set<string>();
  for (let at = 0; at < sentence.words.length; ) {
    const end = namedDayAt(sentence.words, at, vocabulary);
    if (end !== undefined) days.add(verbatim(sentence, { start: at, end, iso: undefined }));
    at = end ?? at + 1;
  }
  return days;
}

/** Index of the word after a named day that begins at word `at`. */
function namedDayAt(words: readonly Word[], at: number, vocabulary: Vocabulary): number | undefined {
  const folded = (index: number): string => words[index]?.folded ?? "";
  const isModifier = vocabulary.dayModifiers.has(folded(at));
  if (isModifier && vocabulary.weekdays.has(folded(at + 1))) return at + 2;
  if (vocabulary.weekdays.has(folded(at))) return vocabulary.dayModifiers.has(folded(at + 1)) ? at + 2 : at + 1;
  if (dayOf(words[at]) !== undefined && folded(at + 1) === "तारीख") return at + 2;
  return NO_TOMORROW_AFTER.has(folded(at - 1)) ? undefined : phraseAt(words, at, vocabulary.relativeDays)?.end;
}

function verbatim(sentence: SpokenSentence, { start, end }: Span): string {
  const first = sentence.words[start];
  const last = sentence.words[end - 1];
  return first === undefined || last === undefined ? "" : sentence.text.slice(first.start - sentence.start, last.end - sentence.start);
}

/** The same day told twice ("June 1" and "2026-06-01") gets one spelling: the one with a year, else the first. */
export function withOneSpelling(dates: readonly Candidate<string>[], { vocabulary }: Transcript): Candidate<string>[] {
  const spellings = new Map<string, string>();
  for (const { value } of dates) {
    const day = dayKey(value, vocabulary);
    if (!spellings.has(day) || ISO.test(value)) spellings.set(day, value);
  }
  return dates.map((date) => ({ ...date, value: spellings.get(dayKey(date.value, vocabulary)) ?? date.value }));
}

const ISO = /^\d{4}-\d\d-\d\d$/;

/** "06-01" of a date with a month; else its words. */
function dayKey(value: string, vocabulary: Vocabulary | undefined): string {
  if (ISO.test(value)) return value.slice(5);
  const words = wordsOf(value);
  const month = words.map(({ folded }) => vocabulary?.months.get(folded)).find((one) => one !== undefined);
  const day = words.map(dayOf).find((one) => one !== undefined);
  if (month === undefined || day === undefined) return words.map(({ folded }) => folded).join(" ");
  return `${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
}
