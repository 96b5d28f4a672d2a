import type { JsonObject } from "../domain/json.ts";
import { formatTime } from "../domain/time.ts";
import { type BillingCurrency, pickCurrency } from "./amounts.ts";
import { type Random, timeUuid } from "./random.ts";
import type { SessionAccount } from "./sessionAccount.ts";

/** A record and when the thing it tells of was over, which is when it can be sent at the earliest. */
export interface MadeRecord {
  readonly record: JsonObject;
  readonly doneMs: number;
}

/** What all the makers of one session share. */
export interface SessionPlan {
  readonly random: Random;
  readonly startMs: number;
  readonly currency: BillingCurrency;
  readonly connectionId: string;
}

/** One session: what it used, and what was told of it (null: nothing, its records are all there is). */
export interface MadeSession {
  readonly records: MadeRecord[];
  readonly account: SessionAccount | null;
}

export type MakeSession = (plan: SessionPlan) => MadeSession;

export function planSession(random: Random, startMs: number): SessionPlan {
  return { random, startMs, currency: pickCurrency(random), connectionId: `24${random.integer(10_000_000, 99_999_999)}67` };
}

export const newId = (plan: SessionPlan, timeMs: number = plan.startMs): string => timeUuid(plan.random, timeMs);
export const at = (timeMs: number): string => formatTime(timeMs);
export const made = (record: JsonObject, doneMs: number): MadeRecord => ({ record, doneMs });

/** Numbers from ranges that are kept free for examples; the last two digits vary. */
const NUMBER_RANGES = ["+131255501", "+164655501", "+141555501", "+4477009001", "+4477009008"] as const;

export const phoneNumber = (random: Random): string => `${random.pick(NUMBER_RANGES)}${random.integer(0, 99).toString().padStart(2, "0")}`;

export const callControlId = (random: Random): string => `v3:${Buffer.from(random.hex(48), "hex").toString("base64url")}`;

export const numbers = (plan: SessionPlan): { from: string; to: string } => ({
  from: phoneNumber(plan.random),
  to: phoneNumber(plan.random),
});
