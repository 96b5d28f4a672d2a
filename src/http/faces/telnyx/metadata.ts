import { AppError } from "../../../domain/errors.ts";
import { DEPTH_MAX, type RecordType, type Registry } from "../../../domain/registry.ts";
import { formatTime } from "../../../domain/time.ts";
import type { ReadContext } from "../../../reads/index.ts";
import { acceptedAliases, childRelationships, childTypes, parentRelationships, parentTypes, siblingTypes } from "./relationships.ts";

export const DEPTH_DEFAULT = 2;
/** When the built-in record types last changed. */
const BUILT_IN_TYPES_CHANGED_MS = Date.UTC(2026, 10, 21);
/** The event id of the public guide's own examples. */
const EXAMPLE_ID = "a1b2c3d4-5e6f-7a8b-9c0d-1e2f3a4b5c6d";
const EXAMPLE_DAY = "2026-03-17";

const parameter = (type: string, fallback: string, description: string, more: { values?: string[]; min?: number; max?: number } = {}) => ({
  type,
  default: fallback,
  description,
  enum_values: more.values ?? null,
  min: more.min ?? null,
  max: more.max ?? null,
});

const QUERY_PARAMETERS = {
  include_children: parameter("boolean", "true", "Whether to show child events. Costs and counts cover them either way.", {
    values: ["true", "false"],
  }),
  max_depth: parameter("integer", String(DEPTH_DEFAULT), "Levels shown, the root being 1. Costs and counts cover the levels below too.", {
    min: 1,
    max: DEPTH_MAX,
  }),
  expand: parameter("string", "record", "`record` shows the detail record of each event, `none` leaves `record` empty.", {
    values: ["record", "none"],
  }),
  date_time: parameter("string", "", "An ISO 8601 time or a UTC day within 48 hours of the root event; any other finds nothing."),
};

interface OverviewArguments {
  readonly organization: string;
}

/** JSON text of all record types, the query parameters, and when they last changed. */
export async function metadataOverview(context: ReadContext, { organization }: OverviewArguments): Promise<string> {
  const { registry } = await context.organizations.context(organization);
  return JSON.stringify({
    record_types: registry.types.map((type) => recordTypeInfo(registry, type)),
    query_parameters: QUERY_PARAMETERS,
    meta: { total_record_types: registry.types.length, last_updated: formatTime(await typesChangedMs(context, organization)) },
  });
}

const namesOf = (registry: Registry, type: RecordType) => ({
  record_type: type.name,
  aliases: acceptedAliases(registry, type),
  product: type.product,
  event: type.event,
});

const recordTypeInfo = (registry: Registry, type: RecordType) => ({
  ...namesOf(registry, type),
  description: type.description,
  child_relationships: childRelationships(registry, type),
  parent_relationships: parentRelationships(registry, type),
});

/** The built-in types change with a release. An organization with types of its own changed them no later than its last audited change. */
async function typesChangedMs(context: ReadContext, organization: string): Promise<number> {
  const ownTypes = await context.office.recordTypes(organization);
  if (ownTypes.length === 0) return BUILT_IN_TYPES_CHANGED_MS;
  const [newest] = await context.office.auditEntries(organization, 1);
  return Math.max(BUILT_IN_TYPES_CHANGED_MS, newest?.atMs ?? 0);
}

export interface RecordTypeArguments extends OverviewArguments {
  /** Name, alias or product slug. */
  readonly recordType: string;
}

/** JSON text of one record type. @throws AppError RECORD_TYPE_NOT_FOUND */
export async function recordTypeMetadata(context: ReadContext, { organization, recordType }: RecordTypeArguments): Promise<string> {
  const { registry } = await context.organizations.context(organization);
  const type = registry.resolve(recordType);
  if (type === undefined) throw new AppError("RECORD_TYPE_NOT_FOUND", `There is no record type "${recordType}".`, { field: "record_type" });
  const depth = registry.depthBelow(type.name);
  return JSON.stringify({
    ...namesOf(registry, type),
    child_relationships: childRelationships(registry, type),
    parent_relationships: parentRelationships(registry, type),
    examples: examplesOf(type, depth),
    meta: {
      total_children: childTypes(registry, type.name).length,
      total_siblings: siblingTypes(registry, type).length,
      total_parents: parentTypes(type).length,
      max_recommended_depth: depth,
    },
  });
}

function examplesOf(type: RecordType, depth: number) {
  const self = `/v2/session_analysis/${encodeURIComponent(type.name)}/${EXAMPLE_ID}`;
  const records = `/v2/detail_records?record_type=${encodeURIComponent(type.name)}&id=${EXAMPLE_ID}`;
  return {
    queries: [
      { description: "The whole tree below an event", method: "GET", url: `${self}?max_depth=${depth}&date_time=${EXAMPLE_DAY}` },
      { description: "Costs only, without detail records", method: "GET", url: `${self}?max_depth=${depth}&expand=none` },
      { description: "The event alone", method: "GET", url: `${self}?include_children=false` },
    ],
    response: {
      session_id: EXAMPLE_ID,
      cost: { total: "0.000000", currency: "USD" },
      root: {
        id: EXAMPLE_ID,
        product: type.product,
        event_name: type.event,
        relationship: null,
        cost: { event_cost: "0.000000", cumulative_cost: "0.000000", currency: "USD" },
        links: { self, records },
        record: {},
        children: [],
      },
      meta: { event_count: 1, products: [type.product] },
    },
  };
}
