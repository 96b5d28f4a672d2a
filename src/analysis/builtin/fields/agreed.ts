import { isCommitment } from "../summary.ts";
import type { Transcript } from "../transcript.ts";
import type { Word } from "../words.ts";
import { type About, aboutMatter } from "./about.ts";
import { askedBefore, type Candidate, chooseOne, distinct } from "./candidates.ts";
import { type Concept, speaksOf } from "./concepts.ts";
import { isAffirmed } from "./firm.ts";

/**
 * A date or a time that the user said, or that the user accepted from the assistant, where the sentence or the question before
 * it is about the field. What the assistant says last to be done or agreed decides, if it names exactly one and the user
 * said or accepted it.
 */
export function chooseAgreed(
  field: { readonly name: string; readonly description: string },
  kind: Concept,
  candidates: readonly Candidate<string>[],
  transcript: Transcript,
): string | undefined {
  const isMatter: About = aboutMatter(field);
  const isAbout = (words: readonly Word[]): boolean => isMatter(words) || speaksOf(words, kind);
  const fitting = candidates.filter(({ sentence, turn }) => isAbout(sentence.words) || isAbout(askedBefore(turn, transcript)?.words ?? []));
  const said = fitting.filter(({ turn }) => turn.role === "user");
  const standing = fitting.filter((candidate) => candidate.turn.role === "user" || isAffirmed(candidate, said, transcript));
  const agreed = fitting.filter(({ turn, sentence }) => turn.role === "assistant" && isCommitment(sentence, transcript));
  const lastTurn = agreed.at(-1)?.turn;
  if (lastTurn === undefined) return chooseOne(standing, transcript);
  const last = agreed.filter(({ turn }) => turn === lastTurn);
  const values = distinct(last);
  return values.length === 1 && last.every((candidate) => standing.includes(candidate)) ? values[0] : undefined;
}
