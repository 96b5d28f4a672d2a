import { type Expression, type SqlBool, sql } from "kysely";
import type { SessionColumn, SessionCondition } from "../conversationStore.ts";
import type { Reading } from "./dialect.ts";
import { kindOf, productsText, sqlNameOf } from "./sessionColumns.ts";

type Value = string | number | bigint | boolean | null;
type Scope = Pick<Reading, "engine" | "conversations">;
type Test = Expression<SqlBool>;

const INT64_MAX = 9_223_372_036_854_775_807n;

const NEVER: Test = sql<SqlBool>`1 = 0`;
const ALWAYS: Test = sql<SqlBool>`1 = 1`;

/** True for rows of `session_summary` that meet all of the conditions. */
export function allOf(scope: Scope, organizationKey: number, conditions: readonly SessionCondition[]): Test {
  return joined(
    conditions.map((condition) => toTest(scope, organizationKey, condition)),
    "and",
  );
}

function joined(tests: readonly Test[], operator: "and" | "or"): Test {
  if (tests.length === 0) return operator === "and" ? ALWAYS : NEVER;
  return sql<SqlBool>`(${sql.join(tests, operator === "and" ? sql` AND ` : sql` OR `)})`;
}

function toTest(scope: Scope, organizationKey: number, condition: SessionCondition): Test {
  if ("oneOf" in condition) return oneOf(scope, condition.column, condition.oneOf);
  if ("noneOf" in condition) return noneOf(scope, condition.column, condition.noneOf);
  if ("anyOf" in condition) {
    return joined(
      condition.anyOf.map((conditions) => allOf(scope, organizationKey, conditions)),
      "or",
    );
  }
  if ("product" in condition) return scope.conversations.contains(sql`products`, productsText([condition.product]));
  if ("alias" in condition) return hasAlias(organizationKey, condition.alias);
  if ("words" in condition) return condition.words.length === 0 ? ALWAYS : scope.conversations.hasWords(organizationKey, condition.words);
  if ("anyColumn" in condition) return anyColumn(scope, condition);
  if ("contains" in condition) return contains(scope, condition.column, condition.contains);
  if ("above" in condition) return compare(scope, condition.column, ">", condition.above);
  const { column, from, before } = condition;
  const bounds: Test[] = [];
  if (from !== undefined) bounds.push(compare(scope, column, ">=", from));
  if (before !== undefined) bounds.push(compare(scope, column, "<", before));
  return joined(bounds.length === 0 ? [sql<SqlBool>`${reference(scope, column)} IS NOT NULL`] : bounds, "and");
}

/**
 * SQLite would follow the index of a time for any condition on it, which is slow when it matches much; a scan of the
 * organization's narrow rows always takes the same short time. PostgreSQL knows how much a condition matches.
 */
export const reference = ({ engine }: Pick<Reading, "engine">, column: SessionColumn): Expression<unknown> =>
  engine === "sqlite" && kindOf(column) !== "text" ? sql`+${sql.ref(sqlNameOf(column))}` : sql.ref(sqlNameOf(column));

function oneOf(scope: Scope, column: SessionColumn, values: readonly Value[]): Test {
  const present = values.filter((value) => value !== null).flatMap((value) => exactValues(column, value));
  const tests: Test[] = [];
  if (present.length > 0) tests.push(sql<SqlBool>`${reference(scope, column)} IN (${sql.join(present)})`);
  if (present.length < values.length && values.includes(null)) tests.push(sql<SqlBool>`${reference(scope, column)} IS NULL`);
  return joined(tests, "or");
}

function noneOf(scope: Scope, column: SessionColumn, values: readonly string[]): Test {
  const present = values.flatMap((value) => exactValues(column, value));
  if (present.length === 0) return ALWAYS;
  return sql<SqlBool>`(${reference(scope, column)} IS NULL OR ${reference(scope, column)} NOT IN (${sql.join(present)}))`;
}

/** The value as its column holds it; empty: the column never holds it. */
function exactValues(column: SessionColumn, value: Exclude<Value, null>): (string | number | bigint)[] {
  const kind = kindOf(column);
  if (kind === "text") return [String(value)];
  if (kind === "boolean") return value === true || value === "true" ? [1] : value === false || value === "false" ? [0] : [];
  if (typeof value === "boolean") return [];
  if (typeof value === "bigint") return value >= -INT64_MAX && value <= INT64_MAX ? [value] : [];
  const number = typeof value === "string" && value.trim() === "" ? Number.NaN : Number(value);
  if (!Number.isFinite(number)) return [];
  if (kind === "real") return [number];
  return Number.isInteger(number) ? exactValues(column, BigInt(number)) : [];
}

/** Columns of whole numbers are compared with whole numbers of 64 bits, whatever was asked for. */
function compare(scope: Scope, column: SessionColumn, operator: ">" | ">=" | "<", value: number | bigint): Test {
  const bound = kindOf(column) === "real" ? Number(value) : wholeBound(operator, value);
  return sql<SqlBool>`${reference(scope, column)} ${sql.raw(operator)} ${bound}`;
}

export function wholeBound(operator: ">" | ">=" | "<", value: number | bigint): bigint {
  if (typeof value === "bigint") return value > INT64_MAX ? INT64_MAX : value < -INT64_MAX ? -INT64_MAX : value;
  if (Number.isNaN(value)) return operator === "<" ? -INT64_MAX : INT64_MAX;
  if (Math.abs(value) >= Number(INT64_MAX)) return value > 0 ? INT64_MAX : -INT64_MAX;
  return BigInt(operator === ">" ? Math.floor(value) : Math.ceil(value));
}

function anyColumn(scope: Scope, condition: Extract<SessionCondition, { anyColumn: unknown }>): Test {
  const { anyColumn: columns, equals, contains: part } = condition;
  return joined(
    columns.map((column) => {
      const tests: Test[] = [];
      if (equals !== undefined) tests.push(oneOf(scope, column, [equals]));
      if (part !== undefined) tests.push(contains(scope, column, part));
      return joined(tests, "and");
    }),
    "or",
  );
}

/**
 * Without regard to case, in any language: the engines fold ASCII alone, so what else the wanted text holds is folded here,
 * letter by letter.
 */
function contains({ conversations }: Scope, column: SessionColumn, part: string): Test {
  const folded = part.toLowerCase().replaceAll("\0", "\uFFFD");
  let text: Expression<string | null> = sql`lower(CAST(${sql.ref(sqlNameOf(column))} AS text))`;
  for (const letter of new Set(folded)) {
    const upper = letter.toUpperCase();
    if (letter > "\u007f" && upper !== letter) text = sql`replace(${text}, ${upper}, ${letter})`;
  }
  return conversations.contains(text, folded);
}

/** A value of a session that was merged away finds the one that it was merged into. */
function hasAlias(organizationKey: number, value: string): Test {
  return sql<SqlBool>`session_key IN (
    SELECT coalesce(named.merged_into, named.session_key) FROM session_alias
      JOIN session AS named ON named.session_key = session_alias.session_key
      WHERE session_alias.organization_key = ${organizationKey} AND session_alias.value = ${value}
    UNION SELECT coalesce(rooted.merged_into, rooted.session_key) FROM session AS rooted
      WHERE rooted.organization_key = ${organizationKey} AND rooted.root_id = ${value})`;
}
