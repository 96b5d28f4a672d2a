/** Names the language of a text; undefined: it cannot be told reliably. */
export type IdentifyLanguage = (text: string) => string | undefined;

const CHARACTERS_MAX = 4_000;
const LETTERS_MIN = 12;

let loading: Promise<IdentifyLanguage> | undefined;

/**
 * The identifier of 60 languages, loaded at the first call and kept: its database takes about 37 MB, which a server that
 * analyses nothing should not pay. The smallest database is used; docs/analysis-builtin.md tells how well it does.
 */
export function loadLanguageIdentifier(): Promise<IdentifyLanguage> {
  loading ??= import("eld/extrasmall").then(({ eld }) => {
    const detector = eld.newInstance();
    return (text) => {
      const read = text.slice(0, CHARACTERS_MAX);
      if ((read.match(/\p{L}/gu)?.length ?? 0) < LETTERS_MIN) return undefined;
      const result = detector.detect(read);
      return result.language !== "" && result.isReliable() ? result.language : undefined;
    };
  });
  return loading;
}
