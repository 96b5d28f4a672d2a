import type { Clock } from "../domain/clock.ts";
import type { ConversationStore, SessionEvent } from "../store/conversationStore.ts";
import { DELIVERY_POSITION, type Endpoint, type NewDelivery } from "../store/endpoints.ts";
import { erasedValue, erasureSecretName } from "../store/erasure.ts";
import type { OfficeStore } from "../store/officeStore.ts";
import { eventName, messageIdOf, wantsEvent } from "./events.ts";

export interface DispatcherParts {
  readonly conversations: Pick<ConversationStore, "eventsAfter" | "session">;
  readonly office: Pick<OfficeStore, "serverValue" | "endpoints" | "addDeliveries" | "eraseDeliveries">;
  readonly clock: Clock;
  newId(prefix: string): string;
  /** Puts in what a body can only be given when it is about to go out, such as signed addresses. */
  completeBody(organization: string, body: string): Promise<string>;
}

const EVENTS_AT_ONCE = 500;

/**
 * Follows the log of session changes and makes a delivery for each endpoint that wants what it tells. The position moves on in
 * the transaction that adds the deliveries, and a message id follows from the endpoint and the entry: a killed dispatcher
 * neither leaves one out nor makes one twice.
 */
export class Dispatcher {
  readonly #parts: DispatcherParts;

  constructor(parts: DispatcherParts) {
    this.#parts = parts;
  }

  /** One batch. True: more may be waiting already. @throws AppError what the stores throw; nothing is lost by it */
  async step(): Promise<boolean> {
    const { conversations, office } = this.#parts;
    const position = Number((await office.serverValue(DELIVERY_POSITION)) ?? 0);
    const events = await conversations.eventsAfter(position, EVENTS_AT_ONCE);
    const last = events.at(-1);
    if (last === undefined) return false;
    const endpoints = new Map<string, readonly Endpoint[]>();
    for (const { organization } of events) {
      if (!endpoints.has(organization)) endpoints.set(organization, await office.endpoints(organization));
    }
    const planned = events.flatMap((event) => this.#deliveriesOf(event, endpoints.get(event.organization) ?? []));
    const added = await Promise.all(
      planned.map(async (delivery) => ({ ...delivery, body: await this.#parts.completeBody(delivery.organization, delivery.body) })),
    );
    await office.addDeliveries(added, { name: DELIVERY_POSITION, value: String(last.key) });
    await this.#forgetErased(added);
    return events.length === EVENTS_AT_ONCE;
  }

  /** Whoever erased a session after its event was read here, and before its delivery was added, could not see the delivery. */
  async #forgetErased(added: readonly NewDelivery[]): Promise<void> {
    const { conversations, office, clock } = this.#parts;
    for (const [organization, own] of Map.groupBy(added, (delivery) => delivery.organization)) {
      const secret = await office.serverValue(erasureSecretName(organization));
      if (secret === undefined) continue;
      for (const id of new Set(own.flatMap(({ sessionId }) => sessionId ?? []))) {
        if ((await conversations.session(organization, id)) !== undefined) continue;
        await office.eraseDeliveries(organization, [id], erasedValue(secret, id), clock.nowMs());
      }
    }
  }

  #deliveriesOf(event: SessionEvent, endpoints: readonly Endpoint[]): NewDelivery[] {
    return endpoints.flatMap((endpoint) => {
      const name = eventName(endpoint.format, event.kind);
      const body = event.bodies[endpoint.format];
      // What happened before somebody subscribed is not told to him.
      if (name === undefined || body === undefined || endpoint.createdMs > event.atMs || !wantsEvent(endpoint, name)) return [];
      return [
        {
          ...{ organization: event.organization, id: this.#parts.newId("dl"), messageId: messageIdOf(endpoint.id, `log ${event.key}`) },
          // A merge is told of the session that lives on, and waits for what was told of that one before.
          ...{ endpointId: endpoint.id, event: name, sessionId: event.kind === "merged" ? event.subject : event.sessionId },
          ...{ body, replayOf: null },
          ...{ createdMs: event.atMs, nextAttemptMs: event.atMs },
        },
      ];
    });
  }
}
