import type { AnalysedMessage } from "../analyser.ts";
import type { IdentifyLanguage } from "./language.ts";
import { hasPhrase } from "./phrases.ts";
import { speaksToAnalyser } from "./vocabulary/analysisWords.ts";
import { vocabularyOf } from "./vocabulary/vocabularies.ts";
import type { Vocabulary } from "./vocabulary/vocabulary.ts";
import { type Sentence, sentencesOf, type Word, withAsciiDigits, wordsOf } from "./words.ts";

export interface SpokenSentence extends Sentence {
  /** As it stands in the message. */
  readonly verbatim: string;
  readonly words: readonly Word[];
  /** Ends with a question mark, or begins as questions do. */
  readonly isQuestion: boolean;
}

/** One message of user or assistant, taken apart. */
export interface Turn {
  /** Place among the turns. */
  readonly index: number;
  readonly role: "user" | "assistant";
  /** As written, digits as ASCII digits; offsets of words and sentences lead into it. */
  readonly text: string;
  readonly words: readonly Word[];
  /** None of a user who speaks to an analyser: such a message answers nothing, asks for nothing and says nothing. */
  readonly sentences: readonly SpokenSentence[];
}

export interface Transcript {
  readonly language: string | null;
  /** Undefined: a language of which no words are known. */
  readonly vocabulary: Vocabulary | undefined;
  readonly turns: readonly Turn[];
  /** Nobody but an answering machine spoke for the user. */
  readonly isVoicemail: boolean;
}

interface SpokenMessage {
  readonly role: "user" | "assistant";
  readonly content: string;
}

/** Takes the messages of user and assistant apart. */
export function readTranscript(messages: readonly AnalysedMessage[], identify: IdentifyLanguage): Transcript {
  const spoken = messages.flatMap(({ role, content }): SpokenMessage[] =>
    role === "user" || role === "assistant" ? [{ role, content }] : [],
  );
  const language = languageOf(spoken, identify);
  const vocabulary = vocabularyOf(language);
  const turns = spoken.map(({ role, content }, index): Turn => takeApart(index, role, content, vocabulary));
  return { language, vocabulary, turns, isVoicemail: vocabulary !== undefined && isVoicemail(turns, vocabulary) };
}

function isVoicemail(turns: readonly Turn[], vocabulary: Vocabulary): boolean {
  const said = turns.filter(({ role, words }) => role === "user" && words.length > 0);
  return said.length > 0 && said.every(({ words }) => hasPhrase(words, vocabulary.voicemail));
}

/** The user's language, for that is whom the session is about; the assistant's where the user said too little. */
function languageOf(spoken: readonly SpokenMessage[], identify: IdentifyLanguage): string | null {
  const wordsOfRole = (role: SpokenMessage["role"]) =>
    spoken
      .filter((message) => message.role === role)
      .map(({ content }) => content)
      .join("\n");
  const said = wordsOfRole("user");
  return identify(said) ?? identify(`${said}\n${wordsOfRole("assistant")}`) ?? null;
}

function takeApart(index: number, role: Turn["role"], content: string, vocabulary: Vocabulary | undefined): Turn {
  const text = withAsciiDigits(content);
  const words = wordsOf(text);
  if (role === "user" && speaksToAnalyser(words, text)) return { index, role, text, words, sentences: [] };
  let next = 0;
  const sentences = sentencesOf(text).map((sentence): SpokenSentence => {
    while ((words[next]?.start ?? sentence.start) < sentence.start) next++;
    const from = next;
    while ((words[next]?.end ?? Number.POSITIVE_INFINITY) <= sentence.end) next++;
    const own = words.slice(from, next);
    return {
      ...sentence,
      verbatim: content.slice(sentence.start, sentence.end),
      words: own,
      isQuestion: isQuestion(sentence.text, own, vocabulary),
    };
  });
  return { index, role, text, words, sentences };
}

function isQuestion(text: string, words: readonly Word[], vocabulary: Vocabulary | undefined): boolean {
  if (/[?؟]\W*$/.test(text.slice(-6))) return true;
  if (/[.!।]$/.test(text) || vocabulary === undefined) return false;
  return hasPhrase(words.slice(0, 3), vocabulary.questions);
}
