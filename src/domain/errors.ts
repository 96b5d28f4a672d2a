/**
 * The one catalogue of errors. Inner code says what kind of thing went wrong; each face turns the kind into its own
 * status and envelope. Codes are stable and never reused; docs/errors.md describes each (a test keeps that true).
 */
export type ErrorKind =
  | "invalid"
  | "unauthenticated"
  | "forbidden"
  | "not_found"
  | "conflict"
  | "gone"
  | "range_invalid"
  | "unavailable_elsewhere"
  | "too_large"
  | "unsupported_media"
  | "rate_limited"
  | "overloaded"
  | "unavailable"
  | "internal";

interface ErrorEntry {
  readonly kind: ErrorKind;
  readonly fix: string;
}

export const ERRORS = {
  BODY_INVALID: { kind: "invalid", fix: "Send a body that matches the route's schema; the message names the part that does not." },
  BODY_TOO_LARGE: { kind: "too_large", fix: "Send less at once, or send NDJSON (application/x-ndjson), which has no size limit." },
  BODY_ENCODING_INVALID: { kind: "invalid", fix: "Send plain bytes, or gzip with `Content-Encoding: gzip`." },
  BODY_EXPANDS_TOO_MUCH: { kind: "too_large", fix: "Send the data with ordinary gzip; its unpacked size passed the allowed ratio." },
  MEDIA_TYPE_UNSUPPORTED: { kind: "unsupported_media", fix: "Use application/json or application/x-ndjson." },
  PARAMETER_INVALID: { kind: "invalid", fix: "Correct the parameter that the message names." },
  KEY_MISSING: { kind: "unauthenticated", fix: "Send `Authorization: Bearer <key>`. `calltree keys create` makes a key." },
  KEY_INVALID: {
    kind: "unauthenticated",
    fix: "Check that the key is whole and was not revoked; `calltree keys list` shows the valid ones.",
  },
  SIGN_IN_ENDED: { kind: "unauthenticated", fix: "Sign in to the page again, with an API key." },
  SIGN_IN_LINK_INVALID: {
    kind: "unauthenticated",
    fix: "Sign in with an API key. Links are printed when the server starts, work once, and for ten minutes.",
  },
  SIGN_IN_LIMITED: { kind: "rate_limited", fix: "Wait as long as `Retry-After` says, then sign in with a key that is whole." },
  SIGNED_IN_AS_ANOTHER: { kind: "conflict", fix: "Load the page again: another tab of this browser signed in with another key." },
  ORIGIN_REFUSED: { kind: "forbidden", fix: "Use the page that this server serves; scripts and other sites send an API key instead." },
  SCOPE_MISSING: { kind: "forbidden", fix: "Use a key that has the scope the message names." },
  RATE_LIMITED: { kind: "rate_limited", fix: "Wait as long as `Retry-After` says, or raise RATE_LIMIT_PER_MINUTE." },
  INGEST_OVERLOADED: { kind: "overloaded", fix: "Send the same request again after `Retry-After` seconds; nothing of it was stored." },
  ROUTE_NOT_FOUND: { kind: "not_found", fix: "See /docs for the routes of this server." },
  RECORD_NOT_FOUND: { kind: "not_found", fix: "Check the record type and the id; a record of another organization is not visible." },
  SESSION_NOT_FOUND: {
    kind: "not_found",
    fix: "Check the id; GET /v1/sessions lists the sessions. One of another organization is not visible.",
  },
  SESSION_ERASED: { kind: "gone", fix: "The session was erased on request; its id cannot be used again. Send a new call under a new id." },
  SESSION_ID_INVALID: { kind: "invalid", fix: "Send a session id of 1 to 256 printable characters." },
  SESSION_MESSAGES_MAX: { kind: "too_large", fix: "A session holds at most 20,000 messages; split longer conversations into sessions." },
  FACTS_INVALID: { kind: "invalid", fix: "Correct the member that the message names; docs/sessions.md lists them all." },
  MESSAGE_INVALID: { kind: "invalid", fix: "Correct the message as told and send the batch again; nothing of it was stored." },
  RECORDING_NOT_FOUND: { kind: "not_found", fix: "PUT /v1/sessions/{id}/recording adds one." },
  RECORDING_INVALID: {
    kind: "unsupported_media",
    fix: "Send WAV, MP3, Ogg, FLAC, M4A/MP4, WebM or AAC audio; the type is read from the bytes themselves.",
  },
  RECORDING_TOO_LARGE: { kind: "too_large", fix: "Send a smaller recording, or raise RECORDING_BYTES_MAX." },
  RECORDING_TOKEN_INVALID: { kind: "unauthenticated", fix: "Read the session again: every read gives a fresh, time-limited address." },
  STREAMS_MAX: {
    kind: "overloaded",
    fix: "Close a stream that nobody reads any more, wait as long as `Retry-After` says, or raise STREAMS_MAX.",
  },
  RANGE_INVALID: { kind: "range_invalid", fix: "Ask for a range inside the recording, such as `bytes=0-`." },
  ADDRESS_REFUSED: { kind: "invalid", fix: "Use a public http or https address; OUTGOING_ALLOW lists private ones that may be reached." },
  FETCH_FAILED: {
    kind: "unavailable_elsewhere",
    fix: "Check that the address answers with the file itself, without a log-in and without too many redirects.",
  },
  AGENT_NOT_FOUND: { kind: "not_found", fix: "PUT /v1/agents/{id} configures an agent." },
  ANALYSIS_SETTINGS_INVALID: { kind: "invalid", fix: "Correct the member that the message names; docs/analysis.md describes them all." },
  ANALYSIS_NOT_CONFIGURED: {
    kind: "conflict",
    fix: "Switch analysis on with PUT /v1/agents/{id}; the `llm` analyser also needs PUT /v1/analysis/settings.",
  },
  ANALYSIS_FAILED: {
    kind: "unavailable_elsewhere",
    fix: "Correct what the message names, then ask again with POST /v1/sessions/{id}/analysis.",
  },
  ANALYSER_UNAVAILABLE: {
    kind: "unavailable",
    fix: "Check that the model's server answers and that its limits suffice; the analysis is tried again by itself, up to five times.",
  },
  ANALYSIS_TRIALS_MAX: {
    kind: "overloaded",
    fix: "Wait as long as `Retry-After` says: a few settings are tried out at a time, and a model may take a minute.",
  },
  ENDPOINT_NOT_FOUND: { kind: "not_found", fix: "GET /v1/endpoints lists the webhook endpoints." },
  ENDPOINT_INVALID: { kind: "invalid", fix: "Correct the member that the message names; docs/webhooks.md describes them all." },
  DELIVERY_NOT_FOUND: { kind: "not_found", fix: "GET /v1/deliveries lists the deliveries." },
  EVENT_NOT_FOUND: { kind: "not_found", fix: "Check the record type and the event id, and `date_time` if you sent one." },
  RECORD_TYPE_UNKNOWN: {
    kind: "invalid",
    fix: "Use one of the record types of GET /v1/record-types, or add your own with PUT /v1/record-types/{name}.",
  },
  RECORD_TYPE_NOT_FOUND: { kind: "not_found", fix: "GET /v1/record-types lists the record types." },
  RECORD_TYPE_INVALID: { kind: "invalid", fix: "Correct the definition as the message says." },
  RECORD_TYPE_BUILT_IN: {
    kind: "conflict",
    fix: "Choose another name, or extend the built-in type by giving your own type a mapping to it.",
  },
  RECORD_TYPE_IN_USE: { kind: "conflict", fix: "Give the changed definition another name; the stored records keep theirs." },
  RECORD_INVALID: { kind: "invalid", fix: "Correct the record as the message says and send it again." },
  RECORD_TOO_LARGE: { kind: "too_large", fix: "Send a smaller record, or raise RECORD_BYTES_MAX." },
  RECORD_SOURCE_CONFLICT: { kind: "conflict", fix: "Correct the record through the source that first sent it." },
  EVENT_ID_INVALID: { kind: "invalid", fix: "Send an id of 1 to 256 printable characters." },
  TREE_TOO_LARGE: { kind: "too_large", fix: "Ask for a smaller root, such as one of its children." },
  ANSWER_TOO_LARGE: { kind: "too_large", fix: "Ask for less: a smaller max_depth, expand=none, or fewer trees at once." },
  FIELD_UNKNOWN: { kind: "invalid", fix: "Filter or sort by one of the fields that the message lists." },
  FILTER_INVALID: { kind: "invalid", fix: "Correct the filter as the message says." },
  CURSOR_INVALID: { kind: "invalid", fix: "Start again without a cursor; cursors are only valid as they were given." },
  ORGANIZATION_NOT_FOUND: { kind: "not_found", fix: "`calltree organizations list` shows them." },
  CURRENCY_IN_USE: { kind: "conflict", fix: "Create another organization for the other currency." },
  ORGANIZATION_EXISTS: { kind: "conflict", fix: "Choose another id." },
  KEY_NOT_FOUND: { kind: "not_found", fix: "`calltree keys list` shows them." },
  RATE_INVALID: { kind: "invalid", fix: 'Send an exact positive decimal, such as "1.0842".' },
  CONFIG_INVALID: { kind: "invalid", fix: "Correct the settings; docs/settings.md describes each." },
  STORE_TOO_NEW: { kind: "unavailable", fix: "Start a newer build, or restore the older database." },
  STORE_UNAVAILABLE: { kind: "unavailable", fix: "Look at the server's log and at `calltree doctor`; send the request again afterwards." },
  STORE_LOCKED: { kind: "unavailable", fix: "Another process holds the database's write lock. Wait, or stop that process." },
  STORE_FULL: { kind: "unavailable", fix: "Free space on the disk that holds the database." },
  SECRET_KEY_WRONG: { kind: "unavailable", fix: "Start with the CALLTREE_SECRET_KEY that this database was first started with." },
  SECRET_KEY_MISSING: {
    kind: "conflict",
    fix: "Start the server with CALLTREE_SECRET_KEY (64 hexadecimal digits, such as `openssl rand -hex 32` prints), then send the request again.",
  },
  COMMAND_INVALID: { kind: "invalid", fix: "Run the command with --help." },
  FILE_INVALID: { kind: "invalid", fix: "Check the path and the format of the file." },
  INTERNAL: { kind: "internal", fix: "Send the request again; if it fails again, look at the server's log for this request id." },
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof ERRORS;

export interface ErrorDetails {
  /** The parameter, header or body path that is wrong. */
  readonly field?: string;
  readonly retryAfterSec?: number;
  readonly cause?: unknown;
}

export class AppError extends Error {
  override readonly name = "AppError";
  readonly code: ErrorCode;
  readonly field: string | undefined;
  readonly retryAfterSec: number | undefined;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.field = details.field;
    this.retryAfterSec = details.retryAfterSec;
  }

  get kind(): ErrorKind {
    return ERRORS[this.code].kind;
  }

  get fix(): string {
    return ERRORS[this.code].fix;
  }
}
