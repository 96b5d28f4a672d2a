import { sql } from "kysely";
import type { AttemptResult } from "../endpoints.ts";
import { storableText } from "./conversationPacking.ts";
import { type Line, openLines } from "./deliveryAdds.ts";
import type { WriteTransaction } from "./dialect.ts";
import { numberOrNull } from "./sessionRow.ts";

const ROWS_PER_INSERT = 100;

/** A pending delivery and its endpoint, on the way from what they were to what the results make of them. */
interface Sent {
  readonly deliveryKey: number;
  readonly organizationKey: number;
  readonly endpointKey: number;
  readonly sessionId: string | null;
  status: AttemptResult["status"];
  attemptCount: number;
  nextAttemptMs: number | null;
  finishedMs: number | null;
  lastFailure: string | null;
}

interface Health {
  failingSinceMs: number | null;
  failureCount: number;
  lastFailure: string | null;
  lastSuccessMs: number | null;
  stoppedMs: number | null;
}

interface AttemptRow {
  readonly delivery_key: number;
  readonly number: number;
  readonly organization_key: number;
  readonly started_ms: number;
  readonly status: number | null;
  readonly latency_ms: number;
  readonly failure: string | null;
  readonly answer: string | null;
}

/** What `EndpointStore.recordAttempts` promises. A handful of statements, however many results there are. */
export async function recordAttempts(transaction: WriteTransaction, results: readonly AttemptResult[]): Promise<void> {
  if (results.length === 0) return;
  await transaction.deliveries.takeTurn(transaction.db);
  const sent = await readPending(transaction, results);
  const health = await readHealth(transaction, [...new Set([...sent.values()].map(({ endpointKey }) => endpointKey))]);
  const attempts: AttemptRow[] = [];
  for (const result of results) {
    const delivery = sent.get(nameOf(result.organization, result.deliveryId));
    if (delivery?.status !== "pending") continue;
    attempts.push(applyToDelivery(delivery, result));
    const ofEndpoint = health.get(delivery.endpointKey);
    if (ofEndpoint !== undefined) applyToEndpoint(ofEndpoint, result);
  }
  for (let start = 0; start < attempts.length; start += ROWS_PER_INSERT) {
    await transaction.db
      .insertInto("delivery_attempt")
      .values(attempts.slice(start, start + ROWS_PER_INSERT))
      .execute();
  }
  await writeDeliveries(transaction, [...sent.values()]);
  await writeHealth(transaction, health);
  const finished = [...sent.values()].filter(({ status }) => status !== "pending");
  await openLines(
    transaction,
    finished.flatMap(({ endpointKey, sessionId }): Line[] => (sessionId === null ? [] : [{ endpointKey, sessionId }])),
  );
}

/** No id of an organization holds a space. */
const nameOf = (organization: string, deliveryId: string): string => `${organization} ${deliveryId}`;

async function readPending({ db, conversations }: WriteTransaction, results: readonly AttemptResult[]): Promise<Map<string, Sent>> {
  const found = new Map<string, Sent>();
  for (const [organization, ofOrganization] of Map.groupBy(results, (result) => result.organization)) {
    const ids = [...new Set(ofOrganization.map(({ deliveryId }) => deliveryId))];
    const rows = await db
      .selectFrom("delivery")
      .select(["delivery_key", "organization_key", "endpoint_key", "id", "session_id", "attempt_count", "next_attempt_ms", "last_failure"])
      .where("organization_key", "=", (expression) =>
        expression.selectFrom("organization").select("organization.organization_key").where("organization.id", "=", organization),
      )
      .where(conversations.isOneOfTexts("id", ids))
      .where("status", "=", "pending")
      .execute();
    for (const row of rows) {
      found.set(nameOf(organization, row.id), {
        deliveryKey: Number(row.delivery_key),
        organizationKey: Number(row.organization_key),
        endpointKey: Number(row.endpoint_key),
        sessionId: row.session_id,
        status: "pending",
        attemptCount: Number(row.attempt_count),
        nextAttemptMs: numberOrNull(row.next_attempt_ms),
        finishedMs: null,
        lastFailure: row.last_failure,
      });
    }
  }
  return found;
}

/** Locked: a person may be changing the endpoint. */
async function readHealth(
  { db, conversations, locksRows }: WriteTransaction,
  endpointKeys: readonly number[],
): Promise<Map<number, Health>> {
  if (endpointKeys.length === 0) return new Map();
  const rows = await db
    .selectFrom("endpoint")
    .select(["endpoint_key", "failing_since_ms", "failure_count", "last_failure", "last_success_ms", "stopped_ms"])
    .where(conversations.isOneOfKeys("endpoint_key", endpointKeys))
    .$if(locksRows, (query) => query.orderBy("endpoint_key").forUpdate())
    .execute();
  return new Map(
    rows.map((row) => [
      Number(row.endpoint_key),
      {
        failingSinceMs: numberOrNull(row.failing_since_ms),
        failureCount: Number(row.failure_count),
        lastFailure: row.last_failure,
        lastSuccessMs: numberOrNull(row.last_success_ms),
        stoppedMs: numberOrNull(row.stopped_ms),
      },
    ]),
  );
}

function applyToDelivery(delivery: Sent, { attempt, status, nextAttemptMs, atMs }: AttemptResult): AttemptRow {
  const failure = attempt.failure === null ? null : storableText(attempt.failure);
  delivery.attemptCount++;
  delivery.status = status;
  delivery.nextAttemptMs = status === "pending" ? (nextAttemptMs ?? atMs) : null;
  delivery.finishedMs = status === "pending" ? null : atMs;
  delivery.lastFailure = failure;
  return {
    delivery_key: delivery.deliveryKey,
    number: delivery.attemptCount,
    organization_key: delivery.organizationKey,
    started_ms: attempt.startedMs,
    status: attempt.status,
    latency_ms: attempt.latencyMs,
    failure,
    answer: attempt.answer === null ? null : storableText(attempt.answer),
  };
}

function applyToEndpoint(health: Health, { attempt, atMs, stopsEndpoint }: AttemptResult): void {
  if (attempt.failure === null) {
    health.failingSinceMs = null;
    health.failureCount = 0;
    health.lastSuccessMs = atMs;
  } else {
    health.failingSinceMs ??= atMs;
    health.failureCount++;
    health.lastFailure = storableText(attempt.failure);
  }
  if (stopsEndpoint) health.stoppedMs ??= atMs;
}

async function writeDeliveries({ db, deliveries }: WriteTransaction, sent: readonly Sent[]): Promise<void> {
  if (sent.length === 0) return;
  const given = deliveries.rows(
    sent.map((delivery) => ({
      delivery_key: delivery.deliveryKey,
      status: delivery.status,
      attempt_count: delivery.attemptCount,
      next_attempt_ms: delivery.nextAttemptMs,
      finished_ms: delivery.finishedMs,
      last_failure: delivery.lastFailure,
    })),
    {
      delivery_key: "integer",
      status: "text",
      attempt_count: "integer",
      next_attempt_ms: "integer",
      finished_ms: "integer",
      last_failure: "text",
    },
  );
  // One that was due stays so at its new time; one that was not, because another came before it, still waits.
  await sql`
    UPDATE delivery SET status = given.status, attempt_count = given.attempt_count, next_attempt_ms = given.next_attempt_ms,
      due_ms = CASE WHEN delivery.due_ms IS NULL THEN NULL ELSE given.next_attempt_ms END,
      finished_ms = given.finished_ms, last_failure = given.last_failure
    FROM ${given} WHERE delivery.delivery_key = given.delivery_key`.execute(db);
}

async function writeHealth({ db }: WriteTransaction, health: ReadonlyMap<number, Health>): Promise<void> {
  for (const [endpointKey, { failingSinceMs, failureCount, lastFailure, lastSuccessMs, stoppedMs }] of health) {
    await db
      .updateTable("endpoint")
      .set({
        failing_since_ms: failingSinceMs,
        failure_count: failureCount,
        last_failure: lastFailure,
        last_success_ms: lastSuccessMs,
        stopped_ms: stoppedMs,
      })
      .where("endpoint_key", "=", endpointKey)
      .execute();
  }
}
