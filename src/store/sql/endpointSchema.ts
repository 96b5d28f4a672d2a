import type { Generated } from "kysely";

type Integer = number | bigint;

/** Tables of webhooks and of how analyses are made, all of them truth. Lists and secrets are JSON text. */
export interface EndpointTables {
  analysis_settings: { organization_key: Integer; settings: string; sealed_key: string | null; updated_ms: Integer };
  endpoint: {
    endpoint_key: Generated<Integer>;
    organization_key: Integer;
    id: string;
    url: string;
    description: string | null;
    format: string;
    events: string;
    rate_per_sec: number | null;
    secrets: string;
    /** 0 or 1. */
    is_paused: Integer;
    created_ms: Integer;
    updated_ms: Integer;
    failing_since_ms: Integer | null;
    failure_count: Integer;
    last_failure: string | null;
    last_success_ms: Integer | null;
    stopped_ms: Integer | null;
    /** Its deliveries still name it. */
    deleted_ms: Integer | null;
  };
  delivery: {
    delivery_key: Generated<Integer>;
    organization_key: Integer;
    endpoint_key: Integer;
    id: string;
    message_id: string;
    event: string;
    session_id: string | null;
    status: string;
    attempt_count: Integer;
    created_ms: Integer;
    next_attempt_ms: Integer | null;
    /** `next_attempt_ms` of the first pending one of an endpoint and session, and of those without a session; null for all others. */
    due_ms: Integer | null;
    finished_ms: Integer | null;
    last_failure: string | null;
    replay_of: string | null;
    body: string;
  };
  delivery_attempt: {
    delivery_key: Integer;
    number: Integer;
    organization_key: Integer;
    started_ms: Integer;
    status: Integer | null;
    latency_ms: number;
    failure: string | null;
    answer: string | null;
  };
}
