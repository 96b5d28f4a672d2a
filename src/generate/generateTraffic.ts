import type { JsonObject } from "../domain/json.ts";
import { formatTime } from "../domain/time.ts";
import { inferenceTurn } from "./calls.ts";
import { singleUsage } from "./messages.ts";
import { Random, timeUuid } from "./random.ts";
import { type MadeRecord, planSession, type SessionPlan } from "./session.ts";
import { SESSION_KINDS } from "./sessionKinds.ts";

export interface TrafficRequest {
  /** How many sessions; single usage (verifications, faxes, SIM data) comes on top. */
  readonly sessions: number;
  readonly seed: number;
  /** When the first session starts, epoch milliseconds. */
  readonly startMs: number;
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

/**
 * Invented traffic in order of arrival, as a platform's records come in: mostly minutes after the fact, some hours late
 * and out of order, some corrected afterwards, some twice, a few that belong to nothing. The same request gives the
 * same records, byte for byte. Memory stays flat: only records that are still on their way are held.
 */
export function* generateTraffic(request: TrafficRequest): Generator<JsonObject, void, void> {
  const random = new Random(request.seed);
  const underWay = new ArrivalQueue();
  let startMs = request.startMs;
  for (let session = 0; session < request.sessions; session++) {
    // No record of a later session arrives before that session's start.
    yield* underWay.takeUntil(startMs);
    const plan = planSession(random, startMs);
    for (const item of sessionRecords(plan)) send(item, random, underWay);
    startMs += random.integer(0, SESSION_SPACING_MS_MAX);
  }
  yield* underWay.takeUntil(Number.POSITIVE_INFINITY);
}

function sessionRecords(plan: SessionPlan): MadeRecord[] {
  const { random } = plan;
  const make = random.pickWeighted(SESSION_KINDS.map(([, maker, weight]) => [maker, weight] as const));
  const records = make(plan);
  if (random.chance(SINGLE_USAGE_SHARE)) records.push(...singleUsage(plan));
  if (random.chance(ORPHAN_SHARE)) records.push(orphan(plan));
  return records;
}

/** Inference that names no conversation, or one that never comes in. */
function orphan(plan: SessionPlan): MadeRecord {
  const lost = plan.random.chance(0.5) ? null : timeUuid(plan.random, plan.startMs - LATE_MS_MAX);
  return inferenceTurn(plan, lost, plan.startMs, 0);
}

function send({ record, doneMs }: MadeRecord, random: Random, underWay: ArrivalQueue): void {
  const arrivalMs =
    doneMs + (random.chance(LATE_SHARE) ? random.integer(30 * MINUTE_MS, LATE_MS_MAX) : random.integer(1_000, 4 * MINUTE_MS));
  const afterwardsMs = arrivalMs + random.integer(MINUTE_MS, LATE_MS_MAX);
  if (typeof record["cost"] === "string" && random.chance(CORRECTED_SHARE)) {
    const first = { ...record, updated_at: formatTime(doneMs) };
    const corrected = { ...record, updated_at: formatTime(doneMs + 30 * MINUTE_MS), cost: correctedCost(record["cost"], random) };
    // A correction that overtakes what it corrects must win all the same.
    const isOvertaking = random.chance(CORRECTION_FIRST_SHARE);
    underWay.add(isOvertaking ? afterwardsMs : arrivalMs, first);
    underWay.add(isOvertaking ? arrivalMs : afterwardsMs, corrected);
    return;
  }
  underWay.add(arrivalMs, record);
  if (random.chance(REPEATED_SHARE)) underWay.add(afterwardsMs, record);
}

/** A fifth more, or nothing at all; always another amount than before. */
function correctedCost(cost: string, random: Random): string {
  const isZero = Number(cost) === 0;
  if (isZero) return "0.0052";
  return random.chance(0.3) ? "0.0" : `${cost.split("E")[0]}5${cost.includes("E") ? `E${cost.split("E")[1]}` : ""}`;
}

interface Arrival {
  readonly arrivalMs: number;
  /** Of two that arrive at once, the earlier sent comes first; so the order never depends on the heap's inside. */
  readonly sentNumber: number;
  readonly record: JsonObject;
}

/** A binary heap, earliest arrival at the top. */
class ArrivalQueue {
  readonly #heap: Arrival[] = [];
  #sentCount = 0;

  add(arrivalMs: number, record: JsonObject): void {
    const heap = this.#heap;
    const arrival = { arrivalMs, sentNumber: this.#sentCount++, record };
    let position = heap.push(arrival) - 1;
    while (position > 0) {
      const parent = (position - 1) >> 1;
      if (!this.#isBefore(position, parent)) break;
      this.#swap(position, parent);
      position = parent;
    }
  }

  /** Takes out, in order, everything that arrives no later than this. */
  *takeUntil(timeMs: number): Generator<JsonObject, void, void> {
    for (let first = this.#heap[0]; first !== undefined && first.arrivalMs <= timeMs; first = this.#heap[0]) {
      this.#removeFirst();
      yield first.record;
    }
  }

  #removeFirst(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    heap[0] = last;
    for (let position = 0; ; ) {
      const left = 2 * position + 1;
      let smallest = position;
      if (left < heap.length && this.#isBefore(left, smallest)) smallest = left;
      if (left + 1 < heap.length && this.#isBefore(left + 1, smallest)) smallest = left + 1;
      if (smallest === position) return;
      this.#swap(position, smallest);
      position = smallest;
    }
  }

  #isBefore(one: number, other: number): boolean {
    const [a, b] = [this.#heap[one], this.#heap[other]];
    if (a === undefined || b === undefined) return false;
    return a.arrivalMs !== b.arrivalMs ? a.arrivalMs < b.arrivalMs : a.sentNumber < b.sentNumber;
  }

  #swap(one: number, other: number): void {
    const [a, b] = [this.#heap[one], this.#heap[other]];
    if (a === undefined || b === undefined) return;
    this.#heap[one] = b;
    this.#heap[other] = a;
  }
}
