import type { Migration } from "./migration.ts";

/** Filters and sums read these first, so they stand first: SQLite decodes a row from its start. */
const SUMMARY_COLUMNS = (integer: string, text: string, real: string): string => `
  organization_key ${integer} NOT NULL, session_key ${integer} NOT NULL, state ${text} NOT NULL, started_ms ${integer},
  owned_cost_nanos ${integer} NOT NULL, tree_cost_nanos ${integer} NOT NULL, duration_ms ${integer}, unknown_cost_count ${integer} NOT NULL,
  message_count ${integer} NOT NULL, created_ms ${integer} NOT NULL, agent_id ${text}, type ${text}, platform ${text}, direction ${text},
  channel ${text}, status ${text}, cost_status ${text} NOT NULL, products ${text} NOT NULL, id ${text} NOT NULL, agent_name ${text},
  caller_number ${text}, callee_number ${text}, customer_number ${text}, disconnect_reason ${text}, telephony_type ${text}, room_name ${text},
  root_type ${text}, root_id ${text}, answered_ms ${integer}, ended_ms ${integer}, last_activity_ms ${integer} NOT NULL,
  updated_ms ${integer} NOT NULL, settled_ms ${integer}, unconverted_count ${integer} NOT NULL, event_count ${integer} NOT NULL,
  latency_p50_ms ${real}, latency_p95_ms ${real}, mos_inbound ${real}, mos_outbound ${real}, jitter_inbound_ms ${real},
  jitter_outbound_ms ${real}, packet_loss_inbound ${real}, packet_loss_outbound ${real}, outcome ${text}, sentiment ${text}, intent ${text},
  has_recording ${integer} NOT NULL, is_backfilled ${integer} NOT NULL, provider_managed ${integer}, revision_count ${integer} NOT NULL,
  missing_count ${integer} NOT NULL, PRIMARY KEY (organization_key, session_key)`;

const INDEXES = [
  `CREATE UNIQUE INDEX session_id ON session (organization_key, id)`,
  `CREATE UNIQUE INDEX session_anchor ON session (organization_key, anchor_type, anchor_id)`,
  `CREATE INDEX session_root ON session (organization_key, root_id, root_type)`,
  `CREATE INDEX session_organization ON session (organization_key, session_key)`,
  `CREATE INDEX session_dirty ON session (session_key) WHERE version <> projected_version`,
  `CREATE INDEX session_due ON session (due_ms, session_key) WHERE due_ms IS NOT NULL`,
  `CREATE INDEX session_alias_session ON session_alias (session_key)`,
  `CREATE INDEX session_fact_session ON session_fact (session_key, fact_key)`,
  `CREATE UNIQUE INDEX message_id ON message (session_key, id)`,
  `CREATE INDEX session_summary_started ON session_summary (organization_key, started_ms, session_key)`,
  `CREATE INDEX session_summary_created ON session_summary (organization_key, created_ms, session_key)`,
];

/**
 * Most lists and sums are answered out of this alone, which is half as large as the rows. SQLite alone has it: PostgreSQL has a limit to
 * an entry's size, and long texts may stand in these columns.
 */
const NARROW_ROWS = `CREATE INDEX session_summary_narrow ON session_summary (
  organization_key, session_key, started_ms, owned_cost_nanos, tree_cost_nanos, duration_ms, unknown_cost_count, unconverted_count, message_count,
  created_ms, state, agent_id, status, direction, products, caller_number, callee_number, customer_number, type, platform, channel, cost_status)`;

const SQLITE_TABLES = [
  `CREATE TABLE session (
     session_key INTEGER PRIMARY KEY, organization_key INTEGER NOT NULL, id TEXT NOT NULL, created_ms INTEGER NOT NULL, anchor_type TEXT,
     anchor_id TEXT, version INTEGER NOT NULL, projection INTEGER NOT NULL, projected_version INTEGER NOT NULL, root_type TEXT,
     root_id TEXT, merged_into INTEGER, changed_ms INTEGER NOT NULL, told TEXT, announced TEXT NOT NULL, due_ms INTEGER, erased_ms INTEGER)`,
  `CREATE TABLE session_alias (
     organization_key INTEGER NOT NULL, value TEXT NOT NULL, session_key INTEGER NOT NULL,
     PRIMARY KEY (organization_key, value, session_key)) WITHOUT ROWID`,
  `CREATE TABLE session_fact (
     fact_key INTEGER PRIMARY KEY, session_key INTEGER NOT NULL, organization_key INTEGER NOT NULL, received_ms INTEGER NOT NULL,
     body TEXT NOT NULL)`,
  `CREATE TABLE message (
     message_key INTEGER PRIMARY KEY, session_key INTEGER NOT NULL, organization_key INTEGER NOT NULL, id TEXT NOT NULL, role TEXT NOT NULL,
     content TEXT NOT NULL, start_ms REAL, end_ms REAL, created_ms REAL, received_ms INTEGER NOT NULL, details TEXT NOT NULL)`,
  `CREATE TABLE recording (
     session_key INTEGER PRIMARY KEY, organization_key INTEGER NOT NULL, storage_name TEXT, source_url TEXT, content_type TEXT,
     size_bytes INTEGER, sha256 TEXT, duration_ms REAL, peaks TEXT, received_ms INTEGER NOT NULL)`,
  `CREATE TABLE revision (
     session_key INTEGER NOT NULL, number INTEGER NOT NULL, organization_key INTEGER NOT NULL, at_ms INTEGER NOT NULL,
     currency TEXT NOT NULL, totals_before TEXT NOT NULL, totals_after TEXT NOT NULL, causes TEXT NOT NULL,
     PRIMARY KEY (session_key, number)) WITHOUT ROWID`,
  // AUTOINCREMENT: the keys of forgotten entries are never given out again, for listeners resume by them.
  `CREATE TABLE session_change (
     change_key INTEGER PRIMARY KEY AUTOINCREMENT, organization_key INTEGER NOT NULL, session_key INTEGER NOT NULL, kind TEXT NOT NULL,
     at_ms INTEGER NOT NULL, subject TEXT)`,
  // Without a rowid the rows of an organization lie together, and a list scans those alone.
  `CREATE TABLE session_summary (${SUMMARY_COLUMNS("INTEGER", "TEXT", "REAL")}) WITHOUT ROWID`,
  `CREATE TABLE session_detail (
     session_key INTEGER PRIMARY KEY, organization_key INTEGER NOT NULL, summary TEXT NOT NULL, usage TEXT NOT NULL)`,
  `CREATE TABLE session_search (session_key INTEGER PRIMARY KEY, organization_key INTEGER NOT NULL, words TEXT NOT NULL)`,
  // The words come cut already; this tokenizer parts them at spaces and leaves every letter past ASCII as it is.
  `CREATE VIRTUAL TABLE session_word USING fts5(words, content='', columnsize=0, detail=none, tokenize='ascii')`,
  `INSERT INTO session_word (session_word, rank) VALUES ('secure-delete', 1)`,
  `CREATE TABLE usage_by_agent (
     organization_key INTEGER NOT NULL, agent_id TEXT NOT NULL, hour_ms INTEGER NOT NULL, type TEXT NOT NULL, model TEXT NOT NULL,
     currency TEXT NOT NULL, cost_units INTEGER NOT NULL, cost_nanos INTEGER NOT NULL, record_count INTEGER NOT NULL,
     unknown_count INTEGER NOT NULL, PRIMARY KEY (organization_key, agent_id, hour_ms, type, model, currency)) WITHOUT ROWID`,
  ...INDEXES,
  NARROW_ROWS,
];

const TEXT = `text COLLATE "C"`;
const KEY = "bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY";

const POSTGRESQL_TABLES = [
  `CREATE TABLE session (
     session_key ${KEY}, organization_key bigint NOT NULL, id ${TEXT} NOT NULL, created_ms bigint NOT NULL, anchor_type ${TEXT},
     anchor_id ${TEXT}, version bigint NOT NULL, projection bigint NOT NULL, projected_version bigint NOT NULL, root_type ${TEXT},
     root_id ${TEXT}, merged_into bigint, changed_ms bigint NOT NULL, told text, announced text NOT NULL, due_ms bigint, erased_ms bigint)`,
  `CREATE TABLE session_alias (
     organization_key bigint NOT NULL, value ${TEXT} NOT NULL, session_key bigint NOT NULL,
     PRIMARY KEY (organization_key, value, session_key))`,
  `CREATE TABLE session_fact (
     fact_key ${KEY}, session_key bigint NOT NULL, organization_key bigint NOT NULL, received_ms bigint NOT NULL, body text NOT NULL)`,
  `CREATE TABLE message (
     message_key ${KEY}, session_key bigint NOT NULL, organization_key bigint NOT NULL, id ${TEXT} NOT NULL, role text NOT NULL,
     content text NOT NULL, start_ms double precision, end_ms double precision, created_ms double precision, received_ms bigint NOT NULL,
     details text NOT NULL)`,
  `CREATE TABLE recording (
     session_key bigint PRIMARY KEY, organization_key bigint NOT NULL, storage_name ${TEXT}, source_url text, content_type text,
     size_bytes bigint, sha256 text, duration_ms double precision, peaks text, received_ms bigint NOT NULL)`,
  `CREATE TABLE revision (
     session_key bigint NOT NULL, number bigint NOT NULL, organization_key bigint NOT NULL, at_ms bigint NOT NULL, currency text NOT NULL,
     totals_before text NOT NULL, totals_after text NOT NULL, causes text NOT NULL, PRIMARY KEY (session_key, number))`,
  `CREATE TABLE session_change (
     change_key ${KEY}, organization_key bigint NOT NULL, session_key bigint NOT NULL, kind text NOT NULL, at_ms bigint NOT NULL, subject text)`,
  `CREATE TABLE session_summary (${SUMMARY_COLUMNS("bigint", TEXT, "double precision")})`,
  `CREATE TABLE session_detail (session_key bigint PRIMARY KEY, organization_key bigint NOT NULL, summary text NOT NULL, usage text NOT NULL)`,
  `CREATE TABLE session_search (session_key bigint PRIMARY KEY, organization_key bigint NOT NULL, words ${TEXT} NOT NULL)`,
  // Each word is indexed under its organization, so that one does not wait for the words of others.
  `CREATE INDEX session_search_words ON session_search USING gin
     (string_to_array(organization_key::text || 'x' || replace(words, ' ', ' ' || organization_key::text || 'x'), ' '))`,
  `CREATE TABLE usage_by_agent (
     organization_key bigint NOT NULL, agent_id ${TEXT} NOT NULL, hour_ms bigint NOT NULL, type ${TEXT} NOT NULL, model ${TEXT} NOT NULL,
     currency ${TEXT} NOT NULL, cost_units bigint NOT NULL, cost_nanos bigint NOT NULL, record_count bigint NOT NULL,
     unknown_count bigint NOT NULL, PRIMARY KEY (organization_key, agent_id, hour_ms, type, model, currency))`,
  ...INDEXES,
];

export const conversations: Migration = { number: 2, sqlite: SQLITE_TABLES, postgresql: POSTGRESQL_TABLES };
