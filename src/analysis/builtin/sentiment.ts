import type { SentimentFound } from "../../domain/analysis.ts";
import { findPhrases, hasPhrase } from "./phrases.ts";
import type { Transcript } from "./transcript.ts";
import type { Vocabulary } from "./vocabulary/vocabulary.ts";
import { isDenied } from "./yesNo.ts";

const WORDS_MIN = 2;

/**
 * The user's plainly glad and plainly angry words are counted, denied ones left out. Served when at least two of one kind
 * stand against none of the other; undefined otherwise. Thanks count for nothing, for everybody says them; a calm
 * conversation is left out, and so are glad words of somebody who complains, for the absence of such words proves nothing.
 */
export function judgeSentiment(transcript: Transcript): SentimentFound | undefined {
  const glad = new Set<string>();
  const angry = new Set<string>();
  const { vocabulary } = transcript;
  if (vocabulary === undefined || transcript.isVoicemail) return undefined;
  for (const turn of transcript.turns) {
    if (turn.role !== "user") continue;
    for (const sentence of turn.sentences) {
      const plain = (phrases: typeof vocabulary.positive) =>
        findPhrases(sentence.words, phrases).filter(({ start }) => !isDenied(sentence, start - 1, vocabulary));
      const quote = ({ start, end }: { start: number; end: number }) =>
        turn.text.slice(sentence.words[start]?.start, sentence.words[end - 1]?.end).toLowerCase();
      for (const match of plain(vocabulary.positive)) glad.add(quote(match));
      for (const match of plain(vocabulary.negative)) angry.add(quote(match));
    }
  }
  if (glad.size >= WORDS_MIN && angry.size === 0 && !complains(transcript, vocabulary)) return found("POSITIVE", glad);
  if (angry.size >= WORDS_MIN && glad.size === 0) return found("NEGATIVE", angry);
  return undefined;
}

/** "Great job, you lost my parcel again": glad words beside a complaint may mean their opposite. */
const complains = ({ turns }: Transcript, vocabulary: Vocabulary): boolean =>
  turns.some(({ role, words }) => role === "user" && (hasPhrase(words, vocabulary.complaints) || hasPhrase(words, vocabulary.mockery)));

/** Two words weigh half, each further one a tenth more. */
function found(sentiment: "POSITIVE" | "NEGATIVE", words: ReadonlySet<string>): SentimentFound {
  const strength = Math.min(1, 0.5 + (words.size - WORDS_MIN) * 0.1);
  const said = [...words].map((word) => `"${word}"`).join(", ");
  return {
    sentiment,
    score: sentiment === "POSITIVE" ? strength : -strength,
    explanation: `The user said ${said}, and nothing of the other kind.`,
  };
}
