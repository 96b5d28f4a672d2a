import { type Kysely, type Selectable, sql } from "kysely";
import { RECORD_TYPE_DEFAULTS, type RecordType } from "../../domain/registry.ts";
import type { EndpointStore } from "../endpoints.ts";
import type { Agent, ApiKey, ExchangeRate, OfficeStore, Organization, RereadJob, StoredAuditEntry } from "../officeStore.ts";
import type { HotLookups, Reading } from "./dialect.ts";
import { guarded } from "./errors.ts";
import type { Schema } from "./schema.ts";

export type OfficeWrites = Pick<
  OfficeStore,
  | "createOrganization"
  | "updateOrganization"
  | "createKey"
  | "revokeKey"
  | "touchKeys"
  | "putRecordType"
  | "putExchangeRates"
  | "advanceReread"
  | "putServerValueOnce"
  | "setServerValue"
  | "putAgent"
  | "takeLease"
  | "releaseLease"
  | "audit"
>;

/** The reading half of the OfficeStore port. */
export class OfficeReads implements Omit<OfficeStore, keyof OfficeWrites | keyof EndpointStore> {
  readonly #db: Kysely<Schema>;
  readonly #lookups: HotLookups;

  constructor({ db, lookups }: Reading) {
    this.#db = db;
    this.#lookups = lookups;
  }

  organization(id: string): Promise<Organization | undefined> {
    return guarded(async () => {
      const row = await this.#lookups.organization(id);
      return row === undefined ? undefined : toOrganization(row);
    });
  }

  organizations(): Promise<Organization[]> {
    return guarded(async () => {
      const rows = await this.#db.selectFrom("organization").selectAll().orderBy("created_ms").orderBy("organization_key").execute();
      return rows.map(toOrganization);
    });
  }

  keyByHash(secretHash: string): Promise<ApiKey | undefined> {
    return guarded(async () => {
      const row = await this.#selectKeys().where("api_key.secret_hash", "=", secretHash).executeTakeFirst();
      return row === undefined ? undefined : toKey(row);
    });
  }

  keys(organization: string | null): Promise<ApiKey[]> {
    return guarded(async () => {
      const ordered = this.#selectKeys().orderBy("api_key.created_ms").orderBy("api_key.api_key_key");
      const rows = await (organization === null
        ? ordered.where("api_key.organization_key", "is", null)
        : ordered.where("organization.id", "=", organization)
      ).execute();
      return rows.map(toKey);
    });
  }

  recordTypes(organization: string): Promise<RecordType[]> {
    return guarded(async () => {
      const rows = await this.#db
        .selectFrom("record_type")
        .innerJoin("organization", "organization.organization_key", "record_type.organization_key")
        .where("organization.id", "=", organization)
        .select("record_type.definition")
        .orderBy("record_type.name")
        .execute();
      // One that was stored by an older build lacks what types have learned since.
      return rows.map((row) => ({ ...RECORD_TYPE_DEFAULTS, ...(JSON.parse(row.definition) as RecordType) }));
    });
  }

  exchangeRates(organization: string): Promise<ExchangeRate[]> {
    return guarded(async () => {
      const rows = await this.#db
        .selectFrom("exchange_rate")
        .innerJoin("organization", "organization.organization_key", "exchange_rate.organization_key")
        .where("organization.id", "=", organization)
        .select(["exchange_rate.currency as currency", "effective_ms", "rate"])
        .orderBy("exchange_rate.currency")
        .orderBy("effective_ms")
        .execute();
      return rows.map(({ currency, rate, effective_ms }) => ({ currency, rate, effectiveMs: Number(effective_ms) }));
    });
  }

  rereadJobs(organization?: string): Promise<RereadJob[]> {
    return guarded(async () => {
      const all = this.#db
        .selectFrom("reread_job")
        .innerJoin("organization", "organization.organization_key", "reread_job.organization_key")
        .select(["organization.id", "type", "after_key", "started_ms"])
        .orderBy("started_ms")
        .orderBy("reread_job.organization_key")
        .orderBy("type");
      const rows = await (organization === undefined ? all : all.where("organization.id", "=", organization)).execute();
      return rows.map((row) => ({
        organization: row.id,
        type: row.type,
        afterKey: Number(row.after_key),
        startedMs: Number(row.started_ms),
      }));
    });
  }

  serverValue(name: string): Promise<string | undefined> {
    return guarded(() => readServerValue(this.#db, name));
  }

  agent(organization: string, id: string): Promise<Agent | undefined> {
    return guarded(async () => {
      const row = await this.#selectAgents(organization).where("agent.id", "=", id).executeTakeFirst();
      return row === undefined ? undefined : toAgent(row);
    });
  }

  agents(organization: string): Promise<Agent[]> {
    return guarded(async () => (await this.#selectAgents(organization).orderBy("agent.id").execute()).map(toAgent));
  }

  auditEntries(organization: string | null, limit: number, beforeKey?: number): Promise<StoredAuditEntry[]> {
    return guarded(async () => {
      const newest = this.#db
        .selectFrom("audit")
        .leftJoin("organization", "organization.organization_key", "audit.organization_key")
        .select(["organization.id as organization", "audit_key", "at_ms", "actor", "action", "detail"])
        .$if(beforeKey !== undefined, (query) =>
          query.where(sql<boolean>`(at_ms, audit_key) < (SELECT at_ms, audit_key FROM audit WHERE audit_key = ${beforeKey})`),
        )
        .orderBy("at_ms", "desc")
        .orderBy("audit_key", "desc")
        .limit(limit);
      const rows = await (organization === null
        ? newest.where("audit.organization_key", "is", null)
        : newest.where("organization.id", "=", organization)
      ).execute();
      return rows.map(({ at_ms, audit_key, ...entry }) => ({ ...entry, key: Number(audit_key), atMs: Number(at_ms) }));
    });
  }

  #selectAgents(organization: string) {
    return this.#db
      .selectFrom("agent")
      .innerJoin("organization", "organization.organization_key", "agent.organization_key")
      .where("organization.id", "=", organization)
      .select(["agent.id as id", "agent.name as name", "expected_record_types", "idle_close_sec", "analysis", "updated_ms"]);
  }

  #selectKeys() {
    return this.#db
      .selectFrom("api_key")
      .leftJoin("organization", "organization.organization_key", "api_key.organization_key")
      .select(["api_key.id", "api_key.name", "organization.id as organization", "scopes", "source", "api_key.created_ms"])
      .select(["last_used_ms", "revoked_ms"]);
  }
}

export async function readOrganization(db: Kysely<Schema>, id: string): Promise<Organization | undefined> {
  const row = await db.selectFrom("organization").selectAll().where("id", "=", id).executeTakeFirst();
  return row === undefined ? undefined : toOrganization(row);
}

export async function readServerValue(db: Kysely<Schema>, name: string): Promise<string | undefined> {
  const row = await db.selectFrom("server_value").select("value").where("name", "=", name).executeTakeFirst();
  return row?.value;
}

function toOrganization(row: Selectable<Schema["organization"]>): Organization {
  const { id, name, currency, credits_per_unit: creditsPerUnit } = row;
  const settingsVersion = Number(row.settings_version);
  const days = (stored: number | bigint | string | null): number | null => (stored === null ? null : Number(stored));
  const retention = { sessionDays: days(row.retention_session_days), recordingDays: days(row.retention_recording_days) };
  return { id, name, currency, creditsPerUnit, createdMs: Number(row.created_ms), retention, settingsVersion };
}

function toAgent(row: Omit<Selectable<Schema["agent"]>, "organization_key">): Agent {
  return {
    id: row.id,
    name: row.name,
    expectedRecordTypes: JSON.parse(row.expected_record_types) as string[],
    idleCloseSec: row.idle_close_sec === null ? null : Number(row.idle_close_sec),
    analysis: row.analysis,
    updatedMs: Number(row.updated_ms),
  };
}

type KeyRow = Pick<Selectable<Schema["api_key"]>, "id" | "name" | "scopes" | "source" | "created_ms" | "last_used_ms" | "revoked_ms"> & {
  readonly organization: string | null;
};

function toKey(row: KeyRow): ApiKey {
  const { id, name, organization, source } = row;
  return {
    id,
    name,
    organization,
    scopes: JSON.parse(row.scopes) as ApiKey["scopes"],
    source,
    createdMs: Number(row.created_ms),
    lastUsedMs: row.last_used_ms === null ? null : Number(row.last_used_ms),
    revokedMs: row.revoked_ms === null ? null : Number(row.revoked_ms),
  };
}
