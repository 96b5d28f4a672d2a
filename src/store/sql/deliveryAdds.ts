import { sql } from "kysely";
import type { NewDelivery } from "../endpoints.ts";
import type { WriteTransaction } from "./dialect.ts";

const ROWS_PER_INSERT = 50;

/** An endpoint and a session: of their pending deliveries the first alone is due. */
export interface Line {
  readonly endpointKey: number;
  readonly sessionId: string;
}

/** What `EndpointStore.addDeliveries` promises, but for the position. */
export async function addDeliveries(transaction: WriteTransaction, added: readonly NewDelivery[]): Promise<void> {
  const { db, deliveries } = transaction;
  if (added.length === 0) return;
  await deliveries.takeTurn(db);
  const endpoints = await findEndpoints(transaction, added);
  const rows = added.flatMap((delivery) => {
    const endpoint = endpoints.get(nameOf(delivery.organization, delivery.endpointId));
    return endpoint === undefined ? [] : [toRow(delivery, endpoint)];
  });
  for (let start = 0; start < rows.length; start += ROWS_PER_INSERT) {
    await db
      .insertInto("delivery")
      .values(rows.slice(start, start + ROWS_PER_INSERT))
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
  await openLines(
    transaction,
    rows.flatMap((row) => (row.session_id === null ? [] : [{ endpointKey: row.endpoint_key, sessionId: row.session_id }])),
  );
}

interface EndpointKeys {
  readonly organizationKey: number;
  readonly endpointKey: number;
}

/** Neither of the two ids holds a space. */
const nameOf = (organization: string, endpointId: string): string => `${organization} ${endpointId}`;

async function findEndpoints({ db, conversations }: WriteTransaction, added: readonly NewDelivery[]): Promise<Map<string, EndpointKeys>> {
  const ids = [...new Set(added.map(({ endpointId }) => endpointId))];
  const organizations = [...new Set(added.map(({ organization }) => organization))];
  const rows = await db
    .selectFrom("endpoint")
    .innerJoin("organization", "organization.organization_key", "endpoint.organization_key")
    .select(["endpoint_key", "endpoint.id as id", "endpoint.organization_key as organization_key", "organization.id as organization"])
    .where(conversations.isOneOfTexts("organization.id", organizations))
    .where(conversations.isOneOfTexts("endpoint.id", ids))
    .where("deleted_ms", "is", null)
    .execute();
  return new Map(
    rows.map((row) => [
      nameOf(row.organization, row.id),
      { organizationKey: Number(row.organization_key), endpointKey: Number(row.endpoint_key) },
    ]),
  );
}

/** One that has a session is not due before its line has been looked at. */
const toRow = (delivery: NewDelivery, { organizationKey, endpointKey }: EndpointKeys) => ({
  organization_key: organizationKey,
  endpoint_key: endpointKey,
  id: delivery.id,
  message_id: delivery.messageId,
  event: delivery.event,
  session_id: delivery.sessionId,
  status: "pending",
  attempt_count: 0,
  created_ms: delivery.createdMs,
  next_attempt_ms: delivery.nextAttemptMs,
  due_ms: delivery.sessionId === null ? delivery.nextAttemptMs : null,
  replay_of: delivery.replayOf,
  body: delivery.body,
});

/** Makes the first pending delivery of each of these lines due, when it is not yet. To be called only after `takeTurn`. */
export async function openLines({ db, deliveries }: WriteTransaction, lines: readonly Line[]): Promise<void> {
  if (lines.length === 0) return;
  const distinct = new Map(lines.map((line) => [`${line.endpointKey} ${line.sessionId}`, line]));
  const given = deliveries.rows(
    [...distinct.values()].map(({ endpointKey, sessionId }) => ({ endpoint_key: endpointKey, session_id: sessionId })),
    { endpoint_key: "integer", session_id: "text" },
  );
  await sql`
    UPDATE delivery SET due_ms = next_attempt_ms WHERE due_ms IS NULL AND delivery_key IN (
      SELECT (SELECT waiting.delivery_key FROM delivery AS waiting
        WHERE waiting.endpoint_key = given.endpoint_key AND waiting.session_id = given.session_id AND waiting.status = 'pending'
        ORDER BY waiting.delivery_key LIMIT 1)
      FROM ${given})`.execute(db);
}
