import { PassThrough, type Readable } from "node:stream";
import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import type { FastifyRequest } from "fastify";
import { Type } from "typebox";
import { AppError } from "../../../domain/errors.ts";
import { formatTime } from "../../../domain/time.ts";
import { checkSessionId } from "../../../ingest/takeInSession.ts";
import type { RecordingStatus } from "../../../recordings/recordings.ts";
import { organizationOf, type RequireScope } from "../../authenticate.ts";
import { errorHandler } from "../../errors.ts";
import { nativeRecordingPath, type RecordingParts, serveRecording, signedRecordingAddress } from "../../recordings.ts";
import { nativeError } from "./errors.ts";
import { refusals } from "./schemas.ts";

const tags = ["Recordings"];
const params = Type.Object({ id: Type.String({ description: "The session's id." }) });
const Nullable = (of: ReturnType<typeof Type.String> | ReturnType<typeof Type.Integer>) => Type.Union([of, Type.Null()]);
const failed = Type.Ref("Error");

const RecordingAnswer = Type.Object({
  session_id: Type.String(),
  url: Type.String({ description: "Plays without a key, for a limited time; made anew with every read." }),
  state: Type.String({ enum: ["stored", "fetching", "failed"] }),
  error: Type.Union([Type.Object({ code: Type.String(), message: Type.String() }), Type.Null()], {
    description: "Why the last attempt to fetch a referenced recording failed.",
  }),
  content_type: Nullable(Type.String({ description: "Read from the bytes themselves." })),
  size_bytes: Nullable(Type.Integer()),
  sha256: Nullable(Type.String()),
  duration_ms: Nullable(Type.Integer()),
  source_url: Nullable(Type.String()),
  received_at: Type.String({ format: "date-time" }),
});
const WaveformAnswer = Type.Object({
  ...RecordingAnswer.properties,
  channels: Type.Union([Type.Array(Type.Array(Type.Integer({ minimum: -127, maximum: 127 }))), Type.Null()], {
    description: "Per channel, minimum and maximum of each of up to 800 equal parts, in turn. Null: not fetched, or not decodable.",
  }),
});

type SessionParameters = { readonly params: { readonly id: string } };

/** Recordings of sessions: in, out, and the shape of their sound. */
export const recordingRoutes =
  (parts: RecordingParts, requireScope: RequireScope): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.setErrorHandler(errorHandler(nativeError));
    // Whatever it is called: the type is read from the bytes.
    app.addContentTypeParser("*", (_request, payload, done) => done(null, payload));
    const byKey = requireScope("read");

    const view = async (request: FastifyRequest, organization: string, status: RecordingStatus) => {
      const { recording, state, error } = status;
      const { sessionId } = recording;
      return {
        session_id: sessionId,
        url: await signedRecordingAddress(parts, request, { organization, sessionId, path: nativeRecordingPath(sessionId) }),
        state,
        error,
        content_type: recording.contentType,
        size_bytes: recording.sizeBytes,
        sha256: recording.sha256,
        duration_ms: recording.durationMs,
        source_url: recording.sourceUrl,
        received_at: formatTime(recording.receivedMs),
      };
    };

    app.put(
      "/v1/sessions/:id/recording",
      {
        onRequest: [requireScope("ingest"), async (request) => refuseTooLarge(request, parts.bytesMax)],
        // The body is bytes of any kind, or JSON that the route reads itself.
        validatorCompiler: () => () => true,
        schema: {
          tags,
          summary: "Add or replace a session's recording",
          description:
            'The audio itself (WAV, MP3, Ogg, FLAC, AAC, AMR, AIFF, CAF, MP4 or WebM, under any content type), or as JSON `{"url": "https://…"}`, ' +
            "which is fetched in the background. The session is made when it is not there.",
          params,
          consumes: ["audio/*", "application/octet-stream", "application/json"],
          response: { 200: RecordingAnswer, ...refusals, 410: failed, 413: failed, 415: failed },
        },
      },
      async (request) => {
        const organization = organizationOf(request);
        const { id } = request.params;
        checkSessionId(id);
        const { recordings } = parts;
        const body = request.body as unknown;
        const status = isStream(body)
          ? await recordings.upload(organization, id, detached(body))
          : await recordings.refer(organization, id, urlOf(body));
        return view(request, organization, status);
      },
    );

    app.get(
      "/v1/sessions/:id/recording",
      {
        onRequest: async function (request, reply) {
          if (tokenOf(request) === undefined) await byKey.call(this, request, reply);
        },
        schema: {
          tags,
          security: [{ bearer: [] }, {}],
          summary: "Play a session's recording",
          description: "With a key, or with the token of a signed address. Takes `Range` and `If-Range`, and HEAD.",
          params,
          querystring: Type.Object({ token: Type.Optional(Type.String({ description: "As signed addresses carry it." })) }),
          response: { ...refusals, 416: failed, 502: failed },
        },
      },
      async (request, reply) => serveRecording(parts, request, reply, await whoseRecording(parts, request)),
    );

    app.get(
      "/v1/sessions/:id/recording/waveform",
      {
        onRequest: byKey,
        schema: {
          tags,
          summary: "Read what a recording sounds like at a glance",
          description: "And what is known of it: state, type, size, duration. Drawn once; the first to ask may wait some seconds.",
          params,
          response: { 200: WaveformAnswer, ...refusals },
        },
      },
      async (request) => {
        const organization = organizationOf(request);
        const status = await parts.recordings.withWaveform(organization, request.params.id);
        const { peaks } = status.recording;
        return { ...(await view(request, organization, status)), channels: peaks === null ? null : (JSON.parse(peaks) as number[][]) };
      },
    );

    app.post(
      "/v1/recording-keys",
      {
        onRequest: requireScope("operator"),
        schema: {
          tags,
          summary: "Sign recordings' addresses with a new key (operator)",
          description: "Addresses that were given out work until they expire. A new key is also made by itself every 30 days.",
          response: {
            201: Type.Object({ id: Type.String(), retired: Type.Integer({ description: "Older keys that are still honoured." }) }),
            ...refusals,
          },
        },
      },
      async (request, reply) => {
        const { keyId, retiredCount } = await parts.addresses.rotate();
        const { keyId: actor } = request.authority;
        await parts.office.audit({ organization: null, atMs: parts.clock.nowMs(), actor, action: "recording_key.rotated", detail: keyId });
        return reply.code(201).send({ id: keyId, retired: retiredCount });
      },
    );
  };

function tokenOf(request: FastifyRequest): string | undefined {
  const { token } = request.query as { readonly token?: unknown };
  return typeof token === "string" && token !== "" ? token : undefined;
}

async function whoseRecording(parts: RecordingParts, request: FastifyRequest & SessionParameters) {
  const sessionId = request.params.id;
  const token = tokenOf(request);
  if (token === undefined) return { organization: organizationOf(request), sessionId };
  const named = await parts.addresses.verify(token);
  if (named.sessionId === sessionId) return named;
  throw new AppError("RECORDING_TOKEN_INVALID", "This token is for another recording.", { field: "token" });
}

/** Before any byte of it is read. */
function refuseTooLarge(request: FastifyRequest, bytesMax: number): void {
  const length = Number(request.headers["content-length"]);
  if (length > bytesMax) throw new AppError("RECORDING_TOO_LARGE", `A recording has at most ${bytesMax} bytes here.`);
}

const isStream = (body: unknown): body is Readable => typeof (body as Partial<Readable> | null | undefined)?.pipe === "function";

/** The bytes of a request without the request: when they are not wanted any more, the connection must live to carry the answer. */
function detached(payload: Readable): Readable {
  const bytes = new PassThrough();
  payload.once("error", (error) => bytes.destroy(error));
  payload.once("close", () => {
    if (!payload.readableEnded) bytes.destroy(new AppError("BODY_INVALID", "The request broke off before its end."));
  });
  bytes.once("close", () => {
    payload.unpipe(bytes);
    payload.resume();
  });
  return payload.pipe(bytes);
}

function urlOf(body: unknown): string {
  if (body === undefined || body === null) throw new AppError("RECORDING_INVALID", "The recording is empty.");
  const { url, ...others } = body as { readonly url?: unknown };
  if (typeof url === "string" && Object.keys(others).length === 0) return url;
  throw new AppError("BODY_INVALID", 'Send the audio itself, or JSON of the form {"url": "https://…"}.', { field: "url" });
}
