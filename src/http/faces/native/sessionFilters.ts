import { type TProperties, Type } from "typebox";
import { RESOLUTIONS, SENTIMENTS } from "../../../domain/analysis.ts";
import { AppError } from "../../../domain/errors.ts";
import { parseAmountNanos } from "../../../domain/money.ts";
import { searchWords } from "../../../domain/searchWords.ts";
import { SESSION_COST_STATUSES, SESSION_STATES } from "../../../domain/session.ts";
import { ownWord } from "../../../domain/sessionWords.ts";
import { parseIsoMs } from "../../../domain/time.ts";
import type { SessionCondition, SessionQuery } from "../../../store/conversationStore.ts";
import { SESSION_FIELDS, type SessionField, sessionField } from "./sessionFields.ts";

/** A query string as it was read: a name that stands several times has a list. */
export type FilterQuery = Readonly<Record<string, unknown>>;

const NUMBER_COLUMNS = ["callerNumber", "calleeNumber", "customerNumber"] as const;
const TEXT_CHARACTERS_MAX = 4_096;

const Text = (description: string, example?: string) =>
  Type.Optional(
    Type.Union([Type.String({ maxLength: TEXT_CHARACTERS_MAX }), Type.Array(Type.String({ maxLength: TEXT_CHARACTERS_MAX }))], {
      description,
      ...(example === undefined ? {} : { examples: [example] }),
    }),
  );
const One = (description: string, example: string) =>
  Type.Optional(Type.String({ maxLength: TEXT_CHARACTERS_MAX, description, examples: [example] }));

/** The query parameters that filter sessions, for a route's schema. */
export const sessionFilterParameters: TProperties = {
  ...Object.assign({}, ...SESSION_FIELDS.map(parametersOf)),
  product: Text("Sessions with records of all of these products.", "ai-voice-assistant"),
  number: Text("In any of the three numbers.", "+15550100"),
  number_contains: One("A part of any of the three numbers.", "5550"),
  alias: One("Any id that the session is known by: its own, an external one, its root's.", "CA1234"),
  unknown_cost: Type.Optional(Type.Boolean({ description: "Whether some of its records have no known cost." })),
  q: One("Words that all stand in the transcript.", "refund order"),
};

function parametersOf({ name, kind, about }: SessionField): TProperties {
  switch (kind) {
    case "time":
      return {
        [`${baseOf(name)}_after`]: One(`${about} At or after this time.`, "2026-03-17T10:00:00Z"),
        [`${baseOf(name)}_before`]: One(`${about} Before this time.`, "2026-03-18"),
      };
    case "integer":
      return {
        [`${name}_min`]: Type.Optional(Type.Integer({ description: `${about} At least.` })),
        [`${name}_max`]: Type.Optional(Type.Integer({ description: `${about} At most.` })),
      };
    case "decimal":
      return {
        [`${name}_min`]: Type.Optional(Type.Number({ description: `${about} At least.` })),
        [`${name}_max`]: Type.Optional(Type.Number({ description: `${about} At most.` })),
      };
    case "money":
      return { [`${name}_min`]: One(`${about} At least.`, "0.05"), [`${name}_max`]: One(`${about} At most.`, "1.5") };
    case "flag":
      return { [name]: Type.Optional(Type.Boolean({ description: about })) };
    case "choice":
      return { [name]: Text(`${about} Several: any of them; \`null\`: not known.`) };
    default:
      return {
        [name]: Text(`${about} Several: any of them; \`null\`: not known.`),
        [`${name}_contains`]: One(`${about} A part of it, in any case.`, "part"),
      };
  }
}

/** `started_at` is asked about as `started_after` and `started_before`. */
function baseOf(name: string): string {
  return name.replace(/_at$/, "");
}

/**
 * What a query string asks of sessions.
 * @throws AppError FILTER_INVALID with the parameter at fault
 */
export function sessionConditions(query: FilterQuery): SessionCondition[] {
  return [...SESSION_FIELDS.flatMap((field) => conditionsOf(field, query)), ...specialConditions(query)];
}

function conditionsOf(field: SessionField, query: FilterQuery): SessionCondition[] {
  const { name, column, kind } = field;
  switch (kind) {
    case "time":
      return range(column, timeOf(query, `${baseOf(name)}_after`), timeOf(query, `${baseOf(name)}_before`));
    case "integer":
      return range(column, numberOf(query, `${name}_min`), after(numberOf(query, `${name}_max`)));
    case "decimal":
      return range(column, numberOf(query, `${name}_min`), justAbove(numberOf(query, `${name}_max`)));
    case "money":
      return range(column, nanosOf(query, `${name}_min`), after(nanosOf(query, `${name}_max`)));
    case "flag":
      return query[name] === undefined ? [] : [{ column, oneOf: [query[name] === true] }];
    default: {
      const contains = textOf(query, `${name}_contains`);
      const oneOf = valuesOf(query, name).map((value) => (value === "null" ? null : wordOf(field, value)));
      return [...(oneOf.length === 0 ? [] : [{ column, oneOf }]), ...(contains === undefined ? [] : [{ column, contains }])];
    }
  }
}

function specialConditions(query: FilterQuery): SessionCondition[] {
  const numbers = valuesOf(query, "number").map(phoneOf);
  if (numbers.length > 1) throw invalid("number", "takes one number");
  const contains = textOf(query, "number_contains");
  const alias = textOf(query, "alias");
  const unknownCost = query["unknown_cost"];
  return [
    ...valuesOf(query, "product").map((product) => ({ product })),
    ...numbers.map((equals) => ({ anyColumn: NUMBER_COLUMNS, equals })),
    ...(contains === undefined ? [] : [{ anyColumn: NUMBER_COLUMNS, contains: phoneOf(contains) }]),
    ...(alias === undefined ? [] : [{ alias }]),
    ...(unknownCost === undefined ? [] : [unknownCostCondition(unknownCost === true)]),
    ...wordsOf(query),
  ];
}

const unknownCostCondition = (isUnknown: boolean): SessionCondition =>
  isUnknown ? { column: "unknownCostCount", above: 0 } : { column: "unknownCostCount", oneOf: [0] };

function wordsOf(query: FilterQuery): SessionCondition[] {
  const text = textOf(query, "q");
  if (text === undefined) return [];
  const words = searchWords(text);
  if (words.length === 0) throw invalid("q", "holds no word");
  return [{ words }];
}

type Bound = number | bigint | undefined;

function range(column: SessionField["column"], from: Bound, before: Bound): SessionCondition[] {
  if (from === undefined && before === undefined) return [];
  return [{ column, ...(from === undefined ? {} : { from }), ...(before === undefined ? {} : { before }) }];
}

/** "At most" as the half-open ranges of the store say it. */
const after = (bound: Bound): Bound => (bound === undefined ? undefined : typeof bound === "bigint" ? bound + 1n : bound + 1);

function justAbove(bound: number | undefined): number | undefined {
  if (bound === undefined) return undefined;
  if (bound === 0) return Number.MIN_VALUE;
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, bound);
  view.setBigInt64(0, view.getBigInt64(0) + (bound > 0 ? 1n : -1n));
  return view.getFloat64(0);
}

function timeOf(query: FilterQuery, name: string): number | undefined {
  const text = textOf(query, name);
  if (text === undefined) return undefined;
  // A plus sign that was not encoded arrives as a space: "10:00:00 01:00".
  const timeMs = parseIsoMs(text.replace(/ (\d{2}:?\d{2})$/, (whole, zone: string) => (text.includes("T") ? `+${zone}` : whole)));
  if (timeMs === undefined) throw invalid(name, "is not an ISO 8601 time such as 2026-03-17T10:00:00Z");
  return timeMs;
}

function nanosOf(query: FilterQuery, name: string): bigint | undefined {
  const text = textOf(query, name);
  if (text === undefined) return undefined;
  const nanos = parseAmountNanos(text);
  if (nanos === undefined || nanos === null) throw invalid(name, 'is not a plain decimal amount such as "0.05"');
  return nanos;
}

function numberOf(query: FilterQuery, name: string): number | undefined {
  const value = query[name];
  return typeof value === "number" ? value : undefined;
}

function textOf(query: FilterQuery, name: string): string | undefined {
  const value = query[name];
  if (value === undefined) return undefined;
  if (typeof value !== "string" || value === "") throw invalid(name, "is empty, or given more than once");
  return value;
}

/** Commas separate values; `\,` is a comma of a value. A parameter may also be repeated. */
function valuesOf(query: FilterQuery, name: string): string[] {
  const given = query[name];
  if (given === undefined) return [];
  const texts = Array.isArray(given) ? given.map(String) : [String(given)];
  const values = texts.flatMap((text) => text.split(/(?<!\\),/).map((part) => part.replaceAll("\\,", ",")));
  if (values.some((value) => value.trim() === "")) throw invalid(name, "holds an empty value");
  return [...new Set(values)];
}

const CHOICES: Readonly<Record<string, readonly string[]>> = {
  ...{ state: SESSION_STATES, cost_status: SESSION_COST_STATUSES },
  ...{ outcome: RESOLUTIONS, sentiment: SENTIMENTS },
};

function wordOf({ name, kind, words }: SessionField, value: string): string {
  const choices = CHOICES[name];
  if (choices !== undefined) {
    const choice = choices.find((known) => known.toLowerCase() === value.toLowerCase());
    if (choice === undefined) throw invalid(name, `is none of ${choices.join(", ")}`);
    return choice;
  }
  if (kind === "phone") return phoneOf(value);
  return words === undefined ? value : (ownWord(words, value) ?? value);
}

/** The plus of a number that was not encoded arrives as a space. */
const phoneOf = (value: string): string => value.replace(/^ (?=\d)/, "+");

/** `started_at`, or `-started_at` for the largest first. @throws AppError FIELD_UNKNOWN */
export function readSort(text: string): SessionQuery["sort"] {
  const descending = text.startsWith("-");
  const field = sessionField(descending ? text.slice(1) : text);
  if (field !== undefined) return { column: field.column, descending };
  const known = SESSION_FIELDS.map(({ name }) => name).join(", ");
  throw new AppError("FIELD_UNKNOWN", `Sessions cannot be sorted by "${text}". They can by ${known}.`, { field: "sort" });
}

const invalid = (field: string, what: string): AppError => new AppError("FILTER_INVALID", `\`${field}\` ${what}.`, { field });
