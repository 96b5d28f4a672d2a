import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { FastifyBaseLogger, FastifyInstance } from "fastify";
import type { Clock } from "../domain/clock.ts";
import { Keyring, requireBearerScope } from "../http/authenticate.ts";
import type { Authority } from "../http/authority.ts";
import { bearerVerifier } from "../http/faces/agntix/authenticate.ts";
import { PageAnchors } from "../http/pageAnchors.ts";
import { buildServer } from "../http/server.ts";
import { keyOrCookieAuthority, requireKeyOrCookieScope } from "../http/web/cookieAuthority.ts";
import { FailedSignIns } from "../http/web/failedSignIns.ts";
import { WebSessions } from "../http/web/webSessions.ts";
import { Admission } from "../ingest/admission.ts";
import { organizationsOf } from "../pipeline.ts";
import { openStores } from "../store/open.ts";
import type { Stores } from "../store/stores.ts";
import { agntixTokens } from "./agntixTokens.ts";
import { startBackground } from "./background.ts";
import type { Background } from "./backgroundWork.ts";
import { ChangeFollower } from "./changeFollower.ts";
import { nativeParts } from "./composeNative.ts";
import type { Config } from "./config.ts";
import { type FirstKeys, makeFirstKeys } from "./firstStart.ts";
import { Metrics } from "./metrics.ts";
import { openReads } from "./reads.ts";
import { composeRecordings } from "./recordings.ts";
import { Rereads } from "./rereads.ts";
import { checkSecretKey, newId, newNonce, newSecret, newToken, sha256Hex } from "./secrets.ts";

export interface Calltree {
  readonly app: FastifyInstance;
  readonly stores: Stores;
  /** Set on the very first start of a database. */
  readonly firstKeys: FirstKeys | undefined;
  readonly rereads: Rereads;
  readonly projection: Background;
  /** A key that works in this process only, for the command line's own use of the API. */
  addInternalKey(authority: Authority): string;
  /** A token for the page's address that signs in once, as the key that is given; see WebSessions. */
  newSignInToken(key: string): string;
  /** Writes down now when keys were last used; it happens by itself now and then. */
  saveLastUsed(): Promise<void>;
  /** Stops taking requests, finishes those in hand, and closes the store. */
  close(): Promise<void>;
}

const LAST_USED_EVERY_MS = 10_000;

/**
 * Builds a whole server out of its settings; nothing listens yet.
 * @throws AppError STORE_UNAVAILABLE | STORE_LOCKED | STORE_TOO_NEW | SECRET_KEY_WRONG | CONFIG_INVALID
 */
export async function compose(config: Config, logger: FastifyBaseLogger, clock: Clock): Promise<Calltree> {
  const onError = (error: unknown): void => logger.error({ err: error }, "background work failed");
  const postgresConnectionsMax = config.POSTGRES_CONNECTIONS_MAX;
  // What was started before a fault is stopped again, or the process would never end.
  await using started = new AsyncDisposableStack();
  const stores = started.use(await openStores(config.DATABASE_URL, "write", { clock, onBackgroundError: onError, postgresConnectionsMax }));
  await checkSecretKey(stores.office, config.CALLTREE_SECRET_KEY);
  return await composeWith(started, stores, config, logger, clock, onError);
}

async function composeWith(
  started: AsyncDisposableStack,
  stores: Stores,
  config: Config,
  logger: FastifyBaseLogger,
  clock: Clock,
  onError: (error: unknown) => void,
): Promise<Calltree> {
  const firstKeys = await makeFirstKeys(stores.office, config, clock);
  const organizations = organizationsOf(stores.office);
  const keyring = new Keyring({ office: stores.office, clock, hash: sha256Hex });
  const admission = new Admission(config.INGEST_PENDING_BYTES_MAX);
  const metrics = new Metrics(admission);
  const reads = openReads(stores, config, clock);
  started.defer(() => reads.close());
  started.defer(() => keyring.saveLastUsed().catch(onError));
  const streams = new ChangeFollower({ ask: reads.run, clock, onError, listenersMax: config.STREAMS_MAX });
  const webSessions = new WebSessions({ clock, hash: sha256Hex, newToken });
  const version = packageVersion();
  const signIn = {
    ...{ version, keyring, webSessions, office: stores.office, hash: sha256Hex, publicUrl: publicUrlOf(config) },
    failedSignIns: new FailedSignIns(clock),
    signInEnded: () => streams.recheck(),
  };
  // Each needs the other: a recording wakes the projector, and an erasure deletes recordings.
  const woken: { projection?: Background } = {};
  const recordings = await composeRecordings(config, stores, clock, logger, async (organization, sessionId) =>
    woken.projection?.project(organization, [sessionId]),
  );
  const projection = startBackground(config, {
    ...{ stores, organizations, clock, onError, forgetRecording: recordings.forget },
    deleteRecording: (name) => recordings.remove(name),
  });
  // A recording that is fetched wakes the projector, so that it closes first.
  started.defer(() => projection.close());
  started.defer(() => recordings.close());
  woken.projection = projection;
  const rereads = new Rereads(stores, organizations, projection, onError);
  started.defer(() => rereads.close());
  const sessionAnchors = new PageAnchors({ clock, newestKey: (organization) => stores.conversations.newestSessionKey(organization) });
  const recordAnchors = new PageAnchors({ clock, newestKey: (organization) => stores.records.newestKey(organization) });
  const native = nativeParts(
    config,
    {
      ask: reads.run,
      office: stores.office,
      organizations,
      keyring,
      requireScope: requireKeyOrCookieScope(signIn),
      authorityOf: (request) => keyOrCookieAuthority(signIn, request),
      admission,
      streams,
      recordingAddress: recordings.native.recordingAddress,
    },
    { stores, clock, metrics, projection, rereads, recordings: recordings.routes.recordings, forgetRecording: recordings.forget },
  );
  const verifyToken = agntixTokens(config, recordings.policy, clock);
  const app = await buildServer({
    native,
    telnyx: { ask: reads.run, requireScope: requireBearerScope(keyring), anchors: recordAnchors },
    ravan: {
      ...{ ask: reads.run, keyring, anchors: sessionAnchors, recordings: recordings.ravan },
      ...(verifyToken === null ? {} : { verifyBearer: bearerVerifier({ verifyToken, organizations }) }),
    },
    agntix: {
      ...{ ask: reads.run, clock, keyring, organizations, verifyToken, streams },
      ...{ anchors: sessionAnchors, publicAddress: recordings.publicAddress },
    },
    recordings: recordings.routes,
    signIn,
    page: { folder: pageFolder(), newNonce, publicUrl: publicUrlOf(config) },
    service: { checkReady: async () => void (await stores.health()), metrics: () => metrics.text() },
    logger,
    trustedProxies: config.TRUSTED_PROXIES,
    limits: { rateLimitPerMinute: config.RATE_LIMIT_PER_MINUTE, decompressionRatioMax: config.DECOMPRESSION_RATIO_MAX },
    version,
    newRequestId: requestIds(),
  });
  started.defer(() => app.close());
  metrics.watch(app);
  metrics.watchProjection(projection);
  metrics.watchBackground(projection, stores.conversations);
  const lastUsedTimer = setInterval(() => void keyring.saveLastUsed().catch(onError), LAST_USED_EVERY_MS).unref();
  started.defer(() => clearInterval(lastUsedTimer));
  rereads.wake();
  const running = started.move();
  return {
    app,
    stores,
    firstKeys,
    rereads,
    projection,
    addInternalKey: (authority) => {
      const { secret } = newSecret();
      keyring.addInternal(secret, authority);
      return secret;
    },
    newSignInToken: (key) => webSessions.openLink(sha256Hex(key)),
    saveLastUsed: () => keyring.saveLastUsed(),
    close: () => running.disposeAsync(),
  };
}

/** Unique over all starts: random once, then counted, for a busy server makes thousands a second. */
function requestIds(): () => string {
  const start = newId("req");
  let count = 0;
  return () => `${start}_${(count++).toString(36)}`;
}

/** Scheme and host that the server is reached under, without a slash at its end; null: not set. */
export const publicUrlOf = ({ PUBLIC_URL }: Config): string | null => PUBLIC_URL?.replace(/\/+$/, "") ?? null;

/** Where the build puts the page, seen from src/app and from dist/app alike. */
const pageFolder = (): string => fileURLToPath(new URL("../../dist/web", import.meta.url));

/** The package's own version; two levels up both from src/app and from dist/app. */
export function packageVersion(): string {
  const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as { version: string };
  return version;
}
