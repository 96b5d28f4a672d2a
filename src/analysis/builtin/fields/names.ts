import { findPhrases, hasPhrase, phraseAt } from "../phrases.ts";
import type { SpokenSentence, Transcript, Turn } from "../transcript.ts";
import { STOP_WORDS } from "../vocabulary/vocabularies.ts";
import type { Vocabulary } from "../vocabulary/vocabulary.ts";
import { foldedSet } from "../words.ts";
import { beginsWithYes } from "../yesNo.ts";
import { askedBefore, chooseOne, type Finder, remembered } from "./candidates.ts";
import { NAME, speaksOf } from "./concepts.ts";

const NAME_WORDS_MAX = 4;
const ANSWER_WORDS_MAX = 7;
/** Small words inside names. */
const PARTICLES: ReadonlySet<string> = foldedSet("de la del von van der den bin al el di da ben abu");
/** After the name in Hindi, where the verb stands last, and in its Latin spelling. */
const ENDS_OF_NAME: ReadonlySet<string> = foldedSet("है हे हूं hai जी speaking here calling से बात बोल और");

/** The user's own name, verbatim: after "my name is", as the answer to a question for it, or confirmed after "am I speaking with". */
export function findUserName(transcript: Transcript): string | undefined {
  if (transcript.vocabulary === undefined) return undefined;
  return chooseOne(ownNamesIn(transcript), transcript) ?? chooseOne(confirmedNamesIn(transcript), transcript);
}

const ownNames: Finder<string> = (sentence, turn, transcript) => {
  const { vocabulary } = transcript;
  if (turn.role !== "user" || vocabulary === undefined || sentence.isQuestion) return [];
  const introduced = findPhrases(sentence.words, vocabulary.ownName).flatMap(({ end }) => nameFrom(sentence, end, vocabulary));
  return introduced.length > 0 ? introduced : answeredName(sentence, turn, transcript, vocabulary);
};

/** The first sentence after "what is your name?", if it is little more than a name. */
function answeredName(sentence: SpokenSentence, turn: Turn, transcript: Transcript, vocabulary: Vocabulary): string[] {
  const asked = askedBefore(turn, transcript);
  if (asked === undefined || turn.sentences[0] !== sentence || sentence.words.length > ANSWER_WORDS_MAX) return [];
  if (!asksForName(asked, vocabulary) || hasPhrase(sentence.words, vocabulary.negations) || hasPhrase(sentence.words, vocabulary.no))
    return [];
  let at = 0;
  for (const skipped of [vocabulary.yes, vocabulary.fillers, vocabulary.introductions])
    at = phraseAt(sentence.words, at, skipped)?.end ?? at;
  return nameFrom(sentence, at, vocabulary, true);
}

/** "Who am I speaking with?" ends so; "am I speaking with Ms. Sand?" goes on with a name, and is confirmed instead. */
const asksForName = ({ words }: SpokenSentence, vocabulary: Vocabulary): boolean =>
  speaksOf(words, NAME) || findPhrases(words, vocabulary.otherName).some(({ end }) => end === words.length);

const confirmedNames: Finder<string> = (sentence, turn, { vocabulary, turns }) => {
  if (turn.role !== "assistant" || vocabulary === undefined || turn.sentences.at(-1) !== sentence) return [];
  if (!sentence.isQuestion || !beginsWithYes(turns[turn.index + 1], vocabulary)) return [];
  return findPhrases(sentence.words, vocabulary.otherName).flatMap(({ end }) => nameFrom(sentence, end, vocabulary));
};

/** The name that begins at word `at`, after titles. In an answer a single word in small letters is a name too. */
function nameFrom(sentence: SpokenSentence, at: number, vocabulary: Vocabulary, isAnswer = false): string[] {
  const { words, text } = sentence;
  let first = at;
  for (let title = phraseAt(words, first, vocabulary.titles); title !== undefined; title = phraseAt(words, first, vocabulary.titles))
    first = title.end;
  let end = first;
  while (end < words.length && end - first < NAME_WORDS_MAX && continuesName(sentence, end, first, vocabulary)) end++;
  while (end > first && PARTICLES.has(words[end - 1]?.folded ?? "")) end--;
  const start = words[first];
  const last = words[end - 1];
  if (start === undefined || last === undefined || end === first) return [];
  const name = text.slice(start.start - sentence.start, last.end - sentence.start);
  const isEnded = ENDS_OF_NAME.has(words[end]?.folded ?? "");
  return isPlausible(name, isEnded ? 0 : words.length - end, isAnswer) ? [name] : [];
}

function continuesName(sentence: SpokenSentence, at: number, first: number, vocabulary: Vocabulary): boolean {
  const word = sentence.words[at];
  if (word === undefined || /\d/.test(word.folded) || ENDS_OF_NAME.has(word.folded)) return false;
  if (at > first && !isJoined(sentence, at)) return false;
  const raw = sentence.text.slice(word.start - sentence.start, word.end - sentence.start);
  if (at > first && PARTICLES.has(word.folded)) return true;
  const isKnownWord =
    STOP_WORDS.has(word.folded) || vocabulary.numbers.has(word.folded) || phraseAt(sentence.words, at, vocabulary.negations) !== undefined;
  if (isKnownWord && !isCapital(raw)) return false;
  const began = sentence.words[first];
  const beganCapital = began !== undefined && isCapital(sentence.text.charAt(began.start - sentence.start));
  return !beganCapital || isCapital(raw);
}

/** Blanks, a hyphen, an apostrophe or the point of an initial may stand inside a name. */
function isJoined(sentence: SpokenSentence, at: number): boolean {
  const before = sentence.words[at - 1];
  const word = sentence.words[at];
  if (before === undefined || word === undefined) return false;
  return /^(?:\s+|[-'’]|\.\s?)$/.test(sentence.text.slice(before.end - sentence.start, word.start - sentence.start));
}

const isCapital = (raw: string): boolean => /^\p{Lu}/u.test(raw);

/** Small Latin letters come from speech-to-text: there only one or two words that nothing follows are taken for a name. */
function isPlausible(name: string, wordsAfter: number, isAnswer: boolean): boolean {
  const isSmallLatin = /^\p{Ll}/u.test(name);
  if (!isSmallLatin && !/^\p{Lo}/u.test(name)) return true;
  const wordCount = name.split(/\s+/).length;
  return wordCount <= (isSmallLatin ? 2 : 3) && (isAnswer ? wordsAfter <= 2 : wordsAfter <= 1);
}

const ownNamesIn = remembered(ownNames);
const confirmedNamesIn = remembered(confirmedNames);
