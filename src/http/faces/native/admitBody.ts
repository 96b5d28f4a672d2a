import type { FastifyReply, FastifyRequest } from "fastify";
import type { NativeParts } from "./parts.ts";

/** An NDJSON request holds about this much at a time, however long it is. */
const STREAM_RESERVED_BYTES = 1_048_576;

type AdmissionParts = Pick<NativeParts, "admission" | "limits">;

/** Admission comes before the body is read: what cannot be held is never taken in. */
export const admitBody =
  (parts: AdmissionParts) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const release = parts.admission.reserve(reservedBytes(request, parts));
    reply.raw.once("close", release);
  };

function reservedBytes(request: FastifyRequest, parts: AdmissionParts): number {
  if (isLines(request)) return STREAM_RESERVED_BYTES;
  const length = Number(request.headers["content-length"]);
  const isPacked = request.headers["content-encoding"] !== undefined;
  return Number.isFinite(length) && !isPacked ? length : parts.limits.jsonBodyBytesMax;
}

export const isLines = (request: FastifyRequest): boolean =>
  /^application\/(x-)?(ndjson|jsonl)/i.test(request.headers["content-type"] ?? "");
