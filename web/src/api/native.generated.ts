// Generated from contracts/native.openapi.json by web/scripts/generateClient.ts; do not edit.

export type Agent = {
  readonly id: string;
  readonly name: string | null;
  readonly expected_record_types: readonly string[];
  readonly idle_close_sec: number | null;
  readonly analysis: {
    readonly analyser?: "builtin" | "llm";
    readonly summary?: boolean;
    readonly intent?: { readonly custom_intents?: readonly string[] } | null;
    readonly resolution?: {
      readonly definitions: readonly {
        readonly status: string;
        readonly description?: string;
        readonly classification: "success" | "failed" | "neutral";
        readonly checklist?: readonly string[];
        readonly priority?: number;
      }[];
    } | null;
    readonly sentiment?: boolean;
    readonly extraction?: {
      readonly fields: readonly {
        readonly name: string;
        readonly description?: string;
        readonly type: "string" | "number" | "boolean" | "enum";
        readonly choices?: readonly string[];
        readonly examples?: readonly string[];
      }[];
    } | null;
    readonly post_call_analysis_data?:
      | readonly {
          readonly name: string;
          readonly description?: string;
          readonly type: "string" | "number" | "boolean" | "enum";
          readonly choices?: readonly string[];
        }[]
      | null;
  } | null;
  readonly updated_at: string;
};

export type Error = {
  readonly error: {
    readonly code: string;
    readonly message: string;
    readonly field: string | null;
    readonly fix: string;
    readonly docs: string;
  };
};

export type IngestAnswer = {
  readonly counts: { readonly [name: string]: number };
  readonly outcomes: readonly {
    readonly index: number;
    readonly record_type: string | null;
    readonly id: string | null;
    readonly outcome: "stored" | "duplicate" | "corrected" | "stale" | "accepted" | "erased" | "rejected" | "valid";
    readonly code?: string;
    readonly message?: string;
    readonly field?: string | null;
    readonly fix?: string;
  }[];
  readonly outcomes_truncated: boolean;
};

export type Key = {
  readonly id: string;
  readonly name: string;
  readonly organization: string | null;
  readonly scopes: readonly string[];
  readonly source: string;
  readonly created_at: string;
  readonly last_used_at: string | null;
  readonly revoked_at: string | null;
};

export type NewKey = {
  readonly id: string;
  readonly name: string;
  readonly organization: string | null;
  readonly scopes: readonly string[];
  readonly source: string;
  readonly created_at: string;
  readonly last_used_at: string | null;
  readonly revoked_at: string | null;
  readonly secret: string;
};

export type Organization = {
  readonly id: string;
  readonly name: string;
  readonly currency: string;
  readonly credits_per_unit: string;
  readonly created_at: string;
};

export type Record = {
  readonly record_type: string;
  readonly id: string;
  readonly started_at: string | null;
  readonly ended_at: string | null;
  readonly cost: { readonly amount: string | null; readonly currency: string; readonly status: string };
  readonly role: string;
  readonly quantity: string | null;
  readonly unit: string | null;
  readonly source: string;
  readonly received_at: string;
  readonly record: { readonly [name: string]: unknown };
};

export type Tree = {
  readonly record_type: string;
  readonly id: string;
  readonly session_id: string;
  readonly cost: { readonly total: string; readonly currency: string };
  readonly root: TreeNode;
  readonly meta: {
    readonly event_count: number;
    readonly products: readonly string[];
    readonly truncated: boolean;
    readonly unknown_cost_count: number;
    readonly shared_count: number;
    readonly unconverted: readonly {
      readonly record_type: string;
      readonly id: string;
      readonly original: { readonly amount: string; readonly currency: string } | null;
    }[];
    readonly hot_values: readonly string[];
  };
};

export type TreeNode = {
  readonly id: string;
  readonly record_type: string;
  readonly product: string;
  readonly event_name: string;
  readonly relationship: {
    readonly type: string;
    readonly via: { readonly local_field: string; readonly parent_field: string };
    readonly parent_id: string;
  } | null;
  readonly cost: { readonly event_cost: string; readonly cumulative_cost: string; readonly currency: string };
  readonly cost_status: "reported" | "rated" | "estimated" | "unknown" | "unconverted";
  readonly cost_rollup: boolean;
  readonly original_cost: { readonly amount: string; readonly currency: string } | null;
  readonly control: { readonly stated: string | null; readonly parts: string; readonly difference: string | null } | null;
  readonly overhead_cost: string | null;
  readonly role: "charge" | "control" | "overhead";
  readonly virtual: boolean;
  readonly shared: boolean;
  readonly started_at: string | null;
  readonly ended_at: string | null;
  readonly links: { readonly self: string; readonly records: string };
  readonly record: { readonly [name: string]: unknown };
  readonly children: readonly TreeNode[];
};

export type SessionFacts = {
  readonly agent?: { readonly id?: string | null; readonly name?: string | null } | null;
  readonly type?: string | null;
  readonly platform?: string | null;
  readonly channel?: string | null;
  readonly direction?: string | null;
  readonly caller_number?: string | null;
  readonly callee_number?: string | null;
  readonly customer_number?: string | null;
  readonly room_name?: string | null;
  readonly telephony_type?: string | null;
  readonly provider_managed?: boolean | null;
  readonly status?: string | null;
  readonly disconnect_reason?: string | null;
  readonly created_at?: string | null;
  readonly started_at?: string | null;
  readonly answered_at?: string | null;
  readonly ended_at?: string | null;
  readonly ended?: boolean | null;
  readonly quality?: {
    readonly inbound?: { readonly mos?: number | null; readonly jitter_ms?: number | null; readonly packet_loss?: number | null } | null;
    readonly outbound?: { readonly mos?: number | null; readonly jitter_ms?: number | null; readonly packet_loss?: number | null } | null;
  } | null;
  readonly root?: { readonly record_type: string; readonly id: string } | null;
  readonly external_ids?: { readonly [name: string]: unknown } | null;
  readonly variables?: { readonly [name: string]: unknown } | null;
  readonly metadata?: { readonly [name: string]: unknown } | null;
};

export type SessionEnd = { readonly ended_at?: string | null; readonly disconnect_reason?: string | null; readonly status?: string | null };

export type NewMessage = {
  readonly id: string;
  readonly role: string;
  readonly content?: string | null;
  readonly start_ms?: number | null;
  readonly end_ms?: number | null;
  readonly created_at?: string | null;
  readonly interrupted?: boolean | null;
  readonly latency?: {
    readonly stt_ms?: number | null;
    readonly llm_ms?: number | null;
    readonly tts_ms?: number | null;
    readonly total_ms?: number | null;
  } | null;
  readonly tool_call?: {
    readonly id?: string | null;
    readonly name: string;
    readonly arguments?: unknown;
    readonly result?: unknown;
  } | null;
};

export type Message = {
  readonly id: string;
  readonly role: "user" | "assistant" | "system" | "tool";
  readonly content: string;
  readonly at: string;
  readonly offset_ms: number;
  readonly start_ms: number | null;
  readonly end_ms: number | null;
  readonly created_at: string | null;
  readonly interrupted: boolean;
  readonly latency: {
    readonly stt_ms: number | null;
    readonly llm_ms: number | null;
    readonly tts_ms: number | null;
    readonly total_ms: number | null;
  } | null;
  readonly tool_call: { readonly id: string | null; readonly name: string; readonly arguments: unknown; readonly result: unknown } | null;
};

export type Session = {
  readonly id: string;
  readonly state: "open" | "ended" | "settling" | "settled";
  readonly agent: { readonly id: string | null; readonly name: string | null } | null;
  readonly type: string | null;
  readonly platform: string | null;
  readonly channel: string | null;
  readonly direction: string | null;
  readonly status: string | null;
  readonly disconnect_reason: string | null;
  readonly caller_number: string | null;
  readonly callee_number: string | null;
  readonly customer_number: string | null;
  readonly room_name: string | null;
  readonly telephony_type: string | null;
  readonly provider_managed: boolean | null;
  readonly created_at: string;
  readonly started_at: string | null;
  readonly answered_at: string | null;
  readonly ended_at: string | null;
  readonly duration_ms: number | null;
  readonly last_activity_at: string;
  readonly updated_at: string;
  readonly settled_at: string | null;
  readonly root: { readonly record_type: string; readonly id: string } | null;
  readonly owned_cost: string;
  readonly tree_cost: string;
  readonly currency: string;
  readonly cost_status: "none" | "reported" | "rated" | "estimated" | "unconverted" | "unknown";
  readonly unknown_cost_count: number;
  readonly unconverted_count: number;
  readonly event_count: number;
  readonly shared_count: number;
  readonly message_count: number;
  readonly products: readonly string[];
  readonly cost_by_product: readonly {
    readonly product: string;
    readonly group: string;
    readonly cost: string;
    readonly event_count: number;
  }[];
  readonly missing: readonly string[];
  readonly latency: { readonly p50_ms: number; readonly p95_ms: number } | null;
  readonly quality: {
    readonly inbound?: { readonly mos?: number | null; readonly jitter_ms?: number | null; readonly packet_loss?: number | null } | null;
    readonly outbound?: { readonly mos?: number | null; readonly jitter_ms?: number | null; readonly packet_loss?: number | null } | null;
  };
  readonly outcome: string | null;
  readonly sentiment: string | null;
  readonly intent: string | null;
  readonly has_recording: boolean;
  readonly backfilled: boolean;
  readonly revision_count: number;
  readonly merged_from: readonly string[];
  readonly external_ids: { readonly [name: string]: unknown };
};

export type Revision = {
  readonly number: number;
  readonly at: string;
  readonly currency: string;
  readonly before: {
    readonly owned_cost: string;
    readonly tree_cost: string;
    readonly event_count: number;
    readonly unknown_cost_count: number;
    readonly unconverted_count: number;
  };
  readonly after: {
    readonly owned_cost: string;
    readonly tree_cost: string;
    readonly event_count: number;
    readonly unknown_cost_count: number;
    readonly unconverted_count: number;
  };
  readonly causes: readonly { readonly record_type: string; readonly id: string }[];
};

export type WholeSession = {
  readonly id: string;
  readonly state: "open" | "ended" | "settling" | "settled";
  readonly agent: { readonly id: string | null; readonly name: string | null } | null;
  readonly type: string | null;
  readonly platform: string | null;
  readonly channel: string | null;
  readonly direction: string | null;
  readonly status: string | null;
  readonly disconnect_reason: string | null;
  readonly caller_number: string | null;
  readonly callee_number: string | null;
  readonly customer_number: string | null;
  readonly room_name: string | null;
  readonly telephony_type: string | null;
  readonly provider_managed: boolean | null;
  readonly created_at: string;
  readonly started_at: string | null;
  readonly answered_at: string | null;
  readonly ended_at: string | null;
  readonly duration_ms: number | null;
  readonly last_activity_at: string;
  readonly updated_at: string;
  readonly settled_at: string | null;
  readonly root: { readonly record_type: string; readonly id: string } | null;
  readonly owned_cost: string;
  readonly tree_cost: string;
  readonly currency: string;
  readonly cost_status: "none" | "reported" | "rated" | "estimated" | "unconverted" | "unknown";
  readonly unknown_cost_count: number;
  readonly unconverted_count: number;
  readonly event_count: number;
  readonly shared_count: number;
  readonly message_count: number;
  readonly products: readonly string[];
  readonly cost_by_product: readonly {
    readonly product: string;
    readonly group: string;
    readonly cost: string;
    readonly event_count: number;
  }[];
  readonly missing: readonly string[];
  readonly latency: { readonly p50_ms: number; readonly p95_ms: number } | null;
  readonly quality: {
    readonly inbound?: { readonly mos?: number | null; readonly jitter_ms?: number | null; readonly packet_loss?: number | null } | null;
    readonly outbound?: { readonly mos?: number | null; readonly jitter_ms?: number | null; readonly packet_loss?: number | null } | null;
  };
  readonly outcome: string | null;
  readonly sentiment: string | null;
  readonly intent: string | null;
  readonly has_recording: boolean;
  readonly backfilled: boolean;
  readonly revision_count: number;
  readonly merged_from: readonly string[];
  readonly external_ids: { readonly [name: string]: unknown };
  readonly merged_into: string | null;
  readonly aliases: readonly string[];
  readonly variables: { readonly [name: string]: unknown };
  readonly metadata: { readonly [name: string]: unknown };
  readonly transcript?: readonly Message[];
  readonly recording?: {
    readonly url: string;
    readonly waveform_url: string | null;
    readonly content_type: string | null;
    readonly duration_ms: number | null;
    readonly size_bytes: number | null;
    readonly sha256: string | null;
    readonly received_at: string;
  } | null;
  readonly tree?: Tree | null;
  readonly revisions?: readonly Revision[];
  readonly analysis: Analysis | null;
};

export type SessionList = {
  readonly data: readonly Session[];
  readonly next_cursor: string | null;
  readonly totals: {
    readonly count: number;
    readonly owned_cost: string;
    readonly tree_cost: string;
    readonly currency: string;
    readonly duration_ms: number;
    readonly unknown_cost_count: number;
    readonly unconverted_count: number;
    readonly message_count: number;
  };
};

export type Analysis = {
  readonly id: string;
  readonly session_id: string;
  readonly trigger: "auto" | "request" | "bulk";
  readonly status: "queued" | "running" | "done" | "failed" | "skipped";
  readonly queued_at: string;
  readonly started_at: string | null;
  readonly finished_at: string | null;
  readonly failure: { readonly code: string; readonly message: string } | null;
  readonly analyser: "builtin" | "llm" | null;
  readonly model: string | null;
  readonly duration_ms: number | null;
  readonly input_tokens: number | null;
  readonly output_tokens: number | null;
  readonly cost: string | null;
  readonly currency: string | null;
  readonly attempts: number;
  readonly result: {
    readonly language: string | null;
    readonly summary?: string;
    readonly intent?: { readonly intent: string | null; readonly confidence: number; readonly explanation: string };
    readonly resolution?: {
      readonly classification: "RESOLVED" | "PARTIALLY_RESOLVED" | "UNRESOLVED" | "NOT_APPLICABLE";
      readonly status: string | null;
      readonly confidence: number;
      readonly satisfied_checklist_items: readonly string[];
      readonly evidence: readonly { readonly quote: string; readonly message_id: string; readonly role: string }[];
      readonly explanation: string;
    };
    readonly sentiment?: { readonly sentiment: "POSITIVE" | "NEUTRAL" | "NEGATIVE"; readonly score: number; readonly explanation: string };
    readonly extracted_data?: { readonly [name: string]: string | number | boolean | null };
    readonly post_call_analysis_data?: { readonly [name: string]: string | number | boolean | null };
    readonly figures: {
      readonly talk_ms: { readonly user: number | null; readonly assistant: number | null };
      readonly silence_ms: number | null;
      readonly longest_silence_ms: number | null;
      readonly interruptions: number;
      readonly turns: number;
    };
    readonly left_out: readonly { readonly part: string; readonly reason: string }[];
    readonly cut: { readonly rule: string; readonly messages_read: number; readonly messages_total: number } | null;
  } | null;
};

export type AnalysisSettings = {
  readonly base_url: string | null;
  readonly api_key_set: boolean;
  readonly model: string | null;
  readonly timeout_ms: number | null;
  readonly retries: number | null;
  readonly structured_outputs: boolean | null;
  readonly max_input_characters: number | null;
  readonly input_price: string | null;
  readonly output_price: string | null;
  readonly daily_cost_max: string | null;
  readonly daily_count_max: number | null;
  readonly ravan_typed_wrapper: boolean;
  readonly currency: string;
  readonly spent_today: { readonly count: number; readonly input_tokens: number; readonly output_tokens: number; readonly cost: string };
  readonly updated_at: string | null;
};

export type Endpoint = {
  readonly id: string;
  readonly url: string;
  readonly description: string | null;
  readonly format: "native" | "agntix" | "ravan";
  readonly events: readonly string[];
  readonly rate_per_sec: number | null;
  readonly paused: boolean;
  readonly status: "active" | "paused" | "failing" | "stopped";
  readonly secret_hint: string | null;
  readonly secrets: readonly { readonly hint: string | null; readonly created_at: string; readonly expires_at: string | null }[];
  readonly created_at: string;
  readonly updated_at: string;
  readonly failing_since: string | null;
  readonly failure_count: number;
  readonly last_failure: string | null;
  readonly last_success_at: string | null;
  readonly stopped_at: string | null;
  readonly pending_count: number;
  readonly dead_count: number;
};

export type NewEndpoint = {
  readonly id: string;
  readonly url: string;
  readonly description: string | null;
  readonly format: "native" | "agntix" | "ravan";
  readonly events: readonly string[];
  readonly rate_per_sec: number | null;
  readonly paused: boolean;
  readonly status: "active" | "paused" | "failing" | "stopped";
  readonly secret_hint: string | null;
  readonly secrets: readonly { readonly hint: string | null; readonly created_at: string; readonly expires_at: string | null }[];
  readonly created_at: string;
  readonly updated_at: string;
  readonly failing_since: string | null;
  readonly failure_count: number;
  readonly last_failure: string | null;
  readonly last_success_at: string | null;
  readonly stopped_at: string | null;
  readonly pending_count: number;
  readonly dead_count: number;
  readonly secret: string;
};

export type Delivery = {
  readonly id: string;
  readonly message_id: string;
  readonly endpoint_id: string;
  readonly event: string;
  readonly session_id: string | null;
  readonly status: "pending" | "delivered" | "dead" | "cancelled";
  readonly attempt_count: number;
  readonly created_at: string;
  readonly next_attempt_at: string | null;
  readonly finished_at: string | null;
  readonly last_failure: string | null;
  readonly replay_of: string | null;
};

export type WholeDelivery = {
  readonly id: string;
  readonly message_id: string;
  readonly endpoint_id: string;
  readonly event: string;
  readonly session_id: string | null;
  readonly status: "pending" | "delivered" | "dead" | "cancelled";
  readonly attempt_count: number;
  readonly created_at: string;
  readonly next_attempt_at: string | null;
  readonly finished_at: string | null;
  readonly last_failure: string | null;
  readonly replay_of: string | null;
  readonly body: string;
  readonly attempts: readonly {
    readonly number: number;
    readonly started_at: string;
    readonly status: number | null;
    readonly latency_ms: number;
    readonly failure: string | null;
    readonly answer: unknown;
  }[];
};

export interface Operations {
  "POST /v1/records": { query: { readonly dry_run?: boolean }; body: undefined; answer: IngestAnswer };
  "GET /v1/records": {
    query: {
      readonly record_type?: string;
      readonly cursor?: string;
      readonly limit?: number;
      readonly format?: "json" | "csv" | "ndjson";
    };
    body: undefined;
    answer: { readonly data: readonly Record[]; readonly next_cursor: string | null; readonly totals: { readonly [name: string]: number } };
  };
  "GET /v1/orphans": {
    query: {
      readonly record_type?: string;
      readonly cursor?: string;
      readonly limit?: number;
      readonly format?: "json" | "csv" | "ndjson";
    };
    body: undefined;
    answer: { readonly data: readonly Record[]; readonly next_cursor: string | null; readonly totals: { readonly [name: string]: number } };
  };
  "GET /v1/records/{record_type}/{id}": { query: {}; body: undefined; answer: Record };
  "GET /v1/records/{record_type}/{id}/history": { query: {}; body: undefined; answer: unknown };
  "GET /v1/records/{record_type}/{id}/links": { query: {}; body: undefined; answer: unknown };
  "GET /v1/trees/{record_type}/{id}": {
    query: {
      readonly include_children?: boolean;
      readonly max_depth?: number;
      readonly expand?: "record" | "none";
      readonly date_time?: string;
    };
    body: undefined;
    answer: Tree;
  };
  "POST /v1/trees": {
    query: {};
    body: {
      readonly events: readonly { readonly record_type: string; readonly id: string; readonly date_time?: string }[];
      readonly include_children?: boolean;
      readonly max_depth?: number;
      readonly expand?: "record" | "none";
    };
    answer: { readonly data: readonly unknown[] };
  };
  "GET /v1/record-types": { query: {}; body: undefined; answer: unknown };
  "GET /v1/record-types/{name}": { query: {}; body: undefined; answer: unknown };
  "PUT /v1/record-types/{name}": {
    query: {};
    body: {
      readonly product?: string;
      readonly event?: string;
      readonly description?: string;
      readonly aliases?: readonly string[];
      readonly id_fields?: readonly string[];
      readonly time_fields?: readonly string[];
      readonly end_fields?: readonly string[];
      readonly time_format?: "iso" | "epoch_s" | "epoch_ms" | "epoch_us" | "epoch_ns";
      readonly cost_fields?: readonly string[];
      readonly cost_is_negative?: boolean;
      readonly quantity_fields?: readonly { readonly field: string; readonly unit: string }[];
      readonly unit_field?: string | null;
      readonly model_fields?: readonly string[];
      readonly parents?: readonly {
        readonly record_type: string;
        readonly local_field: string;
        readonly parent_field: string;
        readonly specificity?: number;
        readonly cost_rollup?: boolean;
        readonly traversal_enabled?: boolean;
      }[];
      readonly virtual_by?: readonly string[];
      readonly session_root?: boolean;
      readonly role?: "charge" | "control";
      readonly volatile_fields?: readonly string[];
    };
    answer: unknown;
  };
  "GET /v1/organizations": {
    query: {};
    body: undefined;
    answer: {
      readonly data: readonly Organization[];
      readonly next_cursor: string | null;
      readonly totals: { readonly [name: string]: number };
    };
  };
  "POST /v1/organizations": {
    query: {};
    body: { readonly name: string; readonly id?: string; readonly currency?: string; readonly credits_per_unit?: string };
    answer: Organization;
  };
  "POST /v1/organizations/{organization}/keys": {
    query: {};
    body: { readonly name: string; readonly scopes: readonly ("ingest" | "read" | "admin")[]; readonly source?: string };
    answer: NewKey;
  };
  "GET /v1/organization": { query: {}; body: undefined; answer: Organization };
  "PATCH /v1/organization": {
    query: {};
    body: { readonly name?: string; readonly currency?: string; readonly credits_per_unit?: string };
    answer: Organization;
  };
  "GET /v1/keys": {
    query: {};
    body: undefined;
    answer: { readonly data: readonly Key[]; readonly next_cursor: string | null; readonly totals: { readonly [name: string]: number } };
  };
  "POST /v1/keys": {
    query: {};
    body: { readonly name: string; readonly scopes: readonly ("ingest" | "read" | "admin")[]; readonly source?: string };
    answer: NewKey;
  };
  "DELETE /v1/keys/{id}": { query: {}; body: undefined; answer: undefined };
  "GET /v1/exchange-rates": { query: {}; body: undefined; answer: unknown };
  "PUT /v1/exchange-rates": {
    query: {};
    body: readonly { readonly currency: string; readonly rate: string; readonly effective_at?: string | null }[];
    answer: unknown;
  };
  "GET /v1/audit": { query: { readonly limit?: number }; body: undefined; answer: unknown };
  "GET /v1/agents": {
    query: {};
    body: undefined;
    answer: { readonly data: readonly Agent[]; readonly next_cursor: string | null; readonly totals: { readonly [name: string]: number } };
  };
  "GET /v1/agents/{id}": { query: {}; body: undefined; answer: Agent };
  "PUT /v1/agents/{id}": {
    query: {};
    body: {
      readonly name?: string | null;
      readonly expected_record_types?: readonly string[];
      readonly idle_close_sec?: number | null;
      readonly analysis?: unknown;
    };
    answer: Agent;
  };
  "PUT /v1/sessions/{id}": {
    query: {};
    body: SessionFacts;
    answer: { readonly id: string; readonly outcome: "stored" | "unchanged"; readonly session: Session | null };
  };
  "DELETE /v1/sessions/{id}": {
    query: {};
    body: undefined;
    answer: {
      readonly id: string;
      readonly erased: { readonly sessions: number; readonly records: number; readonly messages: number; readonly recordings: number };
    };
  };
  "GET /v1/sessions/{id}": { query: { readonly include?: string }; body: undefined; answer: WholeSession };
  "POST /v1/sessions/{id}/end": {
    query: {};
    body: SessionEnd;
    answer: { readonly id: string; readonly outcome: "stored" | "unchanged"; readonly session: Session | null };
  };
  "POST /v1/sessions/{id}/messages": {
    query: {};
    body: readonly NewMessage[] | { readonly messages: readonly NewMessage[] };
    answer: {
      readonly id: string;
      readonly counts: { readonly stored: number; readonly duplicate: number; readonly corrected: number };
      readonly outcomes: readonly { readonly id: string; readonly outcome: "stored" | "duplicate" | "corrected" }[];
    };
  };
  "GET /v1/sessions/{id}/messages": {
    query: { readonly cursor?: string; readonly limit?: number; readonly format?: "json" | "csv" | "ndjson" };
    body: undefined;
    answer: {
      readonly data: readonly Message[];
      readonly next_cursor: string | null;
      readonly totals: { readonly [name: string]: number };
    };
  };
  "GET /v1/sessions": {
    query: {
      readonly id?: string | readonly string[];
      readonly id_contains?: string;
      readonly state?: string | readonly string[];
      readonly type?: string | readonly string[];
      readonly platform?: string | readonly string[];
      readonly channel?: string | readonly string[];
      readonly direction?: string | readonly string[];
      readonly status?: string | readonly string[];
      readonly disconnect_reason?: string | readonly string[];
      readonly telephony_type?: string | readonly string[];
      readonly telephony_type_contains?: string;
      readonly agent_id?: string | readonly string[];
      readonly agent_id_contains?: string;
      readonly agent_name?: string | readonly string[];
      readonly agent_name_contains?: string;
      readonly caller_number?: string | readonly string[];
      readonly caller_number_contains?: string;
      readonly callee_number?: string | readonly string[];
      readonly callee_number_contains?: string;
      readonly customer_number?: string | readonly string[];
      readonly customer_number_contains?: string;
      readonly room_name?: string | readonly string[];
      readonly room_name_contains?: string;
      readonly root_record_type?: string | readonly string[];
      readonly root_record_type_contains?: string;
      readonly root_id?: string | readonly string[];
      readonly root_id_contains?: string;
      readonly created_after?: string;
      readonly created_before?: string;
      readonly started_after?: string;
      readonly started_before?: string;
      readonly answered_after?: string;
      readonly answered_before?: string;
      readonly ended_after?: string;
      readonly ended_before?: string;
      readonly duration_ms_min?: number;
      readonly duration_ms_max?: number;
      readonly last_activity_after?: string;
      readonly last_activity_before?: string;
      readonly updated_after?: string;
      readonly updated_before?: string;
      readonly settled_after?: string;
      readonly settled_before?: string;
      readonly owned_cost_min?: string;
      readonly owned_cost_max?: string;
      readonly tree_cost_min?: string;
      readonly tree_cost_max?: string;
      readonly cost_status?: string | readonly string[];
      readonly unknown_cost_count_min?: number;
      readonly unknown_cost_count_max?: number;
      readonly unconverted_count_min?: number;
      readonly unconverted_count_max?: number;
      readonly event_count_min?: number;
      readonly event_count_max?: number;
      readonly message_count_min?: number;
      readonly message_count_max?: number;
      readonly latency_p50_ms_min?: number;
      readonly latency_p50_ms_max?: number;
      readonly latency_p95_ms_min?: number;
      readonly latency_p95_ms_max?: number;
      readonly mos_inbound_min?: number;
      readonly mos_inbound_max?: number;
      readonly mos_outbound_min?: number;
      readonly mos_outbound_max?: number;
      readonly jitter_inbound_ms_min?: number;
      readonly jitter_inbound_ms_max?: number;
      readonly jitter_outbound_ms_min?: number;
      readonly jitter_outbound_ms_max?: number;
      readonly packet_loss_inbound_min?: number;
      readonly packet_loss_inbound_max?: number;
      readonly packet_loss_outbound_min?: number;
      readonly packet_loss_outbound_max?: number;
      readonly outcome?: string | readonly string[];
      readonly outcome_contains?: string;
      readonly sentiment?: string | readonly string[];
      readonly sentiment_contains?: string;
      readonly intent?: string | readonly string[];
      readonly intent_contains?: string;
      readonly has_recording?: boolean;
      readonly backfilled?: boolean;
      readonly provider_managed?: boolean;
      readonly revision_count_min?: number;
      readonly revision_count_max?: number;
      readonly missing_count_min?: number;
      readonly missing_count_max?: number;
      readonly product?: string | readonly string[];
      readonly number?: string | readonly string[];
      readonly number_contains?: string;
      readonly alias?: string;
      readonly unknown_cost?: boolean;
      readonly q?: string;
      readonly sort?: string;
      readonly limit?: number;
      readonly cursor?: string;
      readonly format?: "json" | "csv" | "ndjson";
    };
    body: undefined;
    answer: SessionList;
  };
  "GET /v1/sessions/{id}/revisions": {
    query: { readonly format?: "json" | "csv" | "ndjson" };
    body: undefined;
    answer: {
      readonly data: readonly Revision[];
      readonly next_cursor: string | null;
      readonly totals: { readonly [name: string]: number };
    };
  };
  "GET /v1/usage": {
    query: {
      readonly group_by?: string;
      readonly from?: string;
      readonly to?: string;
      readonly product?: string | readonly string[];
      readonly record_type?: string | readonly string[];
      readonly model?: string | readonly string[];
      readonly agent_id?: string | readonly string[];
      readonly currency?: string | readonly string[];
      readonly format?: "json" | "csv" | "ndjson";
    };
    body: undefined;
    answer: {
      readonly data: readonly {
        readonly product?: string | null;
        readonly agent_id?: string | null;
        readonly record_type?: string | null;
        readonly model?: string | null;
        readonly day?: string | null;
        readonly hour?: string | null;
        readonly currency: string;
        readonly cost: string;
        readonly record_count: number;
        readonly unknown_cost_count: number;
      }[];
      readonly next_cursor: null;
      readonly totals: {
        readonly record_count: number;
        readonly unknown_cost_count: number;
        readonly by_currency: readonly {
          readonly currency: string;
          readonly cost: string;
          readonly record_count: number;
          readonly unknown_cost_count: number;
        }[];
      };
    };
  };
  "GET /v1/agents/{id}/medians": {
    query: { readonly from?: string; readonly to?: string };
    body: undefined;
    answer: {
      readonly agent_id: string;
      readonly created_after: string | null;
      readonly created_before: string | null;
      readonly currency: string;
      readonly totals: { readonly count: number; readonly owned_cost: string };
      readonly owned_cost: { readonly median: string | null; readonly p95: string | null };
      readonly duration_ms: { readonly median: number | null; readonly p95: number | null };
      readonly latency_p50_ms: { readonly median: number | null; readonly p95: number | null };
      readonly message_count: { readonly median: number | null; readonly p95: number | null };
      readonly event_count: { readonly median: number | null; readonly p95: number | null };
    };
  };
  "GET /v1/projection": {
    query: {};
    body: undefined;
    answer: {
      readonly behind: number;
      readonly dirty_sessions: number;
      readonly rebuild: { readonly running: boolean; readonly started_at: string | null; readonly done: number; readonly total: number };
    };
  };
  "POST /v1/rebuild": {
    query: {};
    body: undefined;
    answer: { readonly running: boolean; readonly started_at: string | null; readonly done: number; readonly total: number };
  };
  "GET /v1/rebuild": {
    query: {};
    body: undefined;
    answer: { readonly running: boolean; readonly started_at: string | null; readonly done: number; readonly total: number };
  };
  "GET /v1/stream": { query: { readonly last_event_id?: string }; body: undefined; answer: string };
  "GET /v1/analysis/settings": { query: {}; body: undefined; answer: AnalysisSettings };
  "PUT /v1/analysis/settings": {
    query: {};
    body: {
      readonly base_url?: string | null;
      readonly api_key?: string | null;
      readonly model?: string | null;
      readonly timeout_ms?: number | null;
      readonly retries?: number | null;
      readonly structured_outputs?: boolean | null;
      readonly max_input_characters?: number | null;
      readonly input_price?: string | null;
      readonly output_price?: string | null;
      readonly daily_cost_max?: string | null;
      readonly daily_count_max?: number | null;
      readonly ravan_typed_wrapper?: boolean | null;
    };
    answer: AnalysisSettings;
  };
  "GET /v1/sessions/{id}/analyses": {
    query: {};
    body: undefined;
    answer: {
      readonly data: readonly Analysis[];
      readonly next_cursor: string | null;
      readonly totals: { readonly [name: string]: number };
    };
  };
  "GET /v1/analysis": { query: {}; body: undefined; answer: { readonly waiting: number } };
  "POST /v1/analysis": {
    query: {};
    body: {
      readonly id?: string | readonly string[];
      readonly id_contains?: string;
      readonly state?: string | readonly string[];
      readonly type?: string | readonly string[];
      readonly platform?: string | readonly string[];
      readonly channel?: string | readonly string[];
      readonly direction?: string | readonly string[];
      readonly status?: string | readonly string[];
      readonly disconnect_reason?: string | readonly string[];
      readonly telephony_type?: string | readonly string[];
      readonly telephony_type_contains?: string;
      readonly agent_id?: string | readonly string[];
      readonly agent_id_contains?: string;
      readonly agent_name?: string | readonly string[];
      readonly agent_name_contains?: string;
      readonly caller_number?: string | readonly string[];
      readonly caller_number_contains?: string;
      readonly callee_number?: string | readonly string[];
      readonly callee_number_contains?: string;
      readonly customer_number?: string | readonly string[];
      readonly customer_number_contains?: string;
      readonly room_name?: string | readonly string[];
      readonly room_name_contains?: string;
      readonly root_record_type?: string | readonly string[];
      readonly root_record_type_contains?: string;
      readonly root_id?: string | readonly string[];
      readonly root_id_contains?: string;
      readonly created_after?: string;
      readonly created_before?: string;
      readonly started_after?: string;
      readonly started_before?: string;
      readonly answered_after?: string;
      readonly answered_before?: string;
      readonly ended_after?: string;
      readonly ended_before?: string;
      readonly duration_ms_min?: number;
      readonly duration_ms_max?: number;
      readonly last_activity_after?: string;
      readonly last_activity_before?: string;
      readonly updated_after?: string;
      readonly updated_before?: string;
      readonly settled_after?: string;
      readonly settled_before?: string;
      readonly owned_cost_min?: string;
      readonly owned_cost_max?: string;
      readonly tree_cost_min?: string;
      readonly tree_cost_max?: string;
      readonly cost_status?: string | readonly string[];
      readonly unknown_cost_count_min?: number;
      readonly unknown_cost_count_max?: number;
      readonly unconverted_count_min?: number;
      readonly unconverted_count_max?: number;
      readonly event_count_min?: number;
      readonly event_count_max?: number;
      readonly message_count_min?: number;
      readonly message_count_max?: number;
      readonly latency_p50_ms_min?: number;
      readonly latency_p50_ms_max?: number;
      readonly latency_p95_ms_min?: number;
      readonly latency_p95_ms_max?: number;
      readonly mos_inbound_min?: number;
      readonly mos_inbound_max?: number;
      readonly mos_outbound_min?: number;
      readonly mos_outbound_max?: number;
      readonly jitter_inbound_ms_min?: number;
      readonly jitter_inbound_ms_max?: number;
      readonly jitter_outbound_ms_min?: number;
      readonly jitter_outbound_ms_max?: number;
      readonly packet_loss_inbound_min?: number;
      readonly packet_loss_inbound_max?: number;
      readonly packet_loss_outbound_min?: number;
      readonly packet_loss_outbound_max?: number;
      readonly outcome?: string | readonly string[];
      readonly outcome_contains?: string;
      readonly sentiment?: string | readonly string[];
      readonly sentiment_contains?: string;
      readonly intent?: string | readonly string[];
      readonly intent_contains?: string;
      readonly has_recording?: boolean;
      readonly backfilled?: boolean;
      readonly provider_managed?: boolean;
      readonly revision_count_min?: number;
      readonly revision_count_max?: number;
      readonly missing_count_min?: number;
      readonly missing_count_max?: number;
      readonly product?: string | readonly string[];
      readonly number?: string | readonly string[];
      readonly number_contains?: string;
      readonly alias?: string;
      readonly unknown_cost?: boolean;
      readonly q?: string;
      readonly preview?: boolean;
    };
    answer: { readonly count: number; readonly estimated_cost: string | null; readonly currency: string; readonly estimate_basis: string };
  };
  "POST /v1/sessions/{id}/analysis": { query: {}; body: {}; answer: { readonly session_id: string; readonly queued: boolean } };
  "GET /v1/endpoints": {
    query: {};
    body: undefined;
    answer: {
      readonly data: readonly Endpoint[];
      readonly next_cursor: string | null;
      readonly totals: { readonly [name: string]: number };
    };
  };
  "POST /v1/endpoints": {
    query: {};
    body: {
      readonly url: string;
      readonly description?: string | null;
      readonly format?: "native" | "agntix" | "ravan";
      readonly events?: readonly string[];
      readonly rate_per_sec?: number | null;
      readonly paused?: boolean;
      readonly secret?: string;
    };
    answer: NewEndpoint;
  };
  "GET /v1/endpoints/{id}": { query: {}; body: undefined; answer: Endpoint };
  "PATCH /v1/endpoints/{id}": {
    query: {};
    body: {
      readonly url?: string;
      readonly description?: string | null;
      readonly events?: readonly string[];
      readonly rate_per_sec?: number | null;
      readonly paused?: boolean;
    };
    answer: Endpoint;
  };
  "DELETE /v1/endpoints/{id}": { query: {}; body: undefined; answer: undefined };
  "POST /v1/endpoints/{id}/test": { query: {}; body: undefined; answer: Delivery };
  "POST /v1/endpoints/{id}/rotate-secret": {
    query: {};
    body: { readonly overlap_sec?: number; readonly secret?: string };
    answer: NewEndpoint;
  };
  "POST /v1/endpoints/{id}/resume": { query: {}; body: undefined; answer: Endpoint };
  "GET /v1/deliveries": {
    query: {
      readonly endpoint_id?: string;
      readonly session_id?: string;
      readonly status?: "pending" | "delivered" | "dead" | "cancelled";
      readonly created_from?: string;
      readonly created_to?: string;
      readonly event?: string;
      readonly cursor?: string;
      readonly limit?: number;
    };
    body: undefined;
    answer: {
      readonly data: readonly Delivery[];
      readonly next_cursor: string | null;
      readonly totals: { readonly [name: string]: number };
    };
  };
  "GET /v1/deliveries/{id}": { query: {}; body: undefined; answer: WholeDelivery };
  "POST /v1/deliveries/{id}/replay": { query: {}; body: undefined; answer: Delivery };
  "POST /v1/deliveries/replay": {
    query: {};
    body: {
      readonly endpoint_id?: string;
      readonly session_id?: string;
      readonly status?: "pending" | "delivered" | "dead" | "cancelled";
      readonly created_from?: string;
      readonly created_to?: string;
    };
    answer: { readonly replayed: number; readonly skipped: number; readonly complete: boolean };
  };
  "PUT /v1/sessions/{id}/recording": {
    query: {};
    body: undefined;
    answer: {
      readonly session_id: string;
      readonly url: string;
      readonly state: "stored" | "fetching" | "failed";
      readonly error: { readonly code: string; readonly message: string } | null;
      readonly content_type: string | null;
      readonly size_bytes: number | null;
      readonly sha256: string | null;
      readonly duration_ms: number | null;
      readonly source_url: string | null;
      readonly received_at: string;
    };
  };
  "GET /v1/sessions/{id}/recording": { query: { readonly token?: string }; body: undefined; answer: undefined };
  "GET /v1/sessions/{id}/recording/waveform": {
    query: {};
    body: undefined;
    answer: {
      readonly session_id: string;
      readonly url: string;
      readonly state: "stored" | "fetching" | "failed";
      readonly error: { readonly code: string; readonly message: string } | null;
      readonly content_type: string | null;
      readonly size_bytes: number | null;
      readonly sha256: string | null;
      readonly duration_ms: number | null;
      readonly source_url: string | null;
      readonly received_at: string;
      readonly channels: readonly (readonly number[])[] | null;
    };
  };
  "POST /v1/recording-keys": { query: {}; body: undefined; answer: { readonly id: string; readonly retired: number } };
}
