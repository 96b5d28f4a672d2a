import { readTexts } from "../../addressText.ts";

/** What the address of the costs carries. */
const NAMES = ["within", "after", "before", "by", "product", "agent_id", "model", "record_type", "list"] as const;
export type CostsSearch = { readonly [Name in (typeof NAMES)[number]]?: string };

export const readCostsSearch = (search: Record<string, unknown>): CostsSearch => readTexts(NAMES, search);
