import type { Transcript } from "../transcript.ts";
import { foldedSet, type Word } from "../words.ts";
import { beginsWithYes } from "../yesNo.ts";
import { type Candidate, chooseOne } from "./candidates.ts";
import { type Concept, speaksOf } from "./concepts.ts";
import { isFirm } from "./firm.ts";

/** Whoever says this tells whom they reached, not how to reach them. */
const REACHED: ReadonlySet<string> = foldedSet(
  "sent wrote emailed called rang dialled dialed texted contacted escribí envié mandé llamé marqué geschrieben geschickt angerufen gesendet gewählt écrit envoyé appelé contacté composé भेजा भेजी लिखा मिलाया كتبت أرسلت راسلت اتصلت",
);

/**
 * The caller's own address or number: said by the user, where the sentence or the turn of the assistant before speaks of such a
 * thing, and not as the other side's; or named by the assistant in a question about it that the user said yes to.
 */
export function chooseContact(candidates: readonly Candidate<string>[], of: Concept, transcript: Transcript): string | undefined {
  const { vocabulary, turns } = transcript;
  if (vocabulary === undefined) return undefined;
  const has = (words: readonly Word[], set: ReadonlySet<string>): boolean => words.some(({ folded }) => set.has(folded));
  const said = candidates.filter(({ turn, sentence }) => {
    const before = turns[turn.index - 1];
    const isAsked = before?.role === "assistant" && speaksOf(before.words, of);
    const isOthers = has(sentence.words, vocabulary.yourSide) || has(sentence.words, REACHED);
    return turn.role === "user" && !isOthers && (isAsked || speaksOf(sentence.words, of)) && isFirm(sentence, turn, vocabulary);
  });
  const confirmed = candidates.filter(({ turn, sentence, value }) => {
    if (turn.role !== "assistant" || has(sentence.words, vocabulary.ownSide)) return false;
    const isAgreed = sentence.isQuestion && speaksOf(sentence.words, of) && beginsWithYes(turns[turn.index + 1], vocabulary);
    return isAgreed || said.some((own) => own.value === value);
  });
  return chooseOne([...said, ...confirmed], transcript);
}
