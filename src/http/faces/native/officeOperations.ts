import type { RecordType } from "../../../domain/registry.ts";
import { formatTime, formatTimeOrNull } from "../../../domain/time.ts";
import type { ReadContext, ReadOperations } from "../../../reads/index.ts";
import type { ApiKey, Organization, RereadJob } from "../../../store/officeStore.ts";
import { decodeCursor, encodeCursor } from "./cursor.ts";

const list = (data: readonly unknown[], totals: Record<string, number>): string => JSON.stringify({ data, next_cursor: null, totals });

export const organizationView = (organization: Organization) => ({
  id: organization.id,
  name: organization.name,
  currency: organization.currency,
  credits_per_unit: organization.creditsPerUnit,
  retention: { session_days: organization.retention.sessionDays, recording_days: organization.retention.recordingDays },
  created_at: formatTime(organization.createdMs),
});

export const keyView = (key: ApiKey) => ({
  id: key.id,
  name: key.name,
  organization: key.organization,
  scopes: key.scopes,
  source: key.source,
  created_at: formatTime(key.createdMs),
  last_used_at: formatTimeOrNull(key.lastUsedMs),
  revoked_at: formatTimeOrNull(key.revokedMs),
});

export const recordTypeView = (type: RecordType, job?: RereadJob) => ({
  name: type.name,
  product: type.product,
  event: type.event,
  group: type.group,
  description: type.description,
  built_in: type.builtIn,
  aliases: type.aliases,
  id_fields: type.idFields,
  time_fields: type.timeFields,
  end_fields: type.endFields,
  time_format: type.timeFormat,
  cost_fields: type.costFields,
  cost_is_negative: type.costIsNegative,
  quantity_fields: type.quantityFields,
  unit_field: type.unitField,
  model_fields: type.modelFields,
  parents: type.parents.map((mapping) => ({
    record_type: mapping.parentType,
    local_field: mapping.localField,
    parent_field: mapping.parentField,
    specificity: mapping.specificity,
    cost_rollup: mapping.costRollup,
    traversal_enabled: mapping.traversalEnabled,
  })),
  virtual_by: type.virtualBy,
  session_root: type.sessionRoot,
  role: type.role,
  volatile_fields: type.volatileFields,
  /** Stored records are being read again after a change; until this is gone, some keep their older links. */
  rereading_since: job === undefined ? null : formatTime(job.startedMs),
});

type Of = { readonly organization: string };

export const officeOperations = {
  "native.recordTypes": async (context: ReadContext, { organization }: Of) => {
    const [{ registry }, jobs] = await Promise.all([context.organizations.context(organization), context.office.rereadJobs(organization)]);
    const views = registry.types.map((type) =>
      recordTypeView(
        type,
        jobs.find((job) => job.type === type.name),
      ),
    );
    return list(views, { record_types: views.length });
  },
  "native.recordType": async (context: ReadContext, { organization, name }: Of & { readonly name: string }) => {
    const [{ registry }, jobs] = await Promise.all([context.organizations.context(organization), context.office.rereadJobs(organization)]);
    const type = registry.require(name);
    return JSON.stringify(
      recordTypeView(
        type,
        jobs.find((job) => job.type === type.name),
      ),
    );
  },
  "native.exchangeRates": async (context: ReadContext, { organization }: Of) => {
    const { rates } = await context.organizations.context(organization);
    const views = rates.map((rate) => ({ currency: rate.currency, rate: rate.rate, effective_at: formatTime(rate.effectiveMs) }));
    return list(views, { exchange_rates: views.length });
  },
  "native.organization": async (context: ReadContext, { organization }: Of) =>
    JSON.stringify(organizationView((await context.organizations.context(organization)).organization)),
  "native.organizations": async (context: ReadContext, _args: Record<string, never>) => {
    const views = (await context.office.organizations()).map(organizationView);
    return list(views, { organizations: views.length });
  },
  "native.keys": async (context: ReadContext, { organization }: { readonly organization: string | null }) => {
    const views = (await context.office.keys(organization)).map(keyView);
    return list(views, { keys: views.length });
  },
  "native.audit": async (
    context: ReadContext,
    { organization, limit, cursor }: { readonly organization: string | null; readonly limit: number; readonly cursor?: string },
  ) => {
    const entries = await context.office.auditEntries(organization, limit + 1, cursor === undefined ? undefined : decodeCursor(cursor));
    const page = entries.slice(0, limit);
    const last = entries.length > limit ? page.at(-1) : undefined;
    const data = page.map(({ atMs, actor, action, detail }) => ({ at: formatTime(atMs), actor, action, detail }));
    return JSON.stringify({ data, next_cursor: last === undefined ? null : encodeCursor(last.key), totals: {} });
  },
} satisfies ReadOperations;
