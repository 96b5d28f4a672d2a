import { type RawBuilder, sql } from "kysely";
import type { Delivery, DeliveryQuery, DueDelivery } from "../endpoints.ts";
import type { Reading } from "./dialect.ts";
import { selectDeliveries, toDelivery } from "./endpointRow.ts";
import type { Integer } from "./schema.ts";
import { numberOrNull } from "./sessionRow.ts";

/** Endpoints that anything is sent to. */
const IS_SERVED = sql`endpoint.is_paused = 0 AND endpoint.stopped_ms IS NULL AND endpoint.deleted_ms IS NULL`;

/**
 * What `EndpointStore.dueDeliveries` promises. One short walk along the index of due ones for each endpoint: what has been
 * delivered is not in it, nor what waits behind another, and a dead endpoint's many do not stand before those of others.
 */
export async function readDue(reading: Reading, nowMs: number, perEndpoint: number, busy: readonly string[]): Promise<DueDelivery[]> {
  const { db, conversations } = reading;
  const inHand = busy.length === 0 ? sql`` : sql`AND NOT (${conversations.isOneOfTexts("delivery.id", busy)})`;
  const { rows } = await sql<{ keys: string | null }>`
    SELECT (SELECT string_agg(CAST(due.delivery_key AS text), ',') FROM (
      SELECT delivery.delivery_key FROM delivery
      WHERE delivery.endpoint_key = endpoint.endpoint_key AND delivery.due_ms <= ${nowMs} ${inHand}
      ORDER BY delivery.due_ms, delivery.delivery_key LIMIT ${perEndpoint}) AS due) AS keys
    FROM endpoint WHERE ${IS_SERVED}`.execute(db);
  const keys = rows.flatMap((row) => row.keys?.split(",").map(Number) ?? []);
  if (keys.length === 0) return [];
  const found = await selectDeliveries(db).where(conversations.isOneOfKeys("delivery.delivery_key", keys)).execute();
  const ordered = found.sort((a, b) => Number(a.due_ms) - Number(b.due_ms) || Number(a.delivery_key) - Number(b.delivery_key));
  // Between the two statements one may have been cancelled.
  return ordered.filter((row) => row.due_ms !== null).map((row) => ({ ...toDelivery(row), organization: row.organization }));
}

/** What `EndpointStore.nextDueMs` promises. */
export async function readNextDueMs({ db }: Reading): Promise<number | null> {
  const { rows } = await sql<{ next: Integer | null }>`
    SELECT min(first.due_ms) AS next FROM (
      SELECT (SELECT delivery.due_ms FROM delivery WHERE delivery.endpoint_key = endpoint.endpoint_key AND delivery.due_ms IS NOT NULL
        ORDER BY delivery.due_ms LIMIT 1) AS due_ms
      FROM endpoint WHERE ${IS_SERVED}) AS first`.execute(db);
  return numberOrNull(rows[0]?.next ?? null);
}

/** What `EndpointStore.deliveries` promises. The keys are found first, in an index alone, for the rows are large. */
export async function readDeliveries(reading: Reading, organizationKey: number, query: DeliveryQuery): Promise<Delivery[]> {
  const { db, conversations } = reading;
  const endpointKey = query.endpointId === undefined ? null : await findEndpointKey(reading, organizationKey, query.endpointId);
  if (endpointKey === undefined) return [];
  const conditions = [...whoseConditions(organizationKey, endpointKey, query), ...whichConditions(query)];
  const { rows } = await sql<{ delivery_key: Integer }>`
    SELECT delivery_key FROM delivery WHERE ${sql.join(conditions, sql` AND `)} ORDER BY delivery_key DESC LIMIT ${query.limit}`.execute(
    db,
  );
  if (rows.length === 0) return [];
  const keys = rows.map((row) => Number(row.delivery_key));
  const found = await selectDeliveries(db).where(conversations.isOneOfKeys("delivery.delivery_key", keys)).execute();
  return found.map(toDelivery).sort((a, b) => b.key - a.key);
}

/** Deleted ones too, for their deliveries are still there. */
async function findEndpointKey({ db }: Reading, organizationKey: number, id: string): Promise<number | undefined> {
  const found = db.selectFrom("endpoint").select("endpoint_key").where("organization_key", "=", organizationKey).where("id", "=", id);
  const row = await found.executeTakeFirst();
  return row === undefined ? undefined : Number(row.endpoint_key);
}

/**
 * A session has few deliveries, so the others of its conditions are written such that no index fits them; knowing nothing of
 * how many rows there are, SQLite would take theirs. In the same way an endpoint stands for its organization.
 */
function whoseConditions(organizationKey: number, endpointKey: number | null, { sessionId, status }: DeliveryQuery): RawBuilder<boolean>[] {
  if (sessionId !== undefined) {
    const ofSession = [sql<boolean>`organization_key = ${organizationKey} AND session_id = ${sessionId}`];
    if (endpointKey !== null) ofSession.push(sql`endpoint_key + 0 = ${endpointKey}`);
    if (status !== undefined) ofSession.push(sql`status || '' = ${status}`);
    return ofSession;
  }
  const conditions = [
    endpointKey === null ? sql<boolean>`organization_key = ${organizationKey}` : sql<boolean>`endpoint_key = ${endpointKey}`,
  ];
  if (status !== undefined) conditions.push(sql`status = ${status}`);
  // Said besides, so that SQLite knows that the partial index of these will do.
  if (status !== undefined && status !== "delivered") conditions.push(sql`status <> 'delivered'`);
  return conditions;
}

function whichConditions({ event, createdFromMs, createdToMs, beforeKey }: DeliveryQuery): RawBuilder<boolean>[] {
  const conditions: RawBuilder<boolean>[] = [];
  if (event !== undefined) conditions.push(sql`event = ${event}`);
  if (createdFromMs !== undefined) conditions.push(sql`created_ms >= ${createdFromMs}`);
  if (createdToMs !== undefined) conditions.push(sql`created_ms < ${createdToMs}`);
  if (beforeKey !== undefined) conditions.push(sql`delivery_key < ${beforeKey}`);
  return conditions;
}
