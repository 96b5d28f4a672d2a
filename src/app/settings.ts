/**
 * Every setting, with its default and the reason for it. docs/settings.md is checked against this list; nothing else in
 * the program reads the environment.
 */
interface SettingBase {
  readonly about: string;
}
export interface NumberSetting extends SettingBase {
  readonly kind: "number";
  readonly default: number;
  readonly min: number;
  readonly max: number;
}
export interface TextSetting extends SettingBase {
  readonly kind: "text";
  readonly default: string | null;
  readonly pattern?: RegExp;
  readonly expected?: string;
  readonly isSecret?: boolean;
}
export type Setting = NumberSetting | TextSetting;

const MEBIBYTE = 1_048_576;

const SECRET = /^[A-Za-z0-9_\-+/=.]{24,200}$/;
const number = (fallback: number, min: number, max: number, about: string): NumberSetting => ({
  kind: "number",
  default: fallback,
  min,
  max,
  about,
});

export const SETTINGS = {
  HOST: {
    kind: "text",
    default: "127.0.0.1",
    about: "Address to listen on. This machine only by default: put a proxy that ends TLS in front before opening it further.",
  },
  PORT: number(8733, 0, 65_535, "Port to listen on; 8733 spells TREE on a phone. 0 picks a free one."),
  DATABASE_URL: {
    kind: "text",
    default: "sqlite:./data/calltree.db",
    pattern: /^(sqlite:.+|postgres(ql)?:\/\/.+)$/,
    expected: "sqlite:PATH or postgres://…",
    isSecret: true,
    about: "Where records are kept. SQLite needs nothing else installed; a PostgreSQL address is for a team.",
  },
  CALLTREE_ADMIN_KEY: {
    kind: "text",
    default: null,
    pattern: SECRET,
    expected: "24 to 200 letters, digits or _-+/=.",
    isSecret: true,
    about: "The first organization's admin key, given instead of made and shown at the first start. Ignored afterwards.",
  },
  CALLTREE_OPERATOR_KEY: {
    kind: "text",
    default: null,
    pattern: SECRET,
    expected: "24 to 200 letters, digits or _-+/=.",
    isSecret: true,
    about: "The operator key, given instead of made and shown at the first start. Ignored afterwards.",
  },
  CALLTREE_SECRET_KEY: {
    kind: "text",
    default: null,
    pattern: /^[0-9a-fA-F]{64}$/,
    expected: "64 hexadecimal digits (openssl rand -hex 32)",
    isSecret: true,
    about:
      "64 hexadecimal digits, such as `openssl rand -hex 32` prints; encrypts reversible secrets at rest. A database remembers which key it was first started with and refuses another. " +
      "Needed for webhooks and for a model's key.",
  },
  LOG_LEVEL: {
    kind: "text",
    default: "info",
    pattern: /^(trace|debug|info|warn|error|fatal|silent)$/,
    expected: "trace, debug, info, warn, error, fatal or silent",
    about: "How much is logged. Every request is logged at `debug`, because busy servers take in thousands a second.",
  },
  RATE_LIMIT_PER_MINUTE: number(
    60_000,
    1,
    100_000_000,
    "Requests a key may make in a minute; enough for a busy platform, few enough to stop a loop gone wild.",
  ),
  RECORD_BYTES_MAX: number(
    MEBIBYTE,
    1_024,
    64 * MEBIBYTE,
    "Largest record. Usage records are about 1 kB; what is larger carries something else.",
  ),
  JSON_BODY_BYTES_MAX: number(
    32 * MEBIBYTE,
    1_024,
    512 * MEBIBYTE,
    "Largest JSON body, which is held in memory whole. NDJSON has no limit.",
  ),
  JSON_NESTING_MAX: number(64, 1, 1_000, "Deepest nesting of a record."),
  JSON_KEYS_MAX: number(10_000, 1, 1_000_000, "Most keys of a record, those of nested objects included."),
  DECOMPRESSION_RATIO_MAX: number(
    200,
    2,
    100_000,
    "How far a gzipped body may expand past its first MiB. Real records compress 5 to 30 times.",
  ),
  INGEST_PENDING_BYTES_MAX: number(
    128 * MEBIBYTE,
    1,
    64 * 1_024 * MEBIBYTE,
    "Bytes of request bodies held at once; past it new requests get 429. One request always fits.",
  ),
  PUBLIC_URL: {
    kind: "text",
    default: null,
    pattern: /^https?:\/\/[^\s/?#]+\/?$/,
    expected: "http(s)://host, without a path",
    about:
      "Scheme and host that answers name in addresses they give out, such as those of recordings. Not set: as the request itself " +
      "reached the server, which behind a proxy is the inner address. Webhook deliveries, which no request asks for, then say " +
      "`http://localhost:PORT` in their links.",
  },
  TRUSTED_PROXIES: {
    kind: "text",
    default: null,
    about:
      "Proxies in front of the server, comma-separated: addresses, CIDR ranges. What they say of who asks is believed (`X-Forwarded-For`, " +
      "`-Proto`, `-Host`), so that wrong sign-ins are counted for each viewer. Not set: all that comes through a proxy is one viewer.",
  },
  OUTGOING_ALLOW: {
    kind: "text",
    default: null,
    about:
      "Private hosts that outgoing requests may reach, comma-separated: names, addresses, CIDR ranges. Nothing private is reached " +
      "otherwise, because the addresses of these requests come from whoever has a key.",
  },
  RECORDINGS_URL: {
    kind: "text",
    default: "file:./data/recordings",
    pattern: /^(file:.+|s3:\/\/[a-z0-9].+)$/,
    expected: "file:PATH or s3://bucket/prefix",
    about:
      "Where recordings are kept: a folder of this machine, or a bucket of any S3-compatible storage, which several servers can share.",
  },
  RECORDING_BYTES_MAX: number(
    100 * MEBIBYTE,
    1_024,
    4_096 * MEBIBYTE,
    "Largest recording, sent or fetched: almost two hours of telephone audio as 16-bit WAV, seven as MP3.",
  ),
  RECORDING_ADDRESS_SEC: number(
    3_600,
    10,
    604_800,
    "How long the signed address of a recording works; every read gives a fresh one. An hour outlasts most calls' playing.",
  ),
  S3_ENDPOINT: {
    kind: "text",
    default: null,
    pattern: /^https?:\/\/\S+$/,
    expected: "an http(s) address",
    about: "Address of an S3-compatible storage. Not set: Amazon's own for the region.",
  },
  S3_REGION: { kind: "text", default: "us-east-1", about: "Region of the bucket; most other storages take any." },
  S3_ACCESS_KEY_ID: {
    kind: "text",
    default: null,
    isSecret: true,
    about: "Key of the bucket. Not set, with its secret: the AWS SDK looks where it always does (environment, profile, instance role).",
  },
  S3_SECRET_ACCESS_KEY: { kind: "text", default: null, isSecret: true, about: "Secret of that key." },
  S3_FORCE_PATH_STYLE: {
    kind: "text",
    default: "false",
    pattern: /^(true|false)$/,
    expected: "true or false",
    about: "`true` puts the bucket into the path instead of the host name; storages without a name for each bucket need it.",
  },
  TREE_NODES_MAX: number(100_000, 10, 1_000_000, "Most events in one tree."),
  ANSWER_BYTES_MAX: number(64 * MEBIBYTE, 1_024, 512 * MEBIBYTE, "Largest answer."),
  READ_THREADS: number(
    2,
    0,
    64,
    "Threads that answer reads, so that a large tree never holds up small requests. 0 reads in the main thread.",
  ),
  PROJECTION_EVERY_MS: number(
    400,
    0,
    60_000,
    "How often new records are looked through for sessions while nothing else asks for it. 0: only when asked for, for tests.",
  ),
  SESSION_IDLE_CLOSE_SEC: number(
    1_800,
    10,
    604_800,
    "A session of which nothing is heard for so long has ended, if nobody said so before. Agents can have their own (PUT /v1/agents/{id}).",
  ),
  SESSION_SETTLE_SEC: number(
    600,
    0,
    604_800,
    "A session that is over settles when nothing changed for so long; providers send most usage records within minutes.",
  ),
  SESSION_HORIZON_SEC: number(
    259_200,
    60,
    31_536_000,
    "A session settles at the latest so long after its end, even when expected records are missing; 72 hours is when providers have sent theirs.",
  ),
  POSTGRES_CONNECTIONS_MAX: number(8, 1, 500, "Connections of the main thread to PostgreSQL; each reader thread opens up to half as many."),
  STREAMS_MAX: number(1_000, 1, 100_000, "Open event streams of this process. One that nobody reads holds up to a quarter of a MiB."),
  AGNTIX_JWKS_URL: {
    kind: "text",
    default: null,
    pattern: /^https?:\/\/\S+$/,
    expected: "http(s)://host/path",
    about:
      "Where the keys are that tokens of the Agntix face are checked with. Not set: that face takes API keys only. " +
      "A private host must stand in OUTGOING_ALLOW.",
  },
  AGNTIX_JWT_ISSUER: {
    kind: "text",
    default: null,
    about:
      "What tokens must name as their issuer (`iss`). Needed with AGNTIX_JWKS_URL: without it anybody's tokens of the same keys would do.",
  },
  AGNTIX_JWT_AUDIENCE: {
    kind: "text",
    default: null,
    about: "What tokens must name as their audience (`aud`). Not set: it is not looked at, for tokens of Clerk's sessions carry none.",
  },
  AGNTIX_JWT_ALGORITHMS: {
    kind: "text",
    default: "RS256,ES256",
    pattern: /^((RS|PS|ES)(256|384|512)|EdDSA)(,((RS|PS|ES)(256|384|512)|EdDSA))*$/,
    expected: "a comma-separated list of RS256, ES256 and the like",
    about: "Signatures that tokens may have. Only those with a public key: with a shared secret the public key would be the secret.",
  },
  AGNTIX_JWT_ORGANIZATION_CLAIM: {
    kind: "text",
    default: "org_id",
    about: "Claim that holds the organization's id, as Clerk's tokens have it. A dot leads into an object: `o.id` for its newer ones.",
  },
  AGNTIX_JWT_SCOPE_CLAIM: {
    kind: "text",
    default: null,
    about: "Claim that lists what a token may do (text or list); `read` or `chat:read` must be in it. Not set: every valid token may read.",
  },
} as const satisfies Record<string, Setting>;

export type SettingName = keyof typeof SETTINGS;
