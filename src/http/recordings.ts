import { Readable } from "node:stream";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Clock } from "../domain/clock.ts";
import { kindOfContentType } from "../recordings/audioKind.ts";
import type { Recordings, StoredRecording } from "../recordings/recordings.ts";
import type { RecordingAddress, RecordingAddresses } from "../recordings/signedAddress.ts";
import type { OfficeStore } from "../store/officeStore.ts";
import { readRange } from "./byteRange.ts";

/** What routes that take in or play recordings are made of. */
export interface RecordingParts {
  readonly recordings: Recordings;
  readonly addresses: RecordingAddresses;
  readonly office: Pick<OfficeStore, "audit">;
  readonly clock: Clock;
  /** Scheme and host that this server is reached under, without a slash at its end; null: as each request reached it. */
  readonly publicUrl: string | null;
  readonly bytesMax: number;
}

/** Scheme and host under which the asker reaches this server, without a slash at its end. */
export const publicAddress = (parts: Pick<RecordingParts, "publicUrl">, request: FastifyRequest): string =>
  parts.publicUrl ?? `${request.protocol}://${request.host}`;

/** An absolute address at `path` that plays the recording without a key, for a limited time. */
export async function signedRecordingAddress(
  parts: Pick<RecordingParts, "publicUrl" | "addresses">,
  request: FastifyRequest,
  address: RecordingAddress & { readonly path: string; readonly expiresMs?: number },
): Promise<string> {
  return publicAddress(parts, request) + (await parts.addresses.sign(address));
}

export const nativeRecordingPath = (sessionId: string): string => `/v1/sessions/${encodeURIComponent(sessionId)}/recording`;

/**
 * Answers GET and HEAD with a session's recording or the part that `Range` asks for; one that is only referenced is fetched
 * first. @throws AppError RECORDING_NOT_FOUND | RANGE_INVALID | FETCH_FAILED | ADDRESS_REFUSED | RECORDING_INVALID | STORE_UNAVAILABLE
 */
export async function serveRecording(
  parts: Pick<RecordingParts, "recordings">,
  request: FastifyRequest,
  reply: FastifyReply,
  { organization, sessionId }: RecordingAddress,
): Promise<FastifyReply> {
  const recording = await parts.recordings.playable(organization, sessionId);
  const etag = `"${recording.sha256}"`;
  const { "if-none-match": ifNoneMatch, "if-range": ifRange } = request.headers;
  reply.header("etag", etag).header("accept-ranges", "bytes").header("cache-control", "private, no-cache");
  if (ifNoneMatch !== undefined && mentions(ifNoneMatch, etag)) return reply.code(304).send();
  const range = readRangeOf(request, reply, recording, ifRange === undefined || ifRange === etag);
  const sizeBytes = range === undefined ? recording.sizeBytes : range.end - range.start + 1;
  reply
    .code(range === undefined ? 200 : 206)
    .type(recording.contentType)
    .header("content-length", String(sizeBytes))
    .header("content-disposition", `inline; filename="${fileNameOf(recording)}"`)
    .header("x-content-type-options", "nosniff");
  if (range !== undefined) reply.header("content-range", `bytes ${range.start}-${range.end}/${recording.sizeBytes}`);
  // An empty stream, for Fastify would replace the length by that of any other empty answer.
  return reply.send(request.method === "HEAD" ? Readable.from([]) : await parts.recordings.bytes(recording, range));
}

function readRangeOf(request: FastifyRequest, reply: FastifyReply, { sizeBytes }: StoredRecording, isWanted: boolean) {
  try {
    return isWanted ? readRange(request.headers.range, sizeBytes) : undefined;
  } catch (error) {
    reply.header("content-range", `bytes */${sizeBytes}`);
    throw error;
  }
}

const mentions = (header: string, etag: string): boolean =>
  header.trim() === "*" || header.split(",").some((part) => part.trim().replace(/^W\//, "") === etag);

const FILE_NAME_CHARACTERS_MAX = 100;

/** Of the session's id only what no file system and no header minds. */
function fileNameOf({ sessionId, contentType }: StoredRecording): string {
  const safe = sessionId.replace(/[^A-Za-z0-9_-]+/g, "_").slice(0, FILE_NAME_CHARACTERS_MAX);
  return `recording-${safe}.${kindOfContentType(contentType)?.extension ?? "bin"}`;
}
