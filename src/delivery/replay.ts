import type { Clock } from "../domain/clock.ts";
import { AppError } from "../domain/errors.ts";
import { formatTime } from "../domain/time.ts";
import type { Delivery, DeliveryQuery, Endpoint, NewDelivery } from "../store/endpoints.ts";
import type { OfficeStore } from "../store/officeStore.ts";
import { ENDPOINT_TEST } from "./events.ts";

export interface ReplayParts {
  readonly office: Pick<OfficeStore, "delivery" | "deliveries" | "endpoint" | "addDeliveries">;
  readonly clock: Clock;
  newId(prefix: string): string;
}

export interface Replayed {
  /** How many deliveries were made. */
  readonly count: number;
  /** Found and not sent again: still pending, erased, or of a deleted endpoint. */
  readonly skipped: number;
  /** More were found than are replayed at a time; these are the newest of them. */
  readonly hasMore: boolean;
}

export const REPLAY_MAX = 10_000;
const PAGE = 200;

/**
 * Sends a finished delivery again: a new delivery with the same message id and body, so that a receiver can know it again.
 * @returns the new delivery's id
 * @throws AppError DELIVERY_NOT_FOUND | ENDPOINT_NOT_FOUND | SESSION_ERASED | PARAMETER_INVALID (it is pending, and is sent by itself)
 */
export async function replayDelivery(parts: ReplayParts, organization: string, id: string): Promise<string> {
  const delivery = await parts.office.delivery(organization, id);
  if (delivery === undefined) throw new AppError("DELIVERY_NOT_FOUND", `There is no delivery ${id}.`);
  if (delivery.status === "pending") throw new AppError("PARAMETER_INVALID", "The delivery is still pending; it is sent by itself.");
  if (delivery.body === "") throw new AppError("SESSION_ERASED", "The session that this delivery told of was erased.");
  if ((await parts.office.endpoint(organization, delivery.endpointId)) === undefined) throw endpointNotFound(delivery.endpointId);
  const added = repeatOf(parts, organization, delivery);
  await parts.office.addDeliveries([added], null);
  return added.id;
}

/**
 * Sends finished deliveries again, each event to each endpoint once, in the order in which they were made.
 * @param query without paging; at most REPLAY_MAX of what it finds are sent
 */
export async function replayWhere(parts: ReplayParts, query: Omit<DeliveryQuery, "limit" | "beforeKey">): Promise<Replayed> {
  const { ids, skipped, hasMore } = await findReplayable(parts, query);
  let count = 0;
  for (let from = 0; from < ids.length; from += PAGE) {
    const page = await Promise.all(ids.slice(from, from + PAGE).map((id) => parts.office.delivery(query.organization, id)));
    // Erased since, or forgotten: there is nothing left to send.
    const added = page.filter((delivery) => delivery !== undefined && delivery.body !== "") as Delivery[];
    await parts.office.addDeliveries(
      added.map((delivery) => repeatOf(parts, query.organization, delivery)),
      null,
    );
    count += added.length;
  }
  return { count, skipped: skipped + ids.length - count, hasMore };
}

interface Replayable {
  /** Oldest first. */
  readonly ids: readonly string[];
  readonly skipped: number;
  readonly hasMore: boolean;
}

/** Ids alone, for the bodies of thousands need not be in memory together. */
async function findReplayable({ office }: ReplayParts, query: Omit<DeliveryQuery, "limit" | "beforeKey">): Promise<Replayable> {
  const isThere = new Map<string, boolean>();
  const seen = new Set<string>();
  const ids: string[] = [];
  let skipped = 0;
  for (let beforeKey = Number.MAX_SAFE_INTEGER; ; ) {
    const page = await office.deliveries({ ...query, beforeKey, limit: PAGE });
    for (const delivery of page) {
      const event = `${delivery.endpointId} ${delivery.messageId}`;
      if (seen.has(event)) continue;
      seen.add(event);
      if (!isThere.has(delivery.endpointId)) {
        isThere.set(delivery.endpointId, (await office.endpoint(query.organization, delivery.endpointId)) !== undefined);
      }
      const canBe = delivery.status !== "pending" && delivery.body !== "" && isThere.get(delivery.endpointId) === true;
      if (!canBe) skipped++;
      else if (ids.length === REPLAY_MAX) return { ids: ids.reverse(), skipped, hasMore: true };
      else ids.push(delivery.id);
    }
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return { ids: ids.reverse(), skipped, hasMore: false };
    beforeKey = last.key;
  }
}

function repeatOf(parts: ReplayParts, organization: string, delivery: Delivery): NewDelivery {
  const { messageId, endpointId, event, sessionId, body } = delivery;
  const nowMs = parts.clock.nowMs();
  const replayOf = delivery.replayOf ?? delivery.id;
  return {
    ...{ organization, id: parts.newId("dl"), messageId, endpointId, event, sessionId, body },
    ...{ replayOf, createdMs: nowMs, nextAttemptMs: nowMs },
  };
}

/**
 * Sends an `endpoint.test` event in the endpoint's format, whatever it has subscribed to.
 * @returns the delivery's id @throws AppError ENDPOINT_NOT_FOUND
 */
export async function testEndpoint(parts: ReplayParts, organization: string, endpointId: string): Promise<string> {
  const endpoint = await parts.office.endpoint(organization, endpointId);
  if (endpoint === undefined) throw endpointNotFound(endpointId);
  const nowMs = parts.clock.nowMs();
  const id = parts.newId("dl");
  const delivery: NewDelivery = {
    ...{ organization, id, messageId: parts.newId("msg"), endpointId, event: ENDPOINT_TEST, sessionId: null },
    ...{
      body: JSON.stringify(testBody(endpoint, organization, formatTime(nowMs))),
      replayOf: null,
      createdMs: nowMs,
      // Before all that is due: whoever asks for a test waits for it.
      nextAttemptMs: 0,
    },
  };
  await parts.office.addDeliveries([delivery], null);
  return id;
}

function testBody({ id, format }: Endpoint, organization: string, now: string): object {
  if (format === "agntix") return { id, eventType: ENDPOINT_TEST, createdAt: now };
  if (format === "ravan") return { event: ENDPOINT_TEST, org_id: organization, data: { endpoint_id: id, created_at: now } };
  return { type: ENDPOINT_TEST, timestamp: now, data: { endpoint_id: id } };
}

const endpointNotFound = (id: string): AppError => new AppError("ENDPOINT_NOT_FOUND", `There is no endpoint ${id}.`);
