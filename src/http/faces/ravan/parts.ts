import type { FastifyReply, FastifyRequest } from "fastify";
import type { Ask } from "../../../reads/index.ts";
import type { Keyring } from "../../authenticate.ts";
import type { Authority } from "../../authority.ts";
import type { PageAnchors } from "../../pageAnchors.ts";
import type { ravanOperations } from "./operations.ts";

/** Whose recording it is. */
export interface RecordingName {
  readonly organization: string;
  readonly sessionId: string;
}

export interface RavanRecordings {
  /** An absolute address below `path` that plays without a header, for a limited time. */
  signedAddress(request: FastifyRequest, recording: RecordingName & { readonly path: string }): Promise<string>;
  /** @throws AppError RECORDING_TOKEN_INVALID */
  verifyToken(token: string): Promise<RecordingName>;
  /** Sends the audio, or the part of it that is asked for. @throws AppError RECORDING_NOT_FOUND | RANGE_INVALID */
  serve(request: FastifyRequest, reply: FastifyReply, recording: RecordingName): Promise<FastifyReply>;
}

export interface RavanParts {
  readonly ask: Ask<typeof ravanOperations>;
  readonly keyring: Pick<Keyring, "authorityOf">;
  /** Reads a JWT in `Authorization`, for the one route that takes it besides a key. @throws AppError KEY_INVALID */
  readonly verifyBearer?: (request: FastifyRequest) => Promise<Authority>;
  /** Over sessions: their newest key. */
  readonly anchors: PageAnchors;
  readonly recordings: RavanRecordings;
}
