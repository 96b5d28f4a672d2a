import { ARABIC } from "./arabic.ts";
import { CAUTIONS } from "./caution.ts";
import { ENGLISH } from "./english.ts";
import { FRENCH } from "./french.ts";
import { GERMAN } from "./german.ts";
import { HINDI } from "./hindi.ts";
import { SPANISH } from "./spanish.ts";
import type { LanguageWords, Vocabulary } from "./vocabulary.ts";

const LANGUAGES = { en: ENGLISH, es: SPANISH, de: GERMAN, fr: FRENCH, hi: HINDI, ar: ARABIC } as const satisfies Record<
  keyof typeof CAUTIONS,
  LanguageWords
>;

const withCaution = (code: keyof typeof CAUTIONS): [string, Vocabulary] => [code, { ...LANGUAGES[code], ...CAUTIONS[code] }];

const VOCABULARIES: ReadonlyMap<string, Vocabulary> = new Map((["en", "es", "de", "fr", "hi", "ar"] as const).map(withCaution));

/** Undefined for a language of which the analyser knows no words. */
export const vocabularyOf = (language: string | null): Vocabulary | undefined =>
  language === null ? undefined : VOCABULARIES.get(language);

/** Stop words of all languages together, for settings may be written in another language than the conversation. */
export const STOP_WORDS: ReadonlySet<string> = new Set([...VOCABULARIES.values()].flatMap((vocabulary) => [...vocabulary.stopWords]));
