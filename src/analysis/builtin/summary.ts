import { findPhrases, hasPhrase, phraseAt } from "./phrases.ts";
import type { SpokenSentence, Transcript, Turn } from "./transcript.ts";
import type { Vocabulary } from "./vocabulary/vocabulary.ts";
import { isClauseDenied, isDenied } from "./yesNo.ts";

const COMMITMENTS_MAX = 2;
const WORDS_MIN = 3;

/** The sentences that make up a summary, verbatim; `request` undefined: the user asked for nothing that the rule knows. */
export interface Extract {
  readonly request: string | undefined;
  readonly commitments: readonly string[];
}

/**
 * The first sentence of the user that is marked as a request, and the last sentences of the assistant (at most two, of its
 * last message that has any) that are marked as done or promised. Nothing is reworded.
 */
export function extractSentences(transcript: Transcript): Extract {
  const request = transcript.isVoicemail ? undefined : firstRequest(transcript);
  return { request: request?.verbatim, commitments: lastCommitments(transcript).map(({ verbatim }) => verbatim) };
}

/** One verbatim sentence a line. Undefined: neither request nor commitment was found. */
export function summarise(transcript: Transcript): string | undefined {
  const { request, commitments } = extractSentences(transcript);
  const sentences = request === undefined ? commitments : [request, ...commitments];
  return sentences.length === 0 ? undefined : sentences.join("\n");
}

function firstRequest({ turns, vocabulary }: Transcript): SpokenSentence | undefined {
  if (vocabulary === undefined) return undefined;
  for (const turn of turns) {
    if (turn.role !== "user") continue;
    const found = turn.sentences.find((sentence) => sentence.words.length >= WORDS_MIN && asks(sentence, vocabulary));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** "No, I do not want that" has the words of a request, and asks for nothing. */
function asks(sentence: SpokenSentence, vocabulary: Vocabulary): boolean {
  const isRefusal = phraseAt(sentence.words, 0, vocabulary.no) !== undefined;
  return findPhrases(sentence.words, vocabulary.requests).some(
    ({ start, end }) => !isDenied(sentence, start - 1, vocabulary) && !(isRefusal && isClauseDenied(sentence, end - 1, vocabulary)),
  );
}

function lastCommitments(transcript: Transcript): SpokenSentence[] {
  for (const turn of transcript.turns.toReversed()) {
    if (turn.role !== "assistant") continue;
    const found = turn.sentences.filter((sentence) => isCommitment(sentence, transcript)).slice(-COMMITMENTS_MAX);
    if (found.length > 0 && !isTakenBack(turn, transcript)) return found;
  }
  return [];
}

/** Whether the assistant says in this sentence what it did or will do. */
export function isCommitment(sentence: SpokenSentence, { vocabulary }: Transcript): boolean {
  if (vocabulary === undefined || sentence.isQuestion || sentence.words.length < WORDS_MIN) return false;
  return findPhrases(sentence.words, vocabulary.commitments).some(({ end }) => !isClauseDenied(sentence, end - 1, vocabulary));
}

/** Whether the user's next words are a plain no. */
function isTakenBack(turn: Turn, { turns, vocabulary }: Transcript): boolean {
  const answer = turns[turn.index + 1];
  if (vocabulary === undefined || answer?.role !== "user") return false;
  return hasPhrase(answer.words.slice(0, 1), vocabulary.no) && hasPhrase(answer.words, vocabulary.corrections);
}
