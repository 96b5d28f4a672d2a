import type { Generated } from "kysely";
import type { ConversationTables } from "./conversationSchema.ts";
import type { EndpointTables } from "./endpointSchema.ts";

/** Both drivers hand out every integer as a bigint, so that 64 bits stay exact; they take either. */
export type Integer = number | bigint;

/** Times are epoch milliseconds, costs nanos. Integer keys inside, text keys outside. */
export interface Schema extends ConversationTables, EndpointTables {
  organization: {
    organization_key: Generated<Integer>;
    id: string;
    name: string;
    currency: string;
    created_ms: Integer;
    settings_version: Integer;
    /** Exact decimal. */
    credits_per_unit: Generated<string>;
    retention_session_days: Integer | null;
    retention_recording_days: Integer | null;
  };
  api_key: {
    api_key_key: Generated<Integer>;
    id: string;
    /** Null: a key of the operator. */
    organization_key: Integer | null;
    name: string;
    /** JSON list. */
    scopes: string;
    source: string;
    secret_hash: string;
    created_ms: Integer;
    last_used_ms: Integer | null;
    revoked_ms: Integer | null;
  };
  record_type: { organization_key: Integer; name: string; definition: string };
  exchange_rate: { organization_key: Integer; currency: string; effective_ms: Integer; rate: string };
  reread_job: { organization_key: Integer; type: string; after_key: Integer; started_ms: Integer };
  server_value: { name: string; value: string };
  agent: {
    organization_key: Integer;
    id: string;
    name: string | null;
    /** JSON list. */
    expected_record_types: string;
    idle_close_sec: Integer | null;
    /** JSON; null: its sessions are not analysed. */
    analysis: string | null;
    updated_ms: Integer;
  };
  lease: { name: string; holder: string; until_ms: Integer };
  audit: {
    audit_key: Generated<Integer>;
    organization_key: Integer | null;
    at_ms: Integer;
    actor: string;
    action: string;
    detail: string;
  };
  type_name: { type_key: Generated<Integer>; organization_key: Integer; name: string };
  source_name: { source_key: Generated<Integer>; organization_key: Integer; name: string };
  record: RecordTable;
  record_body: { record_key: Integer; organization_key: Integer; body: string };
  record_link: { organization_key: Integer; value_hash: Integer; record_key: Integer };
  record_history: {
    history_key: Generated<Integer>;
    record_key: Integer;
    organization_key: Integer;
    /** Index into HISTORY_STANDINGS. */
    standing: Integer;
    content_hash: Uint8Array;
    received_ms: Integer;
    source_key: Integer;
    body: string;
  };
  record_field: { type_key: Integer; name: string };
  record_change: {
    /** Rises in the order of commits, as record keys do. */
    change_key: Generated<Integer>;
    organization_key: Integer;
    record_key: Integer;
    /** JSON text of the links that the record had before and has no longer. */
    former_links: string;
  };
  /** Charges of records up to the key in `usage_position`. */
  usage_sum: {
    organization_key: Integer;
    /** Start of the hour; NO_HOUR for records without time. */
    hour_ms: Integer;
    type_key: Integer;
    /** Empty: none. */
    model: string;
    /** Empty: the records name none. */
    currency: string;
    /** Whole units and the nanos beside them, each exact in 64 bits. */
    cost_units: Integer;
    cost_nanos: Integer;
    record_count: Integer;
    unknown_count: Integer;
  };
  /** At most one row, with position_key 1. */
  usage_position: { position_key: Integer; record_key: Integer };
  record_erasure: { organization_key: Integer; secret: string };
  /** `value` is the erased form of a link value, or of a record's type and id. */
  record_tombstone: { organization_key: Integer; value: string };
  migration: { number: Integer; applied_ms: Integer | null };
}

export interface RecordTable {
  /** Assigned by the writer, in order of arrival. */
  record_key: Integer;
  organization_key: Integer;
  type_key: Integer;
  id: string;
  time_ms: Integer | null;
  end_ms: Integer | null;
  cost_nanos: Integer | null;
  /** Index into COST_STATUSES. */
  cost_status: Integer;
  currency: string | null;
  /** Index into ROLES. */
  role: Integer;
  quantity: string | null;
  unit: string | null;
  model: string | null;
  /** JSON text of [[field, value], ...]. */
  links: string;
  /** The first 16 bytes of the content's SHA-256. */
  content_hash: Uint8Array;
  version: Integer | null;
  updated_ms: Integer | null;
  source_key: Integer;
  received_ms: Integer;
}

/** These are stored as positions in their list: append only, never reorder. */
export const COST_STATUSES = ["reported", "rated", "estimated", "unknown"] as const;
export const ROLES = ["charge", "control", "overhead"] as const;
/** No hour starts at it. */
export const NO_HOUR = -1;
export const HISTORY_STANDINGS = ["superseded", "stale"] as const;
