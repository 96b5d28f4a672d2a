import { type RawBuilder, type SqlBool, sql } from "kysely";
import type { RecordCondition } from "../recordStore.ts";
import { COST_STATUSES } from "./schema.ts";

type CostCondition = Extract<RecordCondition, { column: "costStatus" }>;
type Test = RawBuilder<SqlBool>;

const UNKNOWN = COST_STATUSES.indexOf("unknown");
/** Exactly as the partial index has it, which a bound value would not be. */
const IS_UNKNOWN: Test = sql`cost_status = ${sql.lit(UNKNOWN)}`;
/** No record is older: a rate from then on is there for all of them, and their times need not be read. */
const FIRST_MS = -62_167_219_200_000;

/** True for records whose cost has one of the statuses, as trees tell them. */
export function hasCostStatus({ oneOf, currency, rates }: CostCondition): Test {
  const isUnconverted = lacksRate(currency, rates);
  const stored = COST_STATUSES.flatMap((status, code) => (oneOf.includes(status) && code !== UNKNOWN ? [code] : []));
  const tests: Test[] = [];
  if (oneOf.includes("unknown")) tests.push(IS_UNKNOWN);
  if (oneOf.includes("unconverted")) tests.push(isUnconverted);
  if (stored.length > 0) tests.push(sql`(cost_status IN (${sql.join(stored)}) AND NOT ${isUnconverted})`);
  const [only, ...others] = tests;
  if (only === undefined) return sql`1 = 0`;
  return others.length === 0 ? only : sql`(${sql.join(tests, sql` OR `)})`;
}

function lacksRate(currency: string, rates: CostCondition["rates"]): Test {
  const firstMs = new Map<string, number>();
  for (const rate of rates) firstMs.set(rate.currency, Math.min(rate.effectiveMs, firstMs.get(rate.currency) ?? rate.effectiveMs));
  const always = [currency, ...[...firstMs].filter(([, fromMs]) => fromMs <= FIRST_MS).map(([code]) => code)];
  const dated = [...firstMs].filter(([code, fromMs]) => fromMs > FIRST_MS && code !== currency);
  const tests: Test[] = [
    sql`cost_status <> ${UNKNOWN}`,
    sql`currency IS NOT NULL`,
    sql`currency NOT IN (${sql.join(always)})`,
    ...dated.map(([code, fromMs]): Test => sql`NOT (currency = ${code} AND coalesce(time_ms, received_ms) >= ${fromMs})`),
  ];
  return sql`(${sql.join(tests, sql` AND `)})`;
}
