import { meaningfulWords } from "../intent.ts";
import { hasPhrase } from "../phrases.ts";
import type { SpokenSentence, Transcript } from "../transcript.ts";
import { ENGLISH } from "../vocabulary/english.ts";
import { foldedSet, isSameWord, type Word, wordsOf } from "../words.ts";
import { readYesNo } from "../yesNo.ts";

/** Words for the one that is asked; they tell nothing of what is asked. */
const PEOPLE_ASKED: ReadonlySet<string> = foldedSet(
  "customer client caller user person patient guest cliente kunde patienten kunden personne ग्राहक  ",
);
const SHARE_MIN = 0.6;

/**
 * The answer to the assistant's question whose words are those of the field's description (of its name, if it has none): at
 * least three in five of them, and two unless it has only one. Undefined where there is no such question, no plain answer, or
 * answers that disagree; and where either is put in the negative, for then yes and no mean different things to different people.
 */
export function findAnswer(field: { readonly name: string; readonly description: string }, transcript: Transcript): boolean | undefined {
  const { vocabulary, turns } = transcript;
  const text = (field.description === "" ? field.name : field.description).replace(/\b(or|o|oder|ou) (not|no|nicht|non)\b/i, "");
  const wanted = meaningfulWords(text).filter((word) => !PEOPLE_ASKED.has(word));
  if (vocabulary === undefined || wanted.length === 0 || isNegative(wordsOf(text), transcript)) return undefined;
  const answers = new Set<boolean>();
  for (const turn of turns) {
    const question = turn.role === "assistant" ? turn.sentences.at(-1) : undefined;
    const answer = turns[turn.index + 1];
    if (question === undefined || answer?.role !== "user" || !asks(question, wanted) || isNegative(question.words, transcript)) continue;
    const said = readYesNo(answer, vocabulary);
    if (said === undefined) return undefined;
    answers.add(said);
  }
  return answers.size === 1 ? answers.has(true) : undefined;
}

function asks(question: SpokenSentence, wanted: readonly string[]): boolean {
  if (!question.isQuestion) return false;
  const shared = wanted.filter((word) => question.words.some(({ folded }) => isSameWord(folded, word))).length;
  return shared >= Math.min(2, wanted.length) && shared / wanted.length >= SHARE_MIN;
}

const isNegative = (words: readonly Word[], { vocabulary }: Transcript): boolean =>
  hasPhrase(words, ENGLISH.negations) || (vocabulary !== undefined && hasPhrase(words, vocabulary.negations));
