import type { IntentFound } from "../../domain/analysis.ts";
import { hasPhrase } from "./phrases.ts";
import type { SpokenSentence, Transcript } from "./transcript.ts";
import { STOP_WORDS } from "./vocabulary/vocabularies.ts";
import type { Vocabulary } from "./vocabulary/vocabulary.ts";
import { isSameWord, wordsOf } from "./words.ts";
import { isClauseDenied } from "./yesNo.ts";

/** The share of served intents that were right on the written transcripts is at least this; it is one figure because the rule knows no degrees. */
const CONFIDENCE = 0.9;

/** Words of a setting that mean something, folded, each once. */
export const meaningfulWords = (text: string): string[] => [
  ...new Set(
    wordsOf(text.replaceAll("_", " "))
      .map(({ folded }) => folded)
      .filter((word) => !STOP_WORDS.has(word)),
  ),
];

/**
 * The configured intent whose meaningful words all occur in one sentence of the user that is marked as a request and does not
 * deny them, and no later sentence takes back. Undefined: none, or several that do not contain one another.
 */
export function findIntent(intents: readonly string[], transcript: Transcript): IntentFound | undefined {
  const { vocabulary } = transcript;
  if (vocabulary === undefined || transcript.isVoicemail) return undefined;
  const asked = transcript.turns.filter(({ role }) => role === "user").flatMap(({ sentences }) => sentences);
  const matches = intents.flatMap((intent) => {
    const wanted = meaningfulWords(intent);
    const at = asked.findIndex((candidate) => names(candidate, wanted, transcript));
    const sentence = asked[at];
    if (sentence === undefined || asked.slice(at).some((later) => takesBack(later, wanted, vocabulary))) return [];
    return [{ intent, wanted, sentence }];
  });
  const best = matches.toSorted((one, other) => other.wanted.length - one.wanted.length)[0];
  if (best === undefined || matches.some(({ wanted }) => !wanted.every((word) => best.wanted.some((own) => isSameWord(own, word)))))
    return undefined;
  return { intent: best.intent, confidence: CONFIDENCE, explanation: `The user asked: "${best.sentence.verbatim}"` };
}

/** "No wait, don't cancel it": from the request on, nothing may deny one of its words or take it back. */
const takesBack = (sentence: SpokenSentence, wanted: readonly string[], vocabulary: Vocabulary): boolean =>
  hasPhrase(sentence.words, vocabulary.withdrawals) ||
  sentence.words.some(({ folded }, at) => wanted.some((word) => isSameWord(folded, word)) && isClauseDenied(sentence, at, vocabulary));

function names(sentence: SpokenSentence, wanted: readonly string[], { vocabulary }: Transcript): boolean {
  if (vocabulary === undefined || wanted.length === 0 || !hasPhrase(sentence.words, vocabulary.requests)) return false;
  return wanted.every((word) =>
    sentence.words.some(({ folded }, at) => isSameWord(folded, word) && !isClauseDenied(sentence, at, vocabulary)),
  );
}
