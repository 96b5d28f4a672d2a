import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FastifyBaseLogger, FastifyReply, FastifyRequest } from "fastify";
import type { Clock } from "../domain/clock.ts";
import { nativeRecordingPath, publicAddress, type RecordingParts, serveRecording, signedRecordingAddress } from "../http/recordings.ts";
import { ErasedIds } from "../ingest/erasedIds.ts";
import { type OutgoingPolicy, outgoingPolicy } from "../outgoing/policy.ts";
import { RecordingFetcher } from "../recordings/fetcher.ts";
import { FetchJournal } from "../recordings/fetchJournal.ts";
import { RecordingKeeper } from "../recordings/keeper.ts";
import { LocalDisk } from "../recordings/localDisk.ts";
import { Recordings } from "../recordings/recordings.ts";
import { S3Storage } from "../recordings/s3.ts";
import { type RecordingAddress, RecordingAddresses } from "../recordings/signedAddress.ts";
import { Spool } from "../recordings/spool.ts";
import type { RecordingStorage } from "../recordings/storage.ts";
import { Waveforms } from "../recordings/waveform.ts";
import type { Stores } from "../store/stores.ts";
import type { Config } from "./config.ts";
import { newId, sealing, sha256Hex } from "./secrets.ts";

const CLEAR_EVERY_MS = 3_600_000;

export interface ComposedRecordings {
  /** For the routes of the native face (recordingRoutes.ts). */
  readonly routes: RecordingParts;
  readonly native: { recordingAddress(request: FastifyRequest, organization: string, sessionId: string): Promise<string> };
  readonly ravan: {
    signedAddress(request: FastifyRequest, recording: RecordingAddress & { readonly path: string }): Promise<string>;
    /** @throws AppError RECORDING_TOKEN_INVALID */
    verifyToken(token: string): Promise<RecordingAddress>;
    serve(request: FastifyRequest, reply: FastifyReply, recording: RecordingAddress): Promise<FastifyReply>;
  };
  /** Of every outgoing request that a tenant steers. */
  readonly policy: OutgoingPolicy;
  publicAddress(request: FastifyRequest): string;
  /** Deletes a stored recording by its storage name; one that is gone already is no fault. */
  remove(storageName: string): Promise<void>;
  /** Forgets a reference that is still to be fetched: its session is erased. */
  forget(organization: string, sessionId: string): Promise<void>;
  close(): Promise<void>;
}

/**
 * Puts together what keeps, fetches, draws and plays recordings. `onKept` hears of every recording that a session gets.
 * @throws AppError CONFIG_INVALID | STORE_UNAVAILABLE
 */
export async function composeRecordings(
  config: Config,
  stores: Stores,
  clock: Clock,
  logger: FastifyBaseLogger,
  onKept: (organization: string, sessionId: string) => Promise<void>,
): Promise<ComposedRecordings> {
  const onError = (error: unknown): void => logger.warn({ err: error }, "work on a recording failed");
  const policy = outgoingPolicy(config.OUTGOING_ALLOW);
  const storage = await openStorage(config);
  const spool = new Spool(spoolFolder(config));
  const { conversations, office } = stores;
  const erasedIds = new ErasedIds(office);
  const bytesMax = config.RECORDING_BYTES_MAX;
  const keeper = new RecordingKeeper({
    ...{ conversations, storage, spool, clock, bytesMax, newId, onKept, onError },
    waveforms: new Waveforms(),
    erasedIdOf: (organization, sessionId) => erasedIds.of(organization, sessionId),
  });
  const journal = await FetchJournal.open(spool);
  const fetcher = new RecordingFetcher({ conversations, keeper, journal, policy, clock, bytesMax, onError });
  const lifeMs = config.RECORDING_ADDRESS_SEC * 1_000;
  const addresses = new RecordingAddresses({ office, clock, lifeMs, newId, ...sealing(config.CALLTREE_SECRET_KEY) });
  const recordings = new Recordings({ conversations, storage, keeper, fetcher, policy, clock });
  const publicUrl = config.PUBLIC_URL?.replace(/\/+$/, "") ?? null;
  const routes: RecordingParts = { recordings, addresses, office, clock, publicUrl, bytesMax };

  const clear = (): void => void keeper.clearLeftOver().catch(onError);
  const clearTimer = setInterval(clear, CLEAR_EVERY_MS).unref();
  const clearing = keeper.clearLeftOver().catch(onError);
  fetcher.start();
  return {
    routes,
    native: {
      recordingAddress: (request, organization, sessionId) =>
        signedRecordingAddress(routes, request, { organization, sessionId, path: nativeRecordingPath(sessionId) }),
    },
    ravan: {
      signedAddress: (request, address) => signedRecordingAddress(routes, request, address),
      verifyToken: (token) => addresses.verify(token),
      serve: (request, reply, recording) => serveRecording(routes, request, reply, recording),
    },
    policy,
    publicAddress: (request) => publicAddress(routes, request),
    remove: async (storageName) => {
      await storage.delete(storageName);
      await spool.release(storageName);
    },
    forget: (organization, sessionId) => fetcher.forget(organization, sessionId),
    close: async () => {
      clearInterval(clearTimer);
      await fetcher.close();
      await keeper.close();
      await clearing;
      await storage.close();
    },
  };
}

async function openStorage(config: Config): Promise<RecordingStorage> {
  const url = config.RECORDINGS_URL;
  if (url.startsWith("file:")) return new LocalDisk(folderOf(url));
  return S3Storage.open({
    url,
    endpoint: config.S3_ENDPOINT,
    region: config.S3_REGION,
    accessKeyId: config.S3_ACCESS_KEY_ID,
    secretAccessKey: config.S3_SECRET_ACCESS_KEY,
    forcePathStyle: config.S3_FORCE_PATH_STYLE === "true",
  });
}

/** `file:./data/recordings` is below the working directory, `file:///var/recordings` is not. */
const folderOf = (url: string): string => url.slice("file:".length).replace(/^\/\/(?=\/)/, "");

/**
 * Of one database and one storage alone: what one server finds left over there is deleted from its storage unless its
 * database names it, and another server's is not its to judge.
 */
function spoolFolder({ RECORDINGS_URL, DATABASE_URL }: Config): string {
  const name = `incoming-${sha256Hex(`${withoutPassword(DATABASE_URL)} ${RECORDINGS_URL}`).slice(0, 16)}`;
  return RECORDINGS_URL.startsWith("file:") ? join(folderOf(RECORDINGS_URL), name) : join(tmpdir(), `calltree-recordings-${name}`);
}

function withoutPassword(databaseUrl: string): string {
  if (!URL.canParse(databaseUrl)) return databaseUrl;
  const { protocol, host, pathname } = new URL(databaseUrl);
  return `${protocol}//${host}${pathname}`;
}
