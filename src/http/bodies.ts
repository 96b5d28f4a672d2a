import { isUtf8 } from "node:buffer";
import { Transform, type TransformCallback } from "node:stream";
import { createGunzip } from "node:zlib";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { AppError } from "../domain/errors.ts";
import { parseJson } from "../domain/json.ts";

export interface BodyLimits {
  readonly decompressionRatioMax: number;
}

/** Small bodies may expand as they like: the ratio is only meaningful past this size. */
const RATIO_FREE_BYTES = 1_048_576;

/** JSON without loss of numerals, NDJSON as a stream, gzip for both with a bound on how far it may expand. */
export function addBodyParsers(app: FastifyInstance, limits: BodyLimits): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("application/json", { parseAs: "buffer" }, (_request, body, done) => {
    try {
      done(null, parseBody(body as Buffer));
    } catch (error) {
      done(error as Error);
    }
  });
  app.addContentTypeParser(["application/x-ndjson", "application/ndjson", "application/jsonl"], (_request, payload, done) =>
    done(null, payload),
  );
  app.addHook("preParsing", async (request, _reply, payload) => {
    const encoding = request.headers["content-encoding"];
    if (encoding === undefined || encoding === "identity") return payload;
    if (encoding !== "gzip" && encoding !== "x-gzip") {
      throw new AppError("BODY_ENCODING_INVALID", "Only gzip is taken as a content encoding.", { field: "content-encoding" });
    }
    return unzip(request, payload, limits);
  });
}

function parseBody(body: Buffer): unknown {
  if (body.length === 0) throw new AppError("BODY_INVALID", "The body is empty.");
  if (!isUtf8(body)) throw new AppError("BODY_INVALID", "The body is not UTF-8 text.");
  try {
    return parseJson(body.toString("utf8").replace(/^\ufeff/, ""));
  } catch (cause) {
    // A RangeError is nesting past what the parser can hold.
    const reason = cause instanceof SyntaxError ? cause.message : "it nests too deep";
    throw new AppError("BODY_INVALID", `The body is not valid JSON: ${reason}.`, { cause });
  }
}

function unzip(
  request: FastifyRequest,
  payload: NodeJS.ReadableStream,
  limits: BodyLimits,
): NodeJS.ReadableStream & { receivedEncodedLength?: number } {
  delete request.headers["content-encoding"];
  delete request.headers["content-length"];
  const packed = new ByteCounter();
  const gunzip = createGunzip();
  const unpacked = new RatioGuard(packed, limits.decompressionRatioMax);
  const fail = (error: Error): void => {
    unpacked.destroy(
      error instanceof AppError ? error : new AppError("BODY_ENCODING_INVALID", "The body is not valid gzip.", { cause: error }),
    );
    gunzip.destroy();
    payload.unpipe(packed);
    // What is left of the request is passed over, so that the answer can still be sent.
    payload.resume();
  };
  gunzip.on("error", fail);
  unpacked.on("error", () => {
    gunzip.destroy();
    payload.unpipe(packed);
    payload.resume();
  });
  payload.on("error", fail);
  payload.pipe(packed).pipe(gunzip).pipe(unpacked);
  return unpacked;
}

class ByteCounter extends Transform {
  bytes = 0;

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.bytes += chunk.length;
    done(null, chunk);
  }
}

class RatioGuard extends Transform {
  readonly #packed: ByteCounter;
  readonly #ratioMax: number;
  #bytes = 0;

  constructor(packed: ByteCounter, ratioMax: number) {
    super();
    this.#packed = packed;
    this.#ratioMax = ratioMax;
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.#bytes += chunk.length;
    if (this.#bytes > RATIO_FREE_BYTES && this.#bytes > this.#packed.bytes * this.#ratioMax) {
      done(new AppError("BODY_EXPANDS_TOO_MUCH", `The body unpacks to more than ${this.#ratioMax} times its size.`));
      return;
    }
    done(null, chunk);
  }
}
