const FALLBACK = "en-GB";

/** The page's words are English, so its numbers and dates are too: in the viewer's own English, where they have one. */
export const localeOf = (languages: readonly string[]): string => languages.find((tag) => /^en(-|$)/i.test(tag)) ?? FALLBACK;

export const LOCALE = localeOf(navigator.languages);
