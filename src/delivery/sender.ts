import type { Clock } from "../domain/clock.ts";
import type { OutgoingPolicy } from "../outgoing/policy.ts";
import type { AttemptResult, DueDelivery, Endpoint } from "../store/endpoints.ts";
import type { OfficeStore } from "../store/officeStore.ts";
import { attemptDelivery, type Sent } from "./attempt.ts";
import { ENDPOINT_TEST } from "./events.ts";
import { HealthEvents } from "./healthEvents.ts";
import { IN_FLIGHT_MAX, Lane } from "./lane.ts";
import { Results } from "./results.ts";
import { nextAttemptMs } from "./schedule.ts";
import { signatureHeaders, validSecrets } from "./signatures.ts";

export interface SenderParts {
  readonly office: Pick<OfficeStore, "dueDeliveries" | "nextDueMs" | "recordAttempts" | "hurryDeliveries" | "endpoints" | "addDeliveries">;
  readonly policy: OutgoingPolicy;
  readonly clock: Clock;
  /** Deliveries a second for endpoints that say nothing themselves; null: no limit. */
  readonly ratePerSecDefault: number | null;
  readonly timeoutMs: number;
  /** In [0, 1). */
  random(): number;
  sleep(ms: number): Promise<void>;
  newId(prefix: string): string;
  /** The readable form of an endpoint's secret. @throws AppError SECRET_KEY_WRONG */
  openSecret(sealed: string): string;
  /** Something went wrong that is no receiver's fault; the deliveries concerned wait. */
  onFault(error: unknown): void;
  /** More may be started, or was written down. */
  onProgress(): void;
}

export interface AttemptCounts {
  readonly delivered: number;
  readonly failed: number;
  /** Not made, for a reason of our own. */
  readonly faulted: number;
}

/** Answered and not written down yet; beyond that the store is behind, and nothing more is started. */
const IN_HAND_MAX = 1_000;
/** So many are read at a time, shared by the endpoints that have some; those that cannot go at once wait in memory for a moment. */
const READ_AT_ONCE = 512;
const READ_PER_ENDPOINT_MIN = 4;
const READ_PER_ENDPOINT_MAX = 32;
/** An endpoint that was changed or paused is seen as it was for so long at most. */
const ENDPOINTS_FRESH_MS = 1_000;

/**
 * Sends what is due: at most so many at once, over all and for each endpoint, a failing one slowly, one event of a session at a
 * time. What it has in hand is nowhere but in memory, so after a kill it is due again: at least once.
 */
export class Sender {
  readonly #parts: SenderParts;
  readonly #lanes = new Map<string, Lane>();
  readonly #readMs = new Map<string, number>();
  /** By delivery id: on its way, or answered and not written down. */
  readonly #inHand = new Map<string, Lane>();
  readonly #sending = new Set<Promise<void>>();
  /** Due and read, and not started yet, by endpoint; read anew with every fill. */
  readonly #waiting = new Map<Lane, DueDelivery[]>();
  /** Written down since the last fill began: what that fill read may not know it. */
  readonly #recordedMeanwhile = new Set<string>();
  readonly #results: Results;
  readonly #healthEvents: HealthEvents;
  readonly #stop = new AbortController();
  #filling: Promise<unknown> = Promise.resolve();
  readonly #counts = { delivered: 0, failed: 0, faulted: 0 };

  constructor(parts: SenderParts) {
    this.#parts = parts;
    this.#healthEvents = new HealthEvents(parts);
    this.#results = new Results({ record: (results) => this.#record(results), sleep: parts.sleep, onFault: parts.onFault });
  }

  /** Since this process began. */
  get counts(): AttemptCounts {
    return { ...this.#counts };
  }

  /** Starts what is due and may go now, and returns how many that were. @throws AppError what the store throws */
  fill(): Promise<number> {
    // One after the other: what was read before another call sent it must not be sent by this one.
    const filled = this.#filling.then(() => this.#fill());
    this.#filling = filled.catch(() => {});
    return filled;
  }

  async #fill(): Promise<number> {
    if (this.#sending.size >= IN_FLIGHT_MAX || this.#inHand.size >= IN_HAND_MAX) return 0;
    this.#recordedMeanwhile.clear();
    const perEndpoint = Math.max(READ_PER_ENDPOINT_MIN, Math.floor(READ_AT_ONCE / Math.max(1, this.#waiting.size)));
    const due = await this.#parts.office.dueDeliveries(this.#parts.clock.nowMs(), Math.min(READ_PER_ENDPOINT_MAX, perEndpoint), [
      ...this.#inHand.keys(),
    ]);
    await this.#refresh(due);
    this.#waiting.clear();
    let started = 0;
    for (const delivery of due) {
      const lane = this.#lanes.get(keyOf(delivery.organization, delivery.endpointId));
      if (lane === undefined || this.#inHand.has(delivery.id) || this.#recordedMeanwhile.has(delivery.id)) continue;
      if (this.#start(lane, delivery)) started++;
      else this.#waiting.set(lane, [...(this.#waiting.get(lane) ?? []), delivery]);
    }
    return started;
  }

  #start(lane: Lane, delivery: DueDelivery): boolean {
    if (this.#sending.size >= IN_FLIGHT_MAX || !lane.start(this.#parts.clock.nowMs(), this.#sending.size, delivery.event === ENDPOINT_TEST))
      return false;
    this.#inHand.set(delivery.id, lane);
    const sending = this.#send(lane, delivery).finally(() => {
      this.#sending.delete(sending);
      this.#startNext(lane);
    });
    this.#sending.add(sending);
    return true;
  }

  /** A place is free: what was read as due a moment ago takes it, without another look at the store. */
  #startNext(lane: Lane): void {
    const waiting = this.#waiting.get(lane);
    const [next] = waiting ?? [];
    if (next !== undefined && this.#start(lane, next)) waiting?.shift();
  }

  /** Whether something that was read may start by itself as places become free. */
  get hasWaiting(): boolean {
    return [...this.#waiting.values()].some((waiting) => waiting.length > 0);
  }

  /** Starts nothing more by itself: another process may be sending from now on. What is on its way goes on. */
  standBack(): void {
    this.#waiting.clear();
  }

  /** Resolves when nothing is on its way. */
  async answered(): Promise<void> {
    while (this.#sending.size > 0) await Promise.all(this.#sending);
  }

  /** Resolves when nothing is on its way and everything is written down. */
  async settled(): Promise<void> {
    await this.answered();
    await this.#results.settled();
  }

  /** When there may be something to start, as far as only time is in its way; null: time alone changes nothing. */
  async nextMs(): Promise<number | null> {
    const nowMs = this.#parts.clock.nowMs();
    const dueMs = await this.#parts.office.nextDueMs();
    if (dueMs === null || dueMs > nowMs) return dueMs;
    const held = [...this.#lanes.values()].map((lane) => lane.nextMs(nowMs)).filter((ms) => ms !== null && ms > nowMs);
    return held.length === 0 ? null : Math.min(...(held as number[]));
  }

  /** Waits for what is on its way, at most so long; the rest is given up unrecorded, and sent again by whoever comes next. */
  async close(graceMs: number): Promise<void> {
    this.standBack();
    const sent = Promise.all(this.#sending);
    await Promise.race([sent, this.#parts.sleep(graceMs)]);
    this.#stop.abort();
    await Promise.all(this.#sending);
    await this.#results.close();
  }

  async #refresh(due: readonly DueDelivery[]): Promise<void> {
    const nowMs = this.#parts.clock.nowMs();
    const stale = new Set<string>();
    for (const { organization, endpointId } of due) {
      const isFresh = nowMs - (this.#readMs.get(organization) ?? Number.NEGATIVE_INFINITY) < ENDPOINTS_FRESH_MS;
      if (!isFresh || !this.#lanes.has(keyOf(organization, endpointId))) stale.add(organization);
    }
    for (const organization of stale) {
      const endpoints = await this.#parts.office.endpoints(organization);
      this.#readMs.set(organization, nowMs);
      this.#refreshLanes(organization, endpoints, nowMs);
    }
  }

  #refreshLanes(organization: string, endpoints: readonly Endpoint[], nowMs: number): void {
    const gone = new Map([...this.#lanes].filter(([, lane]) => lane.organization === organization && lane.isIdle));
    for (const endpoint of endpoints) {
      const key = keyOf(organization, endpoint.id);
      gone.delete(key);
      const lane = this.#lanes.get(key);
      if (lane !== undefined) lane.refresh(endpoint, nowMs);
      else this.#lanes.set(key, new Lane(organization, endpoint, this.#parts.ratePerSecDefault ?? Number.POSITIVE_INFINITY, nowMs));
    }
    for (const key of gone.keys()) this.#lanes.delete(key);
  }

  async #send(lane: Lane, delivery: DueDelivery): Promise<void> {
    const { clock, random } = this.#parts;
    const startedMs = clock.nowMs();
    try {
      const headers = this.#headers(lane.endpoint, delivery, startedMs);
      const sent = await attemptDelivery(lane.endpoint.url, headers, delivery.body, { ...this.#parts, signal: this.#stop.signal });
      if (sent.status === null && this.#stop.signal.aborted) {
        this.#inHand.delete(delivery.id);
        lane.abandoned();
        return;
      }
      const nowMs = clock.nowMs();
      if (sent.failure === null) lane.succeeded();
      else lane.failed(nowMs, sent.retryAfterMs, sent.isGone, random);
      this.#counts[sent.failure === null ? "delivered" : "failed"]++;
      this.#results.add(resultOf(delivery, sent, startedMs, nowMs, random));
    } catch (error) {
      this.#counts.faulted++;
      this.#inHand.delete(delivery.id);
      lane.faulted(clock.nowMs());
      this.#parts.onFault(error);
    }
    this.#parts.onProgress();
  }

  #headers({ secrets }: Endpoint, { messageId, body }: DueDelivery, atMs: number): Record<string, string> {
    const readable = validSecrets(secrets, atMs).map(({ sealed }) => this.#parts.openSecret(sealed));
    return { "content-type": "application/json", "user-agent": "Calltree-Webhooks", ...signatureHeaders(messageId, atMs, body, readable) };
  }

  async #record(results: readonly AttemptResult[]): Promise<void> {
    const lanes = new Map(results.map(({ deliveryId }) => [deliveryId, this.#inHand.get(deliveryId)]));
    const recovered = new Set(results.filter(({ status }) => status === "delivered").map(({ deliveryId }) => lanes.get(deliveryId)));
    for (const lane of recovered) {
      if (lane?.wasFailing === true) await this.#healthEvents.succeeded(lane.organization, lane.endpoint.id);
    }
    await this.#parts.office.recordAttempts(results);
    for (const [deliveryId, lane] of lanes) {
      this.#inHand.delete(deliveryId);
      this.#recordedMeanwhile.add(deliveryId);
      lane?.recorded();
    }
    for (const lane of recovered) lane?.recoveryTold();
    for (const lane of new Set(lanes.values())) if (lane?.isFailing === true) await this.#tellFailing(lane);
    this.#parts.onProgress();
  }

  /** What failed has been written down already: a fault here must not have it written again. The next failure tells it. */
  async #tellFailing(lane: Lane): Promise<void> {
    await this.#healthEvents.failed(lane.organization, lane.endpoint.id).catch((error: unknown) => this.#parts.onFault(error));
  }
}

const keyOf = (organization: string, endpointId: string): string => `${organization}/${endpointId}`;

/** What becomes of a delivery. Of an endpoint that is gone nothing is given up: it waits for the person who resumes it. */
function resultOf(delivery: DueDelivery, sent: Sent, startedMs: number, nowMs: number, random: () => number): AttemptResult {
  const { status, latencyMs, failure, answer } = sent;
  const triedAgainMs = sent.isGone ? nowMs : nextAttemptMs(delivery.attemptCount + 1, nowMs, sent.retryAfterMs, random);
  return {
    organization: delivery.organization,
    deliveryId: delivery.id,
    attempt: { startedMs, status, latencyMs, failure, answer },
    status: failure === null ? "delivered" : triedAgainMs === null ? "dead" : "pending",
    nextAttemptMs: failure === null ? null : triedAgainMs,
    atMs: nowMs,
    stopsEndpoint: sent.isGone,
  };
}
