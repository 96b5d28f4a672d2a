const ACCENTS = /[\u0300-\u036f]/g;
const NO_PART_OF_A_WORD = /[^\p{L}\p{N}\p{M}]+/gu;
const WORD_CHARACTERS_MAX = 64;
const BASIC_ONLY = /^[\u0020-\u007e\n]*$/;

const words = new Intl.Segmenter("und", { granularity: "word" });
const characters = new Intl.Segmenter("und", { granularity: "grapheme" });

/** As the server folds what it searches in: case, accents and compatibility forms make no difference. */
const folded = (text: string): string =>
  // A final sigma is told apart only by what stands behind it, which one character alone does not know.
  text.normalize("NFKD").toLowerCase().replace(ACCENTS, "").replaceAll("ß", "ss").replaceAll("ς", "σ").normalize("NFC");

const bare = (segment: string): string => segment.replace(NO_PART_OF_A_WORD, "").slice(0, WORD_CHARACTERS_MAX);

/** The distinct words of what somebody searched for. */
export function wordsToFind(text: string): string[] {
  const cut = [...words.segment(folded(text))].map(({ segment, isWordLike }) => (isWordLike === true ? bare(segment) : ""));
  return [...new Set(cut)].filter((word) => word !== "");
}

/** A part of a text as it was written. */
export interface Piece {
  /** Where it begins. */
  readonly from: number;
  readonly text: string;
  readonly isFound: boolean;
}

/** The text in pieces, of which those are found that are one of the words, as whole words. */
export function piecesOf(text: string, wanted: readonly string[]): Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  const add = (to: number, isFound: boolean): void => {
    if (to > end) pieces.push({ from: end, text: text.slice(end, to), isFound });
    end = Math.max(end, to);
  };
  for (const place of placesOf(text, wanted)) {
    add(place.from, false);
    add(place.to, true);
  }
  add(text.length, false);
  return pieces;
}

export const holdsAny = (text: string, wanted: readonly string[]): boolean => placesOf(text, wanted).length > 0;

interface Place {
  readonly from: number;
  readonly to: number;
}

function placesOf(text: string, wanted: readonly string[]): Place[] {
  // Cutting a long transcript into words takes its time; most turns do not even hold the letters.
  const letters = folded(text).replace(NO_PART_OF_A_WORD, "");
  if (!wanted.some((word) => letters.includes(word))) return [];
  const { text: plain, places } = foldedInPlace(text);
  const found: Place[] = [];
  for (const { segment, index, isWordLike } of words.segment(plain)) {
    if (isWordLike !== true || !wanted.includes(bare(segment))) continue;
    const [first, last] = [places[index], places[index + segment.length - 1]];
    if (first !== undefined && last !== undefined) found.push({ from: first.from, to: last.to });
  }
  return found;
}

/** The folded text, and for each of its code units the character that it comes from. */
function foldedInPlace(text: string): { readonly text: string; readonly places: readonly Place[] } {
  if (BASIC_ONLY.test(text)) return { text: text.toLowerCase(), places: Array.from(text, (_unit, from) => ({ from, to: from + 1 })) };
  const places: Place[] = [];
  let plain = "";
  for (const { segment, index } of characters.segment(text)) {
    const part = folded(segment);
    const place = { from: index, to: index + segment.length };
    for (let unit = 0; unit < part.length; unit++) places.push(place);
    plain += part;
  }
  return { text: plain, places };
}
