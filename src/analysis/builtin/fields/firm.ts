import { findPhrases, hasPhrase, type PhraseMatch } from "../phrases.ts";
import type { SpokenSentence, Transcript, Turn } from "../transcript.ts";
import type { Vocabulary } from "../vocabulary/vocabulary.ts";
import { accepts } from "../yesNo.ts";
import type { Candidate } from "./candidates.ts";

/**
 * Whether a sentence of the user states something about the own matter now: no denial, no dislike, no other time, nobody
 * else's, no question that asks for nothing, and not taken back in the rest of the turn. Sentences of the assistant pass.
 */
export function isFirm(sentence: SpokenSentence, turn: Turn, vocabulary: Vocabulary): boolean {
  if (turn.role !== "user") return true;
  if (sentence.isQuestion && !hasPhrase(sentence.words, vocabulary.requests)) return false;
  if (isDoubtful(sentence, vocabulary) || hasDenial(sentence, vocabulary)) return false;
  const following = turn.sentences[turn.sentences.indexOf(sentence) + 1];
  return ![sentence, following].some((one) => one !== undefined && hasPhrase(one.words, vocabulary.withdrawals));
}

/** "The day after tomorrow" has the words of "the day after", and is a day. */
function isDoubtful({ words }: SpokenSentence, vocabulary: Vocabulary): boolean {
  const days = findPhrases(words, vocabulary.relativeDays);
  const isOfDay = ({ start, end }: PhraseMatch): boolean => days.some((day) => day.start <= start && end <= day.end);
  return findPhrases(words, vocabulary.doubts).some((match) => !isOfDay(match));
}

/** A no that stands alone between commas ("no, at four") denies what was said before, not this sentence. */
function hasDenial(sentence: SpokenSentence, vocabulary: Vocabulary): boolean {
  return findPhrases(sentence.words, vocabulary.negations).some(({ start, end }) => {
    const isRequest = findPhrases(sentence.words, vocabulary.requests).some((request) => request.start <= start && end <= request.end);
    const isAlone = hasMark(sentence, start) && hasMark(sentence, end) && sentence.words[end] !== undefined;
    return !isRequest && !(isAlone && findPhrases(sentence.words.slice(start, end), vocabulary.no).length > 0);
  });
}

/** Whether more than blanks stands before word `at`; so at both ends of a sentence. */
const hasMark = ({ words }: SpokenSentence, at: number): boolean => at === 0 || words[at]?.joins !== true;

/** What the assistant said counts when the user accepts it, or has said the same. */
export function isAffirmed<Value extends string | number>(
  { turn, value }: Candidate<Value>,
  said: readonly Candidate<Value>[],
  { turns, vocabulary }: Transcript,
): boolean {
  if (vocabulary === undefined) return false;
  return said.some((own) => own.turn.role === "user" && own.value === value) || accepts(turns[turn.index + 1], vocabulary);
}
