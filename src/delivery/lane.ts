import type { Endpoint } from "../store/endpoints.ts";
import { withJitter } from "./schedule.ts";
import { TokenBucket } from "./tokenBucket.ts";

export const IN_FLIGHT_MAX = 64;
const IN_FLIGHT_PER_ENDPOINT_MAX = 16;
/** Once half of all places are taken, each endpoint gets fewer: hanging ones must not take the places of the others. */
const IN_FLIGHT_PER_ENDPOINT_BUSY = 4;
/** Failures in a row after which an endpoint is tried one delivery at a time, and told of. */
const FAILURES_UNTIL_FAILING = 5;
const PROBE_PAUSE_MS_MIN = 5_000;
const PROBE_PAUSE_MS_MAX = 300_000;
const PROBE_DOUBLINGS_MAX = 16;
/** When something of ours went wrong with an endpoint, such as a secret that cannot be read. */
const FAULT_PAUSE_MS = 60_000;

export const isFailing = ({ failureCount, stoppedMs }: Pick<Endpoint, "failureCount" | "stoppedMs">): boolean =>
  failureCount >= FAILURES_UNTIL_FAILING || stoppedMs !== null;

/** Between the attempts of a failing endpoint, whichever delivery they are for. @param probeCount attempts that failed since it fails */
export const probePauseMs = (probeCount: number, random: () => number): number =>
  withJitter(Math.min(PROBE_PAUSE_MS_MAX, PROBE_PAUSE_MS_MIN * 2 ** Math.min(probeCount, PROBE_DOUBLINGS_MAX)), random);

/** What the sender knows of one endpoint while it works: how many may go now, and when the next one may. */
export class Lane {
  readonly organization: string;
  #endpoint: Endpoint;
  #bucket: TokenBucket;
  readonly #ratePerSecDefault: number;
  /** Sent and without an answer. */
  #inFlight = 0;
  /** Sent, answered or not, and not recorded. */
  #inHand = 0;
  /** In a row; ahead of the stored number by what is not recorded. */
  #failureCount: number;
  #isStopped: boolean;
  /** Attempts that failed, one after the other, since it fails. */
  #probeCount = 0;
  /** It was failing, and its recovery has not been told. */
  #wasFailing: boolean;
  #heldUntilMs = 0;

  constructor(organization: string, endpoint: Endpoint, ratePerSecDefault: number, nowMs: number) {
    this.organization = organization;
    this.#endpoint = endpoint;
    this.#ratePerSecDefault = ratePerSecDefault;
    this.#bucket = new TokenBucket(endpoint.ratePerSec ?? ratePerSecDefault, nowMs);
    this.#failureCount = endpoint.failureCount;
    this.#isStopped = endpoint.stoppedMs !== null;
    this.#wasFailing = this.isFailing;
  }

  get endpoint(): Endpoint {
    return this.#endpoint;
  }

  get isFailing(): boolean {
    return this.#failureCount >= FAILURES_UNTIL_FAILING || this.#isStopped;
  }

  get wasFailing(): boolean {
    return this.#wasFailing;
  }

  get isIdle(): boolean {
    return this.#inHand === 0;
  }

  /** As it is stored now: a person may have changed or resumed it. */
  refresh(endpoint: Endpoint, nowMs: number): void {
    const perSec = endpoint.ratePerSec ?? this.#ratePerSecDefault;
    if (perSec !== this.#bucket.perSec) this.#bucket = new TokenBucket(perSec, nowMs);
    this.#endpoint = endpoint;
    if (this.#inHand > 0) return;
    // Resumed, or its failures forgotten, by a person: whatever held it is over.
    if (endpoint.failureCount < this.#failureCount || (this.#isStopped && endpoint.stoppedMs === null)) this.#released();
    this.#failureCount = endpoint.failureCount;
    this.#isStopped = endpoint.stoppedMs !== null;
  }

  /**
   * Whether one more may go now; then it counts as gone. A test that a person asked for does not wait until the endpoint is tried again.
   * @param inFlightTotal over all endpoints
   */
  start(nowMs: number, inFlightTotal: number, isTest = false): boolean {
    if (this.#endpoint.isPaused || this.#isStopped || (nowMs < this.#heldUntilMs && !isTest)) return false;
    if (this.#inFlight >= this.#inFlightMax(inFlightTotal) || !this.#bucket.take(nowMs)) return false;
    this.#inFlight++;
    this.#inHand++;
    return true;
  }

  #inFlightMax(inFlightTotal: number): number {
    if (this.isFailing) return 1;
    return inFlightTotal < IN_FLIGHT_MAX / 2 ? IN_FLIGHT_PER_ENDPOINT_MAX : IN_FLIGHT_PER_ENDPOINT_BUSY;
  }

  succeeded(): void {
    this.#inFlight--;
    this.#failureCount = 0;
    this.#released();
  }

  /** @param retryAfterMs for so long the receiver asked to be left alone, with whatever there is */
  failed(nowMs: number, retryAfterMs: number | null, isGone: boolean, random: () => number): void {
    this.#inFlight--;
    this.#failureCount++;
    this.#isStopped ||= isGone;
    this.#wasFailing ||= this.isFailing;
    // What was on its way before the pause began makes it no longer.
    if (this.isFailing && nowMs >= this.#heldUntilMs) this.#hold(nowMs + probePauseMs(this.#probeCount++, random));
    if (retryAfterMs !== null) this.#hold(nowMs + retryAfterMs);
  }

  /** The fault was ours; the endpoint's health stays as it is. */
  faulted(nowMs: number): void {
    this.#inFlight--;
    this.#inHand--;
    this.#hold(nowMs + FAULT_PAUSE_MS);
  }

  /** The attempt was given up by us, and nothing is known of it. */
  abandoned(): void {
    this.#inFlight--;
    this.#inHand--;
  }

  recorded(): void {
    this.#inHand--;
  }

  recoveryTold(): void {
    this.#wasFailing = this.isFailing;
  }

  /** When one more may go, as far as only time is in the way. Null: something else is. */
  nextMs(nowMs: number): number | null {
    if (this.#endpoint.isPaused || this.#isStopped || this.#inFlight > 0) return null;
    return Math.max(this.#heldUntilMs, this.#bucket.nextMs(nowMs));
  }

  #released(): void {
    this.#heldUntilMs = 0;
    this.#probeCount = 0;
  }

  #hold(untilMs: number): void {
    this.#heldUntilMs = Math.max(this.#heldUntilMs, untilMs);
  }
}
