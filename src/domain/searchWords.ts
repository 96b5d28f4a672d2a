const WORD_CHARACTERS_MAX = 64;

const segmenter = new Intl.Segmenter("und", { granularity: "word" });

/**
 * The words of a text as both engines index and look for them: compatibility forms and case folded, accents kept, languages
 * without spaces cut by their dictionaries. Distinct, in order of first use.
 */
export function searchWords(text: string): string[] {
  const words = new Set<string>();
  for (const { segment, isWordLike } of segmenter.segment(text.normalize("NFKC").toLowerCase())) {
    if (isWordLike !== true) continue;
    const word = segment.replace(/[^\p{L}\p{N}\p{M}]+/gu, "").slice(0, WORD_CHARACTERS_MAX);
    if (word !== "") words.add(word);
  }
  return [...words];
}
