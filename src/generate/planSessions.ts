import { formatTime } from "../domain/time.ts";
import type { Arrival } from "./arrivalQueue.ts";
import { inferenceTurn } from "./calls.ts";
import { Random, timeUuid } from "./random.ts";
import { type MadeRecord, planSession, type SessionPlan } from "./session.ts";
import type { SessionAccount } from "./sessionAccount.ts";
import { SESSION_KINDS } from "./sessionKinds.ts";
import { singleUsage } from "./singleUsage.ts";

export interface SessionsRequest {
  /** How many sessions; single usage (verifications, faxes, SIM data) comes on top. */
  readonly sessions: number;
  readonly seed: number;
  /** When the first session starts, epoch milliseconds. */
  readonly startMs: number;
}

export interface PlannedSession {
  readonly startMs: number;
  readonly account: SessionAccount | null;
  /** What the session used; unordered. */
  readonly arrivals: readonly Arrival[];
  /** What happened at the same time and belongs to no session. */
  readonly unrelated: readonly Arrival[];
  /** Seed for all that is made of the account, so that making it or not changes nothing else. */
  readonly accountSeed: number;
}

const SESSION_SPACING_MS_MAX = 20_000;
const SINGLE_USAGE_SHARE = 0.08;
const ORPHAN_SHARE = 0.02;
const CORRECTED_SHARE = 0.03;
const CORRECTION_FIRST_SHARE = 0.1;
const REPEATED_SHARE = 0.02;
const LATE_SHARE = 0.06;
const MINUTE_MS = 60_000;
const LATE_MS_MAX = 180 * MINUTE_MS;
const SEED_MAX = 2 ** 32 - 1;

/** Sessions in order of their start. */
export function* planSessions(request: SessionsRequest): Generator<PlannedSession, void, void> {
  const random = new Random(request.seed);
  let startMs = request.startMs;
  for (let session = 0; session < request.sessions; session++) {
    const plan = planSession(random, startMs);
    const make = random.pickWeighted(SESSION_KINDS.map(([, maker, weight]) => [maker, weight] as const));
    const { records, account } = make(plan);
    const arrivals = records.flatMap((record) => arrivalsOf(record, random));
    const unrelated = strays(plan).flatMap((record) => arrivalsOf(record, random));
    yield { startMs, account, arrivals, unrelated, accountSeed: random.integer(0, SEED_MAX) };
    startMs += random.integer(0, SESSION_SPACING_MS_MAX);
  }
}

function strays(plan: SessionPlan): MadeRecord[] {
  const records = plan.random.chance(SINGLE_USAGE_SHARE) ? singleUsage(plan) : [];
  return plan.random.chance(ORPHAN_SHARE) ? [...records, orphan(plan)] : records;
}

/** Inference that names no conversation, or one that never comes in. */
function orphan(plan: SessionPlan): MadeRecord {
  const lost = plan.random.chance(0.5) ? null : timeUuid(plan.random, plan.startMs - LATE_MS_MAX);
  return inferenceTurn(plan, lost, plan.startMs, 0);
}

/** A record comes in once, twice, or in two versions. */
function arrivalsOf({ record, doneMs }: MadeRecord, random: Random): Arrival[] {
  const arrivalMs =
    doneMs + (random.chance(LATE_SHARE) ? random.integer(30 * MINUTE_MS, LATE_MS_MAX) : random.integer(1_000, 4 * MINUTE_MS));
  const afterwardsMs = arrivalMs + random.integer(MINUTE_MS, LATE_MS_MAX);
  if (typeof record["cost"] === "string" && random.chance(CORRECTED_SHARE)) {
    const first = { ...record, updated_at: formatTime(doneMs) };
    const corrected = { ...record, updated_at: formatTime(doneMs + 30 * MINUTE_MS), cost: correctedCost(record["cost"], random) };
    // A correction that overtakes what it corrects must win all the same.
    const [early, late] = random.chance(CORRECTION_FIRST_SHARE) ? [corrected, first] : [first, corrected];
    return [
      { arrivalMs, record: early },
      { arrivalMs: afterwardsMs, record: late },
    ];
  }
  const once: Arrival = { arrivalMs, record };
  return random.chance(REPEATED_SHARE) ? [once, { arrivalMs: afterwardsMs, record }] : [once];
}

/** A fifth more, or nothing at all; always another amount than before. */
function correctedCost(cost: string, random: Random): string {
  const isZero = Number(cost) === 0;
  if (isZero) return "0.0052";
  return random.chance(0.3) ? "0.0" : `${cost.split("E")[0]}5${cost.includes("E") ? `E${cost.split("E")[1]}` : ""}`;
}
