import type { Clock } from "../domain/clock.ts";
import type { OfficeStore } from "../store/officeStore.ts";

const LEASE_NAME = "delivery";
/** After a process was killed, another takes over within this time. */
export const LEASE_MS = 5_000;

/** Of the processes that share a database, the one that holds it sends. Two that send at once repeat deliveries, and lose none. */
export class Lease {
  readonly #office: Pick<OfficeStore, "takeLease" | "releaseLease">;
  readonly #clock: Clock;
  readonly #holder: string;
  #untilMs = Number.NEGATIVE_INFINITY;

  constructor(office: Pick<OfficeStore, "takeLease" | "releaseLease">, clock: Clock, holder: string) {
    this.#office = office;
    this.#clock = clock;
    this.#holder = holder;
  }

  /** Takes or renews it where that is due: a server without work hardly writes. */
  async isHeld(): Promise<boolean> {
    const nowMs = this.#clock.nowMs();
    if (nowMs < this.#untilMs - LEASE_MS / 2) return true;
    const isHeld = await this.#office.takeLease(LEASE_NAME, this.#holder, nowMs, nowMs + LEASE_MS);
    this.#untilMs = isHeld ? nowMs + LEASE_MS : Number.NEGATIVE_INFINITY;
    return isHeld;
  }

  async release(): Promise<void> {
    this.#untilMs = Number.NEGATIVE_INFINITY;
    await this.#office.releaseLease(LEASE_NAME, this.#holder);
  }
}
