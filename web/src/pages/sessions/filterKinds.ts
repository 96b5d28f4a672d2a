import { wordsOf } from "../../components/badge.tsx";
import { amountOf, lengthMsOf, valuesOf } from "./filterValues.ts";
import type { FilterName, SessionSearch } from "./search.ts";

type Choice = readonly [value: string, shown: string];

interface FilterBase {
  readonly title: string;
  /** Said below the field, where a word about it helps. */
  readonly hint?: string;
}
export interface ChoiceFilter extends FilterBase {
  readonly kind: "choices";
  readonly name: FilterName;
  readonly choices: readonly Choice[];
  /** One of them only. */
  readonly isSingle?: boolean;
}
export interface TextFilter extends FilterBase {
  readonly kind: "text";
  readonly name: FilterName;
  /** Which values of the organization's own data are offered. */
  readonly offers?: "agentNames" | "agentIds" | "products";
}
export interface RangeFilter extends FilterBase {
  readonly kind: "range";
  readonly min: FilterName;
  /** Without one it only asks for a least. */
  readonly max?: FilterName;
  readonly unit: string;
  /** What is wrong with a text, or nothing. */
  fault(text: string): string | undefined;
}
export type Filter = ChoiceFilter | TextFilter | RangeFilter;

const same = (...values: readonly string[]): readonly Choice[] => values.map((value) => [value, wordsOf(value)]);
const NOT_ANALYSED = ["null", "not analysed"] as const;
const NOT_KNOWN = ["null", "not known"] as const;

const amountFault = (text: string): string | undefined =>
  text === "" || amountOf(text) !== undefined ? undefined : "Write an amount such as 0.05.";
const lengthFault = (text: string): string | undefined =>
  text === "" || lengthMsOf(text) !== undefined ? undefined : "Write seconds, or minutes and seconds such as 1:30.";
const latencyFault = (text: string): string | undefined =>
  text === "" || /^\d+$/.test(text) ? undefined : "Write milliseconds such as 1200.";

/** In the order in which they are offered. */
export const FILTER_KINDS: readonly Filter[] = [
  { kind: "text", name: "agent", title: "Agent", offers: "agentNames", hint: "A part of the agent's name." },
  { kind: "text", name: "agent_id", title: "Agent id", offers: "agentIds", hint: "The whole id. Several: separated by commas." },
  { kind: "choices", name: "state", title: "State", choices: same("open", "ended", "settling", "settled") },
  {
    kind: "choices",
    name: "outcome",
    title: "Outcome",
    choices: [...same("RESOLVED", "PARTIALLY_RESOLVED", "UNRESOLVED", "NOT_APPLICABLE"), NOT_ANALYSED],
  },
  { kind: "choices", name: "sentiment", title: "Sentiment", choices: [...same("POSITIVE", "NEUTRAL", "NEGATIVE"), NOT_ANALYSED] },
  { kind: "choices", name: "channel", title: "Channel", choices: [...same("voice", "web", "sip"), NOT_KNOWN] },
  { kind: "choices", name: "direction", title: "Direction", choices: [...same("inbound", "outbound"), NOT_KNOWN] },
  {
    kind: "text",
    name: "product",
    title: "Product",
    offers: "products",
    hint: "Sessions that used it. Several, separated by commas: all of them.",
  },
  { kind: "range", min: "cost_min", max: "cost_max", title: "Cost", unit: "", fault: amountFault },
  {
    kind: "choices",
    name: "unknown_cost",
    title: "Unknown cost",
    isSingle: true,
    choices: [
      ["true", "some of it is unknown"],
      ["false", "all of it is known"],
    ],
  },
  { kind: "range", min: "length_min", max: "length_max", title: "Length", unit: "seconds, or 1:30", fault: lengthFault },
  { kind: "range", min: "latency_min", title: "Answer time p95", unit: "ms", fault: latencyFault },
  {
    kind: "choices",
    name: "recording",
    title: "Recording",
    isSingle: true,
    choices: [
      ["true", "there is one"],
      ["false", "there is none"],
    ],
  },
  { kind: "text", name: "number", title: "Phone number", hint: "A part of the caller's, the called or the customer's number." },
  { kind: "text", name: "id", title: "Id", hint: "Any id that the session is known by: its own, a provider's, its root record's." },
];

export const namesOf = (filter: Filter): readonly FilterName[] =>
  filter.kind === "range" ? [filter.min, ...(filter.max === undefined ? [] : [filter.max])] : [filter.name];

export const isActive = (filter: Filter, search: SessionSearch): boolean => namesOf(filter).some((name) => search[name] !== undefined);

/** What the filter asks for, in words: "resolved or not analysed", "from 0.05". */
export function shownValue(filter: Filter, search: SessionSearch): string {
  if (filter.kind === "range") {
    const [min, max] = [search[filter.min], filter.max === undefined ? undefined : search[filter.max]];
    const unit = filter.unit === "ms" ? " ms" : "";
    if (min === undefined) return `up to ${max}`;
    return max === undefined ? `from ${min}${unit}` : `${min} to ${max}`;
  }
  const text = search[filter.name] ?? "";
  if (filter.kind === "text") return text;
  return valuesOf(text)
    .map((value) => filter.choices.find(([known]) => known.toLowerCase() === value.toLowerCase())?.[1] ?? value)
    .join(" or ");
}
