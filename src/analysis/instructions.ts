/**
 * Whether somebody spoke to whoever analyses the call, and not to the other side: such words prove nothing about how it went.
 * Verbs that only an analyser could obey, beside what only an analyser has. The languages are those of the builtin analyser; in
 * others the wording has to give it away. Narrower than what the builtin analyser passes over: what is refused here makes an
 * analysis fail, and callers may well say that a test's outcome was negative. Linear in the text.
 */
export function speaksToAnalyser(text: string): boolean {
  const plain = text.toLowerCase();
  // Without accents, which people leave out; scripts that write vowels as marks are read as they stand.
  const folded = plain.normalize("NFKD").replace(/\p{M}+/gu, "");
  return PATTERNS.some((pattern) => pattern.test(folded) || pattern.test(plain));
}

const PATTERNS: readonly RegExp[] = [
  /\b(?:ignore|disregard|forget|override)\b.{0,40}\b(?:instructions?|prompts?|rules|system message)\b/,
  /\b(?:mark|classify|rate|score|label|set|count|treat|report)\b.{0,40}\b(?:as|to)\b.{0,20}\b(?:resolved|solved|success(?:ful)?|completed|positive|booked|failed|unresolved|negative|neutral)\b/,
  /\b(?:system prompt|as an ai|you are an? (?:analy[sz]er|language model|assistant that analy[sz]es))\b/,
  /\b(?:ignora|olvida|descarta)\w*\b.{0,40}\b(?:instrucciones|reglas)\b/,
  /\b(?:marca|marque|clasifica|clasifique)\w*\b.{0,40}\bcomo\b.{0,20}\b(?:resuelt[oa]|exitos[oa]|positiv[oa]|completad[oa])\b/,
  /\b(?:ignorier|vergiss|missacht)\w*\b.{0,40}\b(?:anweisungen|regeln|vorgaben)\b/,
  /\b(?:markier|bewert|klassifizier)\w*\b.{0,40}\bals\b.{0,20}\b(?:gelost|erledigt|erfolgreich|positiv)\b/,
  /\b(?:ignor|oubli)\w*\b.{0,40}\b(?:instructions|consignes|regles)\b/,
  /\b(?:marqu|class|not)\w*\b.{0,40}\bcomme\b.{0,20}\b(?:resolue?|reussie?|positive?|terminee?)\b/,
  /(?:निर्देश|नियम).{0,40}(?:अनदेखा|नज़रअंदाज|भूल)/u,
  /(?:تجاهل|انس).{0,40}(?:التعليمات|تعليماتك|القواعد)/u,
];
