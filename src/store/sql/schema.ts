import type { Generated } from "kysely";

/** Both drivers hand out every integer as a bigint, so that 64 bits stay exact; they take either. */
export type Integer = number | bigint;

/** Times are epoch milliseconds, costs nanos. Integer keys inside, text keys outside. */
export interface Schema {
  organization: {
    organization_key: Generated<Integer>;
    id: string;
    name: string;
    currency: string;
    created_ms: Integer;
    settings_version: Integer;
    /** Exact decimal. */
    credits_per_unit: Generated<string>;
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
export const ROLES = ["charge", "control"] as const;
export const HISTORY_STANDINGS = ["superseded", "stale"] as const;
