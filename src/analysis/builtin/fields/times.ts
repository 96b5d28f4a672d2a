import { type PhraseMatch, type Phrases, phraseAt } from "../phrases.ts";
import type { SpokenSentence } from "../transcript.ts";
import type { Vocabulary } from "../vocabulary/vocabulary.ts";
import type { Finder } from "./candidates.ts";
import { numberInWords } from "./spokenNumbers.ts";

const HALF_DAY_HOURS = 12;
/** How far from the hour "in the evening" may stand, in words. */
const PART_DISTANCE_MAX = 2;

interface Clock {
  readonly hour: number;
  readonly minute: number;
  /** Words that tell the time, `end` exclusive. */
  readonly start: number;
  readonly end: number;
  /** Written with a colon or an "Uhr", so that it is a time whatever stands beside it. */
  readonly isMarked: boolean;
}

/**
 * Times of day as "16:30". Those of which it was not said whether before or after noon are left out, except where people tell
 * times by 24 hours and wrote them so.
 */
export const findTimes: Finder<string> = (sentence, _turn, { vocabulary }) => {
  if (vocabulary === undefined) return [];
  return clocksIn(sentence, vocabulary).flatMap((clock) => {
    const hour = hourOfDay(clock, sentence, vocabulary);
    return hour === undefined ? [] : [`${String(hour).padStart(2, "0")}:${String(clock.minute).padStart(2, "0")}`];
  });
};

function clocksIn(sentence: SpokenSentence, vocabulary: Vocabulary): Clock[] {
  const clocks: Clock[] = [];
  for (let at = 0; at < sentence.words.length; ) {
    const clock = clockAt(sentence, at, vocabulary);
    if (clock !== undefined && clock.hour < 24 && clock.minute < 60) clocks.push(clock);
    at = clock?.end ?? at + 1;
  }
  return clocks;
}

function clockAt(sentence: SpokenSentence, at: number, vocabulary: Vocabulary): Clock | undefined {
  const { words, text } = sentence;
  const folded = (index: number): string => words[index]?.folded ?? "";
  const joined = /^(\d{1,2})h(\d{2})?$/.exec(folded(at));
  if (joined !== null) return { hour: Number(joined[1]), minute: Number(joined[2] ?? 0), start: at, end: at + 1, isMarked: true };
  if (/^\d{1,2}$/.test(folded(at))) {
    const hour = Number(folded(at));
    const separator = text.slice((words[at]?.end ?? 0) - sentence.start, (words[at + 1]?.start ?? 0) - sentence.start);
    const hasMinutes = separator === ":" && /^\d{2}$/.test(folded(at + 1));
    const end = hasMinutes ? at + 2 : at + 1;
    const isOnHour = vocabulary.hourWords.has(folded(end));
    return {
      hour,
      minute: hasMinutes ? Number(folded(at + 1)) : 0,
      start: at,
      end: isOnHour ? end + 1 : end,
      isMarked: hasMinutes || isOnHour,
    };
  }
  const glued = /^(\d{1,2})(am|pm)$/.exec(folded(at));
  if (glued !== null)
    return {
      hour: (Number(glued[1]) % HALF_DAY_HOURS) + (glued[2] === "pm" ? HALF_DAY_HOURS : 0),
      minute: 0,
      start: at,
      end: at + 1,
      isMarked: true,
    };
  return spokenClockAt(sentence, at, vocabulary);
}

/** "Seven thirty", "achtzehn Uhr dreißig". */
function spokenClockAt({ words }: SpokenSentence, at: number, vocabulary: Vocabulary): Clock | undefined {
  const hour = numberInWords(words, at, vocabulary);
  if (hour === undefined) return undefined;
  const isOnHour = vocabulary.hourWords.has(words[hour.end]?.folded ?? "");
  const minuteAt = isOnHour ? hour.end + 1 : hour.end;
  const minute = numberInWords(words, minuteAt, vocabulary);
  const hasMinute = minute !== undefined && minute.value >= 10 && minute.value < 60 && hour.value < 24;
  return { hour: hour.value, minute: hasMinute ? minute.value : 0, start: at, end: hasMinute ? minute.end : minuteAt, isMarked: isOnHour };
}

function hourOfDay(clock: Clock, { words }: SpokenSentence, vocabulary: Vocabulary): number | undefined {
  const isBeside = (phrases: Phrases): boolean => {
    const after = Array.from({ length: PART_DISTANCE_MAX }, (_, step) => phraseAt(words, clock.end + step, phrases));
    const before = Array.from({ length: PART_DISTANCE_MAX }, (_, step) => phraseAt(words, clock.start - 1 - step, phrases));
    return [...after, ...before].some((match: PhraseMatch | undefined) => match !== undefined);
  };
  if (clock.hour > HALF_DAY_HOURS || (clock.hour === 0 && clock.isMarked)) return clock.isMarked ? clock.hour : undefined;
  const isMorning = isBeside(vocabulary.morning);
  const isAfternoon = isBeside(vocabulary.afternoon);
  if (isMorning !== isAfternoon) return (clock.hour % HALF_DAY_HOURS) + (isAfternoon ? HALF_DAY_HOURS : 0);
  const isSure = vocabulary.isClockOf24 && clock.isMarked && !isMorning;
  return isSure || (clock.hour > HALF_DAY_HOURS && clock.isMarked) ? clock.hour : undefined;
}
