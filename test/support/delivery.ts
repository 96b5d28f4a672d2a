/** Webhooks on a real store and real receivers, with a clock, chances and pauses that a test holds in its hands. */
import { randomBytes } from "node:crypto";
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { Webhook } from "svix";
import { afterAll, beforeAll } from "vitest";
import { Deliverer } from "../../src/delivery/deliverer.ts";
import { newEndpointSecret } from "../../src/delivery/signatures.ts";
import { outgoingPolicy } from "../../src/outgoing/policy.ts";
import { type Receiver, receiver } from "../../src/outgoing/receiverFixtures.ts";
import { projectionOf, sessionWith } from "../../src/store/contract/conversationDrafts.ts";
import type { Announcement } from "../../src/store/conversationStore.ts";
import type { Delivery, DeliveryStatus, Endpoint, NewDelivery } from "../../src/store/endpoints.ts";
import { openStores } from "../../src/store/open.ts";
import type { Stores } from "../../src/store/stores.ts";
import type { Engine, FreshDatabase } from "./databases.ts";

export const HOUR_MS = 3_600_000;

/** Stands still until it is set, some days from the real time, so that no library takes a signature's time for granted. */
export class VirtualClock {
  #nowMs: number;

  constructor(nowMs = Date.parse("2026-05-04T08:00:00Z")) {
    this.#nowMs = nowMs;
  }

  nowMs(): number {
    return this.#nowMs;
  }

  set(nowMs: number): void {
    this.#nowMs = Math.max(this.#nowMs, nowMs);
  }
}

/** The same chances in every run. */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export interface Hook extends Receiver {
  readonly url: string;
  /** `webhook-id` of each request, in order of arrival. */
  readonly ids: () => string[];
}

/** A receiver of webhooks; answers 200 unless told otherwise. */
export async function hook(
  answer: (request: IncomingMessage, reply: ServerResponse) => void = (_request, reply) => reply.end(),
): Promise<Hook> {
  const inner = await receiver(answer as RequestListener);
  return Object.assign(inner, {
    url: `http://127.0.0.1:${inner.port}/hook`,
    ids: () => inner.seen.map(({ headers }) => String(headers["webhook-id"])),
  });
}

let idCount = 0;
const newId = (prefix: string): string => `${prefix}_${(idCount++).toString(36)}`;

/** One organization on a database of its own. */
export class Webhooks {
  readonly stores: Stores;
  readonly clock: VirtualClock;
  readonly organization: string;
  readonly faults: unknown[] = [];
  /** By endpoint id. */
  readonly secrets = new Map<string, string>();

  constructor(stores: Stores, clock: VirtualClock, organization: string) {
    this.stores = stores;
    this.clock = clock;
    this.organization = organization;
  }

  async addEndpoint(url: string, given: Partial<Endpoint> = {}): Promise<Endpoint> {
    const id = newId("ep");
    const secret = newEndpointSecret(randomBytes);
    const nowMs = this.clock.nowMs();
    const endpoint: Endpoint = {
      ...{
        id,
        url,
        description: null,
        format: "native",
        events: [],
        ratePerSec: null,
        isPaused: false,
        createdMs: nowMs,
        updatedMs: nowMs,
      },
      ...{ failingSinceMs: null, failureCount: 0, lastFailure: null, lastSuccessMs: null, stoppedMs: null },
      ...{ secrets: [{ sealed: `sealed ${secret}`, createdMs: nowMs, expiresMs: null }], ...given },
    };
    await this.stores.office.createEndpoint(this.organization, endpoint);
    this.secrets.set(id, secret);
    return endpoint;
  }

  /** A delivery that is due now, as the dispatcher would make it. */
  newDelivery(endpointId: string, given: Partial<NewDelivery> = {}): NewDelivery {
    const nowMs = this.clock.nowMs();
    return {
      ...{ organization: this.organization, id: newId("dl"), messageId: newId("msg"), endpointId, event: "session.ended" },
      ...{ sessionId: null, body: '{"type":"session.ended"}', createdMs: nowMs, nextAttemptMs: nowMs, replayOf: null, ...given },
    };
  }

  async add(...added: NewDelivery[]): Promise<void> {
    await this.stores.office.addDeliveries(added, null);
  }

  /** Has the session's next projection announce this, now. */
  async announce(sessionId: string, announce: readonly Announcement[]): Promise<void> {
    const { conversations } = this.stores;
    const row =
      (await conversations.session(this.organization, sessionId)) ?? (await sessionWith(conversations, this.organization, sessionId));
    const saved = await conversations.saveProjections(this.organization, [projectionOf(row, { announce, atMs: this.clock.nowMs() })]);
    if (saved[0] !== "saved") throw new Error("the projection was not saved");
  }

  /** Those that a test makes are closed by it. */
  deliverer(given: { holder?: string; random?: () => number; timeoutMs?: number } = {}): Deliverer {
    return new Deliverer({
      ...{ conversations: this.stores.conversations, office: this.stores.office, clock: this.clock, policy: outgoingPolicy("127.0.0.1") },
      ...{ holder: "one", random: () => 0.5, timeoutMs: 1_000, ratePerSecDefault: null, keptMs: 30 * 24 * HOUR_MS, newId, ...given },
      // Pauses between rounds are nothing to a clock that stands still.
      sleep: () => new Promise((resolve) => setImmediate(resolve)),
      openSecret: (sealed) => sealed.replace(/^sealed /, ""),
      completeBody: async (_organization, body) => body,
      onFault: (error) => this.faults.push(error),
    });
  }

  /** Lets the clock run until then, stopping wherever something is due, and for at least `stepMs` at a time. */
  async runUntil(deliverer: Deliverer, untilMs: number, stepMs = 1): Promise<void> {
    for (;;) {
      await deliverer.runUntilIdle();
      const nextMs = await deliverer.nextMs();
      if (nextMs === null || nextMs > untilMs) break;
      this.clock.set(Math.max(nextMs, this.clock.nowMs() + stepMs));
    }
    this.clock.set(untilMs);
  }

  async deliveries(status?: DeliveryStatus): Promise<Delivery[]> {
    const found: Delivery[] = [];
    for (let beforeKey = Number.MAX_SAFE_INTEGER; ; ) {
      const query = { organization: this.organization, beforeKey, limit: 500, ...(status === undefined ? {} : { status }) };
      const page = await this.stores.office.deliveries(query);
      found.push(...page);
      const last = page.at(-1);
      if (last === undefined) return found.reverse();
      beforeKey = last.key;
    }
  }

  async endpoint(id: string): Promise<Endpoint> {
    const endpoint = await this.stores.office.endpoint(this.organization, id);
    if (endpoint === undefined) throw new Error(`there is no endpoint ${id}`);
    return endpoint;
  }

  /** How many of these requests carry a signature of this endpoint that its own library accepts. */
  verifiedCount(endpointId: string, { seen }: Pick<Receiver, "seen">): number {
    const verifier = new Webhook(this.secrets.get(endpointId) ?? "");
    return seen.filter(({ headers, body }) => {
      const id = String(headers["webhook-id"]);
      const at = new Date(Number(headers["webhook-timestamp"]) * 1_000);
      return String(headers["webhook-signature"])
        .split(" ")
        .includes(verifier.sign(id, at, body));
    }).length;
  }
}

/** A fresh database for all tests of a suite; each call of what it returns gives an organization of its own. */
export function webhooksOn(engine: Engine): () => Promise<Webhooks> {
  let database: FreshDatabase;
  let stores: Stores;
  beforeAll(async () => {
    database = await engine.open();
    stores = await openStores(database.url, "write");
  });
  afterAll(async () => {
    await stores[Symbol.asyncDispose]();
    await database.dispose();
  });
  return async () => {
    const id = newId("org");
    await stores.office.createOrganization({ id, name: id, currency: "USD", creditsPerUnit: "1", createdMs: 0 });
    return new Webhooks(stores, new VirtualClock(), id);
  };
}
