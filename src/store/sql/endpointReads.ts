import { sql } from "kysely";
import type {
  AnalysisSettingsRow,
  Attempt,
  Delivery,
  DeliveryCount,
  DeliveryQuery,
  DeliveryStatus,
  DueDelivery,
  Endpoint,
  EndpointStore,
} from "../endpoints.ts";
import { readDeliveries, readDue, readNextDueMs } from "./deliveryReads.ts";
import type { Reading } from "./dialect.ts";
import { selectDeliveries, selectEndpoints, toDelivery, toEndpoint } from "./endpointRow.ts";
import type { EndpointWrites } from "./endpointWrites.ts";
import { guarded } from "./errors.ts";
import { NameReader } from "./names.ts";
import type { Integer } from "./schema.ts";
import { numberOrNull } from "./sessionRow.ts";

/** The reading half of the EndpointStore port. */
export class EndpointReads implements Omit<EndpointStore, keyof EndpointWrites> {
  readonly #reading: Reading;
  readonly #names: NameReader;

  constructor(reading: Reading) {
    this.#reading = reading;
    this.#names = new NameReader(reading.db);
  }

  endpoint(organization: string, id: string): Promise<Endpoint | undefined> {
    return this.#within(organization, undefined, async (organizationKey) => {
      const row = await selectEndpoints(this.#reading.db, organizationKey).where("id", "=", id).executeTakeFirst();
      return row && toEndpoint(row);
    });
  }

  endpoints(organization: string): Promise<Endpoint[]> {
    return this.#within(organization, [], async (organizationKey) => {
      const oldestFirst = selectEndpoints(this.#reading.db, organizationKey).orderBy("created_ms").orderBy("endpoint_key");
      return (await oldestFirst.execute()).map(toEndpoint);
    });
  }

  dueDeliveries(nowMs: number, perEndpoint: number, busy: readonly string[]): Promise<DueDelivery[]> {
    return guarded(() => readDue(this.#reading, nowMs, perEndpoint, busy));
  }

  nextDueMs(): Promise<number | null> {
    return guarded(() => readNextDueMs(this.#reading));
  }

  deliveries(query: DeliveryQuery): Promise<Delivery[]> {
    return this.#within(query.organization, [], (organizationKey) => readDeliveries(this.#reading, organizationKey, query));
  }

  delivery(organization: string, id: string): Promise<Delivery | undefined> {
    return this.#within(organization, undefined, async (organizationKey) => {
      const found = selectDeliveries(this.#reading.db)
        .where("delivery.organization_key", "=", organizationKey)
        .where("delivery.id", "=", id);
      const row = await found.executeTakeFirst();
      return row && toDelivery(row);
    });
  }

  attempts(organization: string, deliveryId: string): Promise<Attempt[]> {
    return this.#within(organization, [], async (organizationKey) => {
      const rows = await this.#reading.db
        .selectFrom("delivery")
        .innerJoin("delivery_attempt", "delivery_attempt.delivery_key", "delivery.delivery_key")
        .selectAll("delivery_attempt")
        .where("delivery.organization_key", "=", organizationKey)
        .where("delivery.id", "=", deliveryId)
        .orderBy("delivery_attempt.number")
        .execute();
      return rows.map((row) => ({
        number: Number(row.number),
        startedMs: Number(row.started_ms),
        status: numberOrNull(row.status),
        latencyMs: row.latency_ms,
        failure: row.failure,
        answer: row.answer,
      }));
    });
  }

  deliveryCounts(organization: string | null): Promise<DeliveryCount[]> {
    return guarded(async () => {
      const counted = sql`SELECT endpoint_key, status, count(*) AS count FROM delivery
        WHERE endpoint_key IN (SELECT endpoint.endpoint_key FROM endpoint
          JOIN organization ON organization.organization_key = endpoint.organization_key
          WHERE endpoint.deleted_ms IS NULL ${organization === null ? sql`` : sql`AND organization.id = ${organization}`})
        GROUP BY endpoint_key, status`;
      const { rows } = await sql<{ organization: string; endpoint_id: string; status: string; count: Integer }>`
        SELECT organization.id AS organization, endpoint.id AS endpoint_id, counted.status AS status, counted.count AS count
        FROM (${counted}) AS counted
        JOIN endpoint ON endpoint.endpoint_key = counted.endpoint_key
        JOIN organization ON organization.organization_key = endpoint.organization_key
        ORDER BY endpoint.endpoint_key, counted.status`.execute(this.#reading.db);
      return rows.map((row) => ({
        organization: row.organization,
        endpointId: row.endpoint_id,
        status: row.status as DeliveryStatus,
        count: Number(row.count),
      }));
    });
  }

  analysisSettings(organization: string): Promise<AnalysisSettingsRow | undefined> {
    return this.#within(organization, undefined, async (organizationKey) => {
      const row = await this.#reading.db
        .selectFrom("analysis_settings")
        .selectAll()
        .where("organization_key", "=", organizationKey)
        .executeTakeFirst();
      return row && { settings: row.settings, sealedKey: row.sealed_key, updatedMs: Number(row.updated_ms) };
    });
  }

  async #within<Result>(organization: string, absent: Result, read: (organizationKey: number) => Promise<Result>): Promise<Result> {
    return guarded(async () => {
      const organizationKey = await this.#names.organizationKey(organization);
      return organizationKey === undefined ? absent : read(organizationKey);
    });
  }
}
