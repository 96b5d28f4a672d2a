import { readTexts } from "../../addressText.ts";

/** What the address of the audit carries. */
const NAMES = ["q"] as const;
export type AuditSearch = { readonly [Name in (typeof NAMES)[number]]?: string };

export const readAuditSearch = (search: Record<string, unknown>): AuditSearch => readTexts(NAMES, search);
