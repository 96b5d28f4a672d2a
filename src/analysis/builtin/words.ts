/** One word of a text: folded for comparing, with its place in the text, so that what is quoted stays verbatim. */
export interface Word {
  readonly folded: string;
  /** Offsets into the text; `end` is exclusive. */
  readonly start: number;
  readonly end: number;
  /** Whether only blanks stand between this word and the one before it. */
  readonly joins: boolean;
}

/** A piece of a text, cut off its blanks. */
export interface Sentence {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const WORD = /[\p{L}\p{N}\p{M}]+/gu;
const PLAIN = /^[a-z0-9]*$/;
const MARKS = /[\u0300-\u036f\u064b-\u065f\u0670\u0640\u093c]/g;
const FOREIGN_DIGIT = /[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f]/g;
const ABBREVIATIONS: ReadonlySet<string> = new Set(["dr", "mr", "mrs", "ms", "sr", "sra", "hr", "fr", "st", "str", "m", "mme"]);

/** Arabic, Persian and Devanagari digits as ASCII ones; every other character keeps its place. */
export const withAsciiDigits = (text: string): string =>
  text.replace(FOREIGN_DIGIT, (digit) => {
    const code = digit.charCodeAt(0);
    return String(code - (code >= 0x0966 ? 0x0966 : code >= 0x06f0 ? 0x06f0 : 0x0660));
  });

/** Case, accents and vowel marks folded; "Straße" is "strasse", "أحمد" is "احمد". */
export function fold(word: string): string {
  const lower = word.toLowerCase();
  if (PLAIN.test(lower)) return lower;
  const bare = lower.normalize("NFKD").replace(MARKS, "").replaceAll("ß", "ss").normalize("NFC");
  return bare.replace(/[أإآ]/g, "ا").replaceAll("ى", "ي").replaceAll("ة", "ه").replaceAll("ँ", "ं");
}

/** Words as settings and vocabularies hold them, with blanks between. */
export const foldedSet = (list: string): ReadonlySet<string> => new Set(list.split(" ").map(fold));

/** The words of a text in order; linear in its length. */
export function wordsOf(text: string): Word[] {
  const words: Word[] = [];
  let previousEnd = 0;
  for (const match of text.matchAll(WORD)) {
    const start = match.index;
    const end = start + match[0].length;
    words.push({ folded: fold(match[0]), start, end, joins: words.length > 0 && text.slice(previousEnd, start).trim() === "" });
    previousEnd = end;
  }
  return words;
}

/** Speech-to-text may write no punctuation at all; a sentence as long as this ends at the next blank. */
const SENTENCE_CHARACTERS_MAX = 600;
const PIECE_CHARACTERS_MAX = 800;

/** Cuts after . ! ? … । ؟ before a blank, at line ends, and past 600 characters; abbreviations, initials and numbers with a point ("am 12. Mai") do not end a sentence. */
export function sentencesOf(text: string): Sentence[] {
  const sentences: Sentence[] = [];
  let start = 0;
  for (let at = 0; at <= text.length; at++) {
    const isLong = at - start >= SENTENCE_CHARACTERS_MAX && (isBlank(text[at]) || at - start >= PIECE_CHARACTERS_MAX);
    if (at < text.length && !isLong && !endsSentence(text, at)) continue;
    addTrimmed(sentences, text, start, Math.min(at + 1, text.length));
    start = at + 1;
  }
  return sentences;
}

function endsSentence(text: string, at: number): boolean {
  const mark = text[at] ?? "";
  if (mark === "\n") return true;
  if (!".!?…।؟".includes(mark) || !isBlank(text[at + 1])) return false;
  if (mark !== ".") return true;
  const word = lastWordBefore(text, at);
  if (/^\d{1,2}$/.test(word)) return !/^\p{L}/u.test(text.slice(at + 2, at + 3));
  if (/^n[or]$/i.test(word)) return !/^\d/.test(text.slice(at + 2, at + 3));
  return word.length !== 1 && !ABBREVIATIONS.has(word.toLowerCase());
}

function lastWordBefore(text: string, at: number): string {
  const head = text.slice(Math.max(0, at - 12), at);
  return /[\p{L}\p{N}\p{M}]+$/u.exec(head)?.[0] ?? "";
}

const isBlank = (character: string | undefined): boolean => character === undefined || /\s/.test(character);

function addTrimmed(sentences: Sentence[], text: string, start: number, end: number): void {
  const piece = text.slice(start, end);
  const trimmed = piece.trim();
  if (!/[\p{L}\p{N}]/u.test(trimmed)) return;
  const from = start + piece.indexOf(trimmed);
  sentences.push({ text: trimmed, start: from, end: from + trimmed.length });
}

const SHARE_MIN = 0.55;

/** Whether two folded words are forms of one word: equal, or a common beginning of at least four letters (three in Devanagari and Arabic) that is most of both. */
export function isSameWord(one: string, other: string): boolean {
  if (one === other) return true;
  const shortest = Math.min(one.length, other.length);
  const needed = PLAIN.test(one) ? 4 : 3;
  if (shortest < needed) return false;
  let shared = 0;
  while (shared < shortest && one[shared] === other[shared]) shared++;
  return shared >= needed && shared / Math.max(one.length, other.length) >= SHARE_MIN;
}
