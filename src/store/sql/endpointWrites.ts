import type {
  AnalysisSettingsRow,
  AttemptResult,
  Endpoint,
  EndpointChange,
  EndpointStore,
  FollowerPosition,
  NewDelivery,
} from "../endpoints.ts";
import { addDeliveries } from "./deliveryAdds.ts";
import { eraseDeliveries, forgetDeliveries } from "./deliveryErasure.ts";
import { recordAttempts } from "./deliveryResults.ts";
import type { Transact, WriteTransaction } from "./dialect.ts";
import { fromChange, isPending, selectEndpoints, toEndpoint } from "./endpointRow.ts";
import { guarded } from "./errors.ts";
import { organizationNotFound } from "./names.ts";
import { raiseSettingsVersion, setServerValue } from "./officeWrites.ts";

export type EndpointWrites = Pick<
  EndpointStore,
  | "createEndpoint"
  | "updateEndpoint"
  | "deleteEndpoint"
  | "hurryDeliveries"
  | "addDeliveries"
  | "recordAttempts"
  | "eraseDeliveries"
  | "forgetDeliveries"
  | "putAnalysisSettings"
>;

/** The writing half of the EndpointStore port; each method is one transaction. */
export class SqlEndpointWrites implements EndpointWrites {
  readonly #transact: Transact;

  constructor(transact: Transact) {
    this.#transact = transact;
  }

  createEndpoint(organization: string, endpoint: Endpoint): Promise<void> {
    return this.#write(async ({ db }) => {
      const organizationKey = await raiseSettingsVersion(db, organization);
      if (organizationKey === undefined) throw organizationNotFound(organization);
      const { id, url, description, format, ratePerSec, createdMs, updatedMs } = endpoint;
      const texts = { id, url, description, format, events: JSON.stringify(endpoint.events), secrets: JSON.stringify(endpoint.secrets) };
      await db
        .insertInto("endpoint")
        .values({
          organization_key: organizationKey,
          ...texts,
          rate_per_sec: ratePerSec,
          is_paused: Number(endpoint.isPaused),
          created_ms: createdMs,
          updated_ms: updatedMs,
          failing_since_ms: endpoint.failingSinceMs,
          failure_count: endpoint.failureCount,
          last_failure: endpoint.lastFailure,
          last_success_ms: endpoint.lastSuccessMs,
          stopped_ms: endpoint.stoppedMs,
        })
        .execute();
    });
  }

  updateEndpoint(organization: string, id: string, change: EndpointChange): Promise<Endpoint | undefined> {
    return this.#write(async ({ db }) => {
      const organizationKey = await raiseSettingsVersion(db, organization);
      if (organizationKey === undefined) return undefined;
      const ofId = { organization_key: organizationKey, id };
      await db
        .updateTable("endpoint")
        .set(fromChange(change))
        .where((expression) => expression.and(ofId))
        .where("deleted_ms", "is", null)
        .execute();
      const row = await selectEndpoints(db, organizationKey).where("id", "=", id).executeTakeFirst();
      return row && toEndpoint(row);
    });
  }

  deleteEndpoint(organization: string, id: string, nowMs: number): Promise<boolean> {
    return this.#write(async ({ db, deliveries }) => {
      await deliveries.takeTurn(db);
      const organizationKey = await raiseSettingsVersion(db, organization);
      if (organizationKey === undefined) return false;
      const row = await selectEndpoints(db, organizationKey).where("id", "=", id).executeTakeFirst();
      if (row === undefined) return false;
      const gone = { url: "", description: null, secrets: "[]", last_failure: null, deleted_ms: nowMs };
      await db.updateTable("endpoint").set(gone).where("endpoint_key", "=", row.endpoint_key).execute();
      await db
        .updateTable("delivery")
        .set({ status: "cancelled", next_attempt_ms: null, due_ms: null, finished_ms: nowMs })
        .where("endpoint_key", "=", row.endpoint_key)
        .where(isPending)
        .execute();
      return true;
    });
  }

  hurryDeliveries(organization: string, endpointId: string, nowMs: number): Promise<void> {
    return this.#write(async ({ db, deliveries }) => {
      await deliveries.takeTurn(db);
      const endpoint = db
        .selectFrom("endpoint")
        .innerJoin("organization", "organization.organization_key", "endpoint.organization_key")
        .select("endpoint.endpoint_key")
        .where("organization.id", "=", organization)
        .where("endpoint.id", "=", endpointId);
      await db
        .updateTable("delivery")
        .set({ next_attempt_ms: nowMs, due_ms: nowMs })
        .where("endpoint_key", "=", endpoint)
        .where("due_ms", ">", nowMs)
        .execute();
    });
  }

  addDeliveries(added: readonly NewDelivery[], position: FollowerPosition | null): Promise<void> {
    return this.#write(async (transaction) => {
      await addDeliveries(transaction, added);
      if (position !== null) await setServerValue(transaction.db, position.name, position.value);
    });
  }

  recordAttempts(results: readonly AttemptResult[]): Promise<void> {
    return this.#write((transaction) => recordAttempts(transaction, results));
  }

  eraseDeliveries(organization: string, sessionIds: readonly string[], erasedId: string, nowMs: number): Promise<void> {
    return this.#write((transaction) => eraseDeliveries(transaction, organization, { sessionIds, erasedId, nowMs }));
  }

  forgetDeliveries(beforeMs: number): Promise<number> {
    return this.#write((transaction) => forgetDeliveries(transaction, beforeMs));
  }

  putAnalysisSettings(organization: string, row: AnalysisSettingsRow): Promise<void> {
    return this.#write(async ({ db }) => {
      const organizationKey = await raiseSettingsVersion(db, organization);
      if (organizationKey === undefined) throw organizationNotFound(organization);
      const columns = { settings: row.settings, sealed_key: row.sealedKey, updated_ms: row.updatedMs };
      await db
        .insertInto("analysis_settings")
        .values({ organization_key: organizationKey, ...columns })
        .onConflict((conflict) => conflict.column("organization_key").doUpdateSet(columns))
        .execute();
    });
  }

  #write<Result>(work: (transaction: WriteTransaction) => Promise<Result>): Promise<Result> {
    return guarded(() => this.#transact(work));
  }
}
