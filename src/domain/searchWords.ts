const WORD_CHARACTERS_MAX = 64;

const segmenter = new Intl.Segmenter("und", { granularity: "word" });

/** Accents of Latin, Greek and Cyrillic letters; the vowel signs of other scripts are letters of their own. */
const ACCENTS = /[\u0300-\u036f]/g;

/**
 * The words of a text as both engines index and look for them: compatibility forms, case and accents folded ("Hôtel" is "hotel",
 * "Straße" is "strasse"), languages without spaces cut by their dictionaries. Distinct, in order of first use.
 */
const folded = (text: string): string => text.normalize("NFKD").toLowerCase().replace(ACCENTS, "").replaceAll("ß", "ss").normalize("NFC");

export function searchWords(text: string): string[] {
  const words = new Set<string>();
  for (const { segment, isWordLike } of segmenter.segment(folded(text))) {
    if (isWordLike !== true) continue;
    const word = segment.replace(/[^\p{L}\p{N}\p{M}]+/gu, "").slice(0, WORD_CHARACTERS_MAX);
    if (word !== "") words.add(word);
  }
  return [...words];
}
