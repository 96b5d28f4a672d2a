import { createHmac } from "node:crypto";

const HEX_DIGITS_KEPT = 40;

/** Where OfficeStore keeps an organization's erasure secret. */
export const erasureSecretName = (organization: string): string => `erasure ${organization}`;

/**
 * What stands in the place of an erased id or link value: the same for the same text, so that what belonged together still
 * does, and without the organization's secret nobody can tell whether a guess is right.
 */
export const erasedValue = (secret: string, text: string): string =>
  `erased_${createHmac("sha256", secret).update(text).digest("hex").slice(0, HEX_DIGITS_KEPT)}`;
