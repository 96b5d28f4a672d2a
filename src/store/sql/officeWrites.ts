import type { ExpressionBuilder, Kysely } from "kysely";
import { AppError } from "../../domain/errors.ts";
import type { RecordType } from "../../domain/registry.ts";
import {
  type Agent,
  type ApiKey,
  type AuditEntry,
  type ExchangeRate,
  NO_RETENTION,
  type Organization,
  type OrganizationChange,
  type RereadJob,
} from "../officeStore.ts";
import type { Transact } from "./dialect.ts";
import { guarded } from "./errors.ts";
import { organizationNotFound } from "./names.ts";
import { type OfficeWrites, readOrganization, readServerValue } from "./officeReads.ts";
import type { Schema } from "./schema.ts";

/** The writing half of the OfficeStore port; each method is one transaction. */
export class SqlOfficeWrites implements OfficeWrites {
  readonly #transact: Transact;

  constructor(transact: Transact) {
    this.#transact = transact;
  }

  createOrganization(organization: Omit<Organization, "settingsVersion" | "retention">): Promise<Organization> {
    return this.#write(async (db) => {
      const { id, name, currency, creditsPerUnit, createdMs } = organization;
      const result = await db
        .insertInto("organization")
        .values({ id, name, currency, credits_per_unit: creditsPerUnit, created_ms: createdMs, settings_version: 1 })
        .onConflict((conflict) => conflict.column("id").doNothing())
        .executeTakeFirst();
      if (result.numInsertedOrUpdatedRows !== 1n) throw new AppError("ORGANIZATION_EXISTS", `There is an organization "${id}" already.`);
      return { id, name, currency, creditsPerUnit, createdMs, retention: NO_RETENTION, settingsVersion: 1 };
    });
  }

  updateOrganization(id: string, change: OrganizationChange): Promise<Organization | undefined> {
    return this.#write(async (db) => {
      const { name, currency, creditsPerUnit, retention } = change;
      const columns = {
        ...(name === undefined ? {} : { name }),
        ...(currency === undefined ? {} : { currency }),
        ...(creditsPerUnit === undefined ? {} : { credits_per_unit: creditsPerUnit }),
        ...(retention?.sessionDays === undefined ? {} : { retention_session_days: retention.sessionDays }),
        ...(retention?.recordingDays === undefined ? {} : { retention_recording_days: retention.recordingDays }),
      };
      if (Object.keys(columns).length > 0) await db.updateTable("organization").set(columns).where("id", "=", id).execute();
      await raiseSettingsVersion(db, id);
      return readOrganization(db, id);
    });
  }

  createKey(key: ApiKey, secretHash: string): Promise<void> {
    return this.#write(async (db) => {
      await db
        .insertInto("api_key")
        .values({
          id: key.id,
          organization_key: await optionalOrganizationKey(db, key.organization),
          name: key.name,
          scopes: JSON.stringify(key.scopes),
          source: key.source,
          secret_hash: secretHash,
          created_ms: key.createdMs,
          last_used_ms: key.lastUsedMs,
          revoked_ms: key.revokedMs,
        })
        .execute();
    });
  }

  revokeKey(organization: string | null, id: string, atMs: number): Promise<boolean> {
    return this.#write(async (db) => {
      const unrevoked = db.updateTable("api_key").set({ revoked_ms: atMs }).where("id", "=", id).where("revoked_ms", "is", null);
      const result = await (organization === null
        ? unrevoked.where("organization_key", "is", null)
        : unrevoked.where("organization_key", "=", (expression) =>
            expression.selectFrom("organization").select("organization.organization_key").where("organization.id", "=", organization),
          )
      ).executeTakeFirst();
      return result.numUpdatedRows === 1n;
    });
  }

  touchKeys(uses: readonly { id: string; usedMs: number }[]): Promise<void> {
    return this.#write(async (db) => {
      for (const { id, usedMs } of uses.toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
        await db
          .updateTable("api_key")
          .set({ last_used_ms: usedMs })
          .where("id", "=", id)
          .where((expression) => expression.or([expression("last_used_ms", "is", null), expression("last_used_ms", "<", usedMs)]))
          .execute();
      }
    });
  }

  putRecordType(organization: string, type: RecordType, rereads: readonly string[], nowMs: number): Promise<void> {
    return this.#write(async (db) => {
      const organizationKey = await raiseSettingsVersion(db, organization);
      if (organizationKey === undefined) throw organizationNotFound(organization);
      const definition = JSON.stringify(type);
      await db
        .insertInto("record_type")
        .values({ organization_key: organizationKey, name: type.name, definition })
        .onConflict((conflict) => conflict.columns(["organization_key", "name"]).doUpdateSet({ definition }))
        .execute();
      for (const name of rereads) await startReread(db, organizationKey, name, nowMs);
    });
  }

  putExchangeRates(organization: string, rates: readonly ExchangeRate[]): Promise<void> {
    return this.#write(async (db) => {
      const organizationKey = await raiseSettingsVersion(db, organization);
      if (organizationKey === undefined) throw organizationNotFound(organization);
      for (const { currency, rate, effectiveMs } of rates) {
        await db
          .insertInto("exchange_rate")
          .values({ organization_key: organizationKey, currency, effective_ms: effectiveMs, rate })
          .onConflict((conflict) => conflict.columns(["organization_key", "currency", "effective_ms"]).doUpdateSet({ rate }))
          .execute();
      }
    });
  }

  advanceReread(job: RereadJob, afterKey: number | null): Promise<void> {
    return this.#write(async (db) => {
      const organizationKey = await findOrganizationKey(db, job.organization);
      if (organizationKey === undefined) return;
      const started = { organization_key: organizationKey, type: job.type, started_ms: job.startedMs };
      const same = (expression: ExpressionBuilder<Schema, "reread_job">) => expression.and(started);
      if (afterKey === null) await db.deleteFrom("reread_job").where(same).execute();
      else await db.updateTable("reread_job").set({ after_key: afterKey }).where(same).execute();
    });
  }

  putServerValueOnce(name: string, value: string): Promise<string> {
    return this.#write(async (db) => {
      await db
        .insertInto("server_value")
        .values({ name, value })
        .onConflict((conflict) => conflict.column("name").doNothing())
        .execute();
      return (await readServerValue(db, name)) ?? value;
    });
  }

  setServerValue(name: string, value: string): Promise<void> {
    return this.#write((db) => setServerValue(db, name, value));
  }

  putAgent(organization: string, agent: Agent): Promise<void> {
    return this.#write(async (db) => {
      const organizationKey = await raiseSettingsVersion(db, organization);
      if (organizationKey === undefined) throw organizationNotFound(organization);
      const columns = {
        name: agent.name,
        expected_record_types: JSON.stringify(agent.expectedRecordTypes),
        idle_close_sec: agent.idleCloseSec,
        analysis: agent.analysis,
        updated_ms: agent.updatedMs,
      };
      await db
        .insertInto("agent")
        .values({ organization_key: organizationKey, id: agent.id, ...columns })
        .onConflict((conflict) => conflict.columns(["organization_key", "id"]).doUpdateSet(columns))
        .execute();
    });
  }

  takeLease(name: string, holder: string, nowMs: number, untilMs: number): Promise<boolean> {
    return this.#write(async (db) => {
      // One statement, so that of two askers one finds the other's row.
      const result = await db
        .insertInto("lease")
        .values({ name, holder, until_ms: untilMs })
        .onConflict((conflict) =>
          conflict
            .column("name")
            .doUpdateSet({ holder, until_ms: untilMs })
            .where((expression) => expression.or([expression("lease.holder", "=", holder), expression("lease.until_ms", "<=", nowMs)])),
        )
        .executeTakeFirst();
      return result.numInsertedOrUpdatedRows === 1n;
    });
  }

  releaseLease(name: string, holder: string): Promise<void> {
    return this.#write(async (db) => {
      await db.deleteFrom("lease").where("name", "=", name).where("holder", "=", holder).execute();
    });
  }

  audit(entry: AuditEntry): Promise<void> {
    return this.#write(async (db) => {
      const { organization, atMs, actor, action, detail } = entry;
      const organizationKey = await optionalOrganizationKey(db, organization);
      await db.insertInto("audit").values({ organization_key: organizationKey, at_ms: atMs, actor, action, detail }).execute();
    });
  }

  #write<Result>(work: (db: Kysely<Schema>) => Promise<Result>): Promise<Result> {
    return guarded(() => this.#transact(({ db }) => work(db)));
  }
}

async function startReread(db: Kysely<Schema>, organizationKey: number, type: string, nowMs: number): Promise<void> {
  // A job keeps what tells it from its predecessor, even when both start within one millisecond.
  await db
    .insertInto("reread_job")
    .values({ organization_key: organizationKey, type, after_key: 0, started_ms: nowMs })
    .onConflict((conflict) =>
      conflict.columns(["organization_key", "type"]).doUpdateSet((expression) => ({
        after_key: 0,
        started_ms: expression
          .case()
          .when("reread_job.started_ms", ">=", nowMs)
          .then(expression("reread_job.started_ms", "+", 1))
          .else(nowMs)
          .end(),
      })),
    )
    .execute();
}

/** Creates or replaces. */
export async function setServerValue(db: Kysely<Schema>, name: string, value: string): Promise<void> {
  await db
    .insertInto("server_value")
    .values({ name, value })
    .onConflict((conflict) => conflict.column("name").doUpdateSet({ value }))
    .execute();
}

/** @returns the organization's key; undefined when there is no such organization */
export async function raiseSettingsVersion(db: Kysely<Schema>, id: string): Promise<number | undefined> {
  await db
    .updateTable("organization")
    .set((expression) => ({ settings_version: expression("settings_version", "+", 1) }))
    .where("id", "=", id)
    .execute();
  return findOrganizationKey(db, id);
}

async function findOrganizationKey(db: Kysely<Schema>, id: string): Promise<number | undefined> {
  const row = await db.selectFrom("organization").select("organization_key").where("id", "=", id).executeTakeFirst();
  return row === undefined ? undefined : Number(row.organization_key);
}

/** @throws AppError ORGANIZATION_NOT_FOUND */
async function optionalOrganizationKey(db: Kysely<Schema>, id: string | null): Promise<number | null> {
  if (id === null) return null;
  const key = await findOrganizationKey(db, id);
  if (key === undefined) throw organizationNotFound(id);
  return key;
}
