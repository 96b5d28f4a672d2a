import { readTexts } from "../../addressText.ts";
import type { Operations } from "../../api/native.generated.ts";
import { readSessionSearch, type SessionSearch, toQuery } from "../sessions/search.ts";

/** What the address of the costs carries. */
const NAMES = ["within", "after", "before", "by", "product", "agent_id", "model", "record_type", "currency", "list"] as const;
export type CostsName = (typeof NAMES)[number];
export type CostsSearch = { readonly [Name in CostsName]?: string };
export type CostsChange = { readonly [Name in CostsName]?: string | undefined };

export const readCostsSearch = (search: Record<string, unknown>): CostsSearch => readTexts(NAMES, search);

/** What costs can be told by: the name in the address and for the API, and what it is called. */
export const DIMENSIONS = [
  ["product", "Product"],
  ["agent", "Agent"],
  ["model", "Model"],
  ["record_type", "Record type"],
  ["day", "Day"],
] as const;
export type Dimension = (typeof DIMENSIONS)[number][0];

export const dimensionOf = ({ by }: CostsSearch): Dimension => DIMENSIONS.find(([name]) => name === by)?.[0] ?? "product";

/** The filter that narrows to one row of a dimension. */
export const FILTER_OF = { product: "product", agent: "agent_id", model: "model", record_type: "record_type" } as const;

/** The work lists, and what they are called. */
export const LISTS = [
  ["unknown", "Unknown cost"],
  ["unconverted", "Unconverted"],
  ["orphans", "Orphans"],
] as const;
export type WorkList = (typeof LISTS)[number][0] | "records";

export function listOf({ list, record_type }: CostsSearch): WorkList {
  if (list === "records" && record_type !== undefined) return "records";
  return LISTS.find(([name]) => name === list)?.[0] ?? "unknown";
}

export interface Range {
  readonly from?: string;
  readonly to?: string;
}

/** The time that is looked at, read as the sessions' page reads it. */
export function rangeOf({ within, after, before }: CostsSearch, nowMs: number): Range {
  const { started_after: from, started_before: to } = toQuery(readSessionSearch({ within, after, before }), nowMs);
  return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
}

type UsageQuery = Operations["GET /v1/usage"]["query"];

/** The API's words for the filters, without what it is grouped by. */
export function usageFilters({ product, agent_id, model, record_type }: CostsSearch, range: Range): UsageQuery {
  return {
    ...range,
    ...(product === undefined ? {} : { product }),
    ...(agent_id === undefined ? {} : { agent_id }),
    ...(model === undefined ? {} : { model }),
    ...(record_type === undefined ? {} : { record_type }),
  };
}

/** The sessions behind these costs, as far as sessions can be found by the same. */
export const sessionsBehind = (
  { within, after, before, product, agent_id }: CostsSearch,
  more: Record<string, unknown> = {},
): SessionSearch => readSessionSearch({ within, after, before, product, agent_id, ...more });

export const hasFilters = ({ by: _by, list: _list, currency: _currency, ...filters }: CostsSearch): boolean =>
  Object.keys(filters).length > 0;

/** What somebody who sees nothing can loosen: only what is in the address. */
export function waysOut({ within, after, before, by: _by, list: _list, currency: _currency, ...others }: CostsSearch): string {
  const hasTime = within !== undefined || after !== undefined || before !== undefined;
  const hasOthers = Object.keys(others).length > 0;
  if (!hasTime && !hasOthers) return "It stands here as soon as the first records have come.";
  return hasTime && hasOthers ? "Look at another time, or loosen a filter." : hasTime ? "Look at another time." : "Loosen a filter.";
}
