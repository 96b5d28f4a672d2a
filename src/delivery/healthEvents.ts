import type { Clock } from "../domain/clock.ts";
import { formatTime } from "../domain/time.ts";
import type { Endpoint, NewDelivery } from "../store/endpoints.ts";
import type { OfficeStore } from "../store/officeStore.ts";
import { ENDPOINT_FAILING, ENDPOINT_RECOVERED, messageIdOf, wantsEvent } from "./events.ts";
import { isFailing } from "./lane.ts";

export interface HealthEventsParts {
  readonly office: Pick<OfficeStore, "endpoints" | "addDeliveries" | "hurryDeliveries">;
  readonly clock: Clock;
  newId(prefix: string): string;
}

/**
 * Tells an organization's other endpoints that one of them fails, and that it has recovered, once an episode: the message id
 * names the episode, so one that is told again after a crash is known.
 */
export class HealthEvents {
  readonly #parts: HealthEventsParts;
  /** Since when the endpoints fail that were told of, so that not every failure asks the store. */
  readonly #told = new Map<string, number>();

  constructor(parts: HealthEventsParts) {
    this.#parts = parts;
  }

  /** After a failure was recorded. */
  async failed(organization: string, endpointId: string): Promise<void> {
    const key = `${organization}/${endpointId}`;
    if (this.#told.has(key)) return;
    const endpoints = await this.#parts.office.endpoints(organization);
    const failing = endpoints.find(({ id }) => id === endpointId);
    if (failing === undefined || !isFailing(failing) || failing.failingSinceMs === null) return;
    await this.#tell(ENDPOINT_FAILING, organization, failing, failing.failingSinceMs, endpoints);
    this.#told.set(key, failing.failingSinceMs);
  }

  /** Before the success is recorded, for that ends what the store knows of the episode. */
  async succeeded(organization: string, endpointId: string): Promise<void> {
    const key = `${organization}/${endpointId}`;
    const endpoints = await this.#parts.office.endpoints(organization);
    const recovered = endpoints.find(({ id }) => id === endpointId);
    const sinceMs = recovered?.failingSinceMs ?? this.#told.get(key) ?? null;
    if (recovered === undefined || sinceMs === null || (!isFailing(recovered) && !this.#told.has(key))) return;
    await this.#tell(ENDPOINT_RECOVERED, organization, recovered, sinceMs, endpoints);
    // What waits would go at its own times otherwise, hours later.
    await this.#parts.office.hurryDeliveries(organization, endpointId, this.#parts.clock.nowMs());
    this.#told.delete(key);
  }

  async #tell(event: string, organization: string, about: Endpoint, sinceMs: number, endpoints: readonly Endpoint[]): Promise<void> {
    const nowMs = this.#parts.clock.nowMs();
    const body = bodyOf(event, about, sinceMs, nowMs);
    const added = endpoints
      .filter((endpoint) => endpoint.id !== about.id && wantsEvent(endpoint, event))
      .map(
        (endpoint): NewDelivery => ({
          ...{ organization, id: this.#parts.newId("dl"), messageId: messageIdOf(endpoint.id, `${event} ${about.id} ${sinceMs}`) },
          ...{ endpointId: endpoint.id, event, sessionId: null, body, replayOf: null, createdMs: nowMs, nextAttemptMs: nowMs },
        }),
      );
    if (added.length > 0) await this.#parts.office.addDeliveries(added, null);
  }
}

/** Without the address: it may carry a secret, and those who are told are other receivers. */
function bodyOf(event: string, about: Endpoint, sinceMs: number, nowMs: number): string {
  const data = {
    endpoint_id: about.id,
    description: about.description,
    failing_since: formatTime(sinceMs),
    ...(event === ENDPOINT_FAILING
      ? { failure_count: about.failureCount, last_failure: about.lastFailure, stopped: about.stoppedMs !== null }
      : {}),
  };
  return JSON.stringify({ type: event, timestamp: formatTime(nowMs), data });
}
