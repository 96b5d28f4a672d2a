import { type Kysely, type Selectable, sql } from "kysely";
import type { Delivery, DeliveryStatus, Endpoint, EndpointSecret, WebhookFormat } from "../endpoints.ts";
import type { Schema } from "./schema.ts";
import { numberOrNull } from "./sessionRow.ts";

type EndpointRow = Selectable<Schema["endpoint"]>;

/** Endpoints that are not deleted. */
export const selectEndpoints = (db: Kysely<Schema>, organizationKey: number) =>
  db.selectFrom("endpoint").selectAll().where("organization_key", "=", organizationKey).where("deleted_ms", "is", null);

export function toEndpoint(row: EndpointRow): Endpoint {
  return {
    id: row.id,
    url: row.url,
    description: row.description,
    format: row.format as WebhookFormat,
    events: JSON.parse(row.events) as string[],
    ratePerSec: row.rate_per_sec,
    secrets: JSON.parse(row.secrets) as EndpointSecret[],
    isPaused: Number(row.is_paused) === 1,
    createdMs: Number(row.created_ms),
    updatedMs: Number(row.updated_ms),
    failingSinceMs: numberOrNull(row.failing_since_ms),
    failureCount: Number(row.failure_count),
    lastFailure: row.last_failure,
    lastSuccessMs: numberOrNull(row.last_success_ms),
    stoppedMs: numberOrNull(row.stopped_ms),
  };
}

/** The columns of what is given, and no others. */
export function fromChange(change: Partial<Omit<Endpoint, "id" | "createdMs">>): Partial<Omit<EndpointRow, "endpoint_key">> {
  const columns = {
    url: change.url,
    description: change.description,
    format: change.format,
    events: change.events && JSON.stringify(change.events),
    rate_per_sec: change.ratePerSec,
    secrets: change.secrets && JSON.stringify(change.secrets),
    is_paused: change.isPaused === undefined ? undefined : Number(change.isPaused),
    updated_ms: change.updatedMs,
    failing_since_ms: change.failingSinceMs,
    failure_count: change.failureCount,
    last_failure: change.lastFailure,
    last_success_ms: change.lastSuccessMs,
    stopped_ms: change.stoppedMs,
  } satisfies { [Column in keyof EndpointRow]?: EndpointRow[Column] | undefined };
  return Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined));
}

/** Deliveries with the ids of their endpoint and organization. */
export function selectDeliveries(db: Kysely<Schema>) {
  return db
    .selectFrom("delivery")
    .innerJoin("endpoint", "endpoint.endpoint_key", "delivery.endpoint_key")
    .innerJoin("organization", "organization.organization_key", "delivery.organization_key")
    .selectAll("delivery")
    .select(["endpoint.id as endpoint_id", "organization.id as organization"]);
}

type DeliveryRow = Awaited<ReturnType<ReturnType<typeof selectDeliveries>["execute"]>>[number];

export function toDelivery(row: DeliveryRow): Delivery {
  return {
    key: Number(row.delivery_key),
    id: row.id,
    messageId: row.message_id,
    endpointId: row.endpoint_id,
    event: row.event,
    sessionId: row.session_id,
    body: row.body,
    status: row.status as DeliveryStatus,
    attemptCount: Number(row.attempt_count),
    createdMs: Number(row.created_ms),
    nextAttemptMs: numberOrNull(row.next_attempt_ms),
    finishedMs: numberOrNull(row.finished_ms),
    lastFailure: row.last_failure,
    replayOf: row.replay_of,
  };
}

/** Written as the partial index has it. */
export const isPending = sql<boolean>`delivery.status = 'pending'`;
