import { readTexts } from "../../addressText.ts";

/** What the address of the record types carries. */
const NAMES = ["type", "q"] as const;
export type RecordTypesSearch = { readonly [Name in (typeof NAMES)[number]]?: string };

export const readRecordTypesSearch = (search: Record<string, unknown>): RecordTypesSearch => readTexts(NAMES, search);
