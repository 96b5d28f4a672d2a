import { type RawBuilder, sql } from "kysely";

const NANOS_PER_UNIT = 1_000_000_000n;

/** Two columns of a sum of nanos, `name` and `name_rest`, for `exactNanos`. */
export function nanosSum(column: string, name: string, isApart: boolean): RawBuilder<unknown> {
  const [units, rest] = [sql.ref(name), sql.ref(`${name}_rest`)];
  return isApart
    ? sql`${textSum(`${column} / 1000000000`)} AS ${units}, ${textSum(`${column} % 1000000000`)} AS ${rest}`
    : sql`NULL AS ${units}, ${textSum(column)} AS ${rest}`;
}

/** A sum as text, for it may be wider than a driver's numbers. */
export const textSum = (expression: string): RawBuilder<unknown> => sql`CAST(sum(${sql.raw(expression)}) AS text)`;

export const exactNanos = (units: string | null | undefined, rest: string | null | undefined): bigint =>
  BigInt(units ?? 0) * NANOS_PER_UNIT + BigInt(rest ?? 0);

/** Summed apart, units and nanos never overflow; but that takes half as long again, and few sums are so large. */
export async function unlessTooLarge<Result>(read: (isApart: boolean) => Promise<Result>): Promise<Result> {
  try {
    return await read(false);
  } catch (error) {
    if (error instanceof Error && error.message.includes("integer overflow")) return read(true);
    throw error;
  }
}
