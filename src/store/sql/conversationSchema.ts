import type { Generated } from "kysely";
import type { SessionColumn } from "../conversationStore.ts";

type Integer = number | bigint;

/** Tables of sessions. JSON is text; `session`, facts, messages, recordings, analyses and revisions are truth, all others derived. */
export interface ConversationTables {
  session: SessionTable;
  session_alias: { organization_key: Integer; value: string; session_key: Integer };
  session_fact: {
    fact_key: Generated<Integer>;
    session_key: Integer;
    organization_key: Integer;
    received_ms: Integer;
    body: string;
  };
  message: {
    message_key: Generated<Integer>;
    session_key: Integer;
    organization_key: Integer;
    id: string;
    role: string;
    content: string;
    start_ms: number | null;
    end_ms: number | null;
    created_ms: number | null;
    received_ms: Integer;
    /** JSON of what was interrupted, its latency and its tool call. */
    details: string;
  };
  recording: {
    session_key: Integer;
    organization_key: Integer;
    storage_name: string | null;
    source_url: string | null;
    content_type: string | null;
    size_bytes: Integer | null;
    sha256: string | null;
    duration_ms: number | null;
    peaks: string | null;
    received_ms: Integer;
  };
  revision: {
    session_key: Integer;
    number: Integer;
    organization_key: Integer;
    at_ms: Integer;
    currency: string;
    totals_before: string;
    totals_after: string;
    causes: string;
  };
  session_change: {
    /** Rises in the order of commits. */
    change_key: Generated<Integer>;
    organization_key: Integer;
    /** 0: a digest, which belongs to no session. */
    session_key: Integer;
    kind: string;
    at_ms: Integer;
    subject: string | null;
    /** JSON of the bodies by format; null: no webhook tells it. */
    bodies: string | null;
  };
  analysis_trial: {
    organization_key: Integer;
    id: string;
    finished_ms: Integer;
    input_tokens: Integer | null;
    output_tokens: Integer | null;
    cost_nanos: Integer | null;
  };
  analysis: AnalysisTable;
  session_summary: SummaryTable;
  /** What only the rows of a page need of a summary, apart from the narrow rows that lists scan. */
  session_detail: {
    session_key: Integer;
    organization_key: Integer;
    summary: string;
    /** JSON of what the session adds to `usage_by_agent`. */
    usage: string;
  };
  session_search: { session_key: Integer; organization_key: Integer; words: string };
  usage_by_agent: AgentUsageTable;
}

export interface SessionTable {
  session_key: Generated<Integer>;
  organization_key: Integer;
  id: string;
  created_ms: Integer;
  anchor_type: string | null;
  anchor_id: string | null;
  version: Integer;
  projection: Integer;
  /** `version` as of the last projection, -1 before the first. The session is dirty while the two differ. */
  projected_version: Integer;
  root_type: string | null;
  root_id: string | null;
  merged_into: Integer | null;
  changed_ms: Integer;
  told: string | null;
  announced: string;
  due_ms: Integer | null;
  erased_ms: Integer | null;
}

export interface AnalysisTable {
  analysis_key: Generated<Integer>;
  organization_key: Integer;
  session_key: Integer;
  id: string;
  trigger: string;
  status: string;
  /** When it may be claimed: not before it is due while queued, and not before its lease is over while running. Null: finished. */
  ready_ms: Integer | null;
  /** Who has it while it runs. */
  holder: string | null;
  attempts: Integer;
  /** 0 or 1. */
  is_announced: Integer;
  queued_ms: Integer;
  started_ms: Integer | null;
  finished_ms: Integer | null;
  analyser: string | null;
  model: string | null;
  duration_ms: number | null;
  input_tokens: Integer | null;
  output_tokens: Integer | null;
  cost_nanos: Integer | null;
  currency: string | null;
  /** JSON of code and message. */
  failure: string | null;
  result: string | null;
}

export interface AgentUsageTable {
  organization_key: Integer;
  agent_id: string;
  /** Start of the hour; NO_HOUR for records without time. */
  hour_ms: Integer;
  type: string;
  /** Empty: none. */
  model: string;
  /** Empty: the records name none. */
  currency: string;
  cost_units: Integer;
  cost_nanos: Integer;
  record_count: Integer;
  unknown_count: Integer;
}

type SnakeCase<Name extends string> = Name extends `${infer Head}${infer Tail}`
  ? `${Head extends Lowercase<Head> ? Head : `_${Lowercase<Head>}`}${SnakeCase<Tail>}`
  : "";

/** The name of a summary's column in SQL. */
export type SummaryColumn = SnakeCase<SessionColumn>;

export type SummaryTable = { readonly [Column in SummaryColumn]: string | number | bigint | null } & {
  organization_key: Integer;
  session_key: Integer;
  /** ",a,b,": each slug stands between commas. */
  products: string;
};
