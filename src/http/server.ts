import rateLimit from "@fastify/rate-limit";
import swagger from "@fastify/swagger";
import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import ajvFormats from "ajv-formats";
import Fastify, { type FastifyBaseLogger, type FastifyInstance, type FastifyRequest, LogController } from "fastify";
import { AppError } from "../domain/errors.ts";
import { addBodyParsers } from "./bodies.ts";
import { setHeaders } from "./defaultHeaders.ts";
import { docsRoutes } from "./docsRoutes.ts";
import { errorHandler } from "./errors.ts";
import { agntixError, agntixStatus, isAgntixAddress } from "./faces/agntix/errors.ts";
import { type AgntixParts, agntixFace } from "./faces/agntix/face.ts";
import { nativeError } from "./faces/native/errors.ts";
import { nativeFace } from "./faces/native/face.ts";
import type { NativeParts } from "./faces/native/parts.ts";
import { recordingRoutes } from "./faces/native/recordingRoutes.ts";
import { nativeSchemas } from "./faces/native/schemas.ts";
import { ravanErrorHandler } from "./faces/ravan/errors.ts";
import type { RavanParts } from "./faces/ravan/parts.ts";
import { isRavanAddress, ravanFace } from "./faces/ravan/routes.ts";
import { telnyxError } from "./faces/telnyx/errors.ts";
import { type TelnyxParts, telnyxFace } from "./faces/telnyx/routes.ts";
import type { RecordingParts } from "./recordings.ts";
import { type ServiceParts, serviceRoutes } from "./serviceRoutes.ts";
import { trustedProxies } from "./trustedProxies.ts";
import { closeUnusedConnections } from "./unusedConnections.ts";
import { type PageParts, pageRoutes, readPage, wantsPage } from "./web/page.ts";
import { type SignInParts, signInRoutes } from "./web/signInRoutes.ts";

export interface ServerParts {
  readonly native: NativeParts;
  readonly telnyx: TelnyxParts;
  readonly ravan: RavanParts;
  readonly agntix: AgntixParts;
  readonly recordings: RecordingParts;
  readonly service: ServiceParts;
  readonly signIn: SignInParts;
  readonly page: PageParts;
  readonly logger: FastifyBaseLogger;
  readonly limits: {
    readonly rateLimitPerMinute: number;
    readonly decompressionRatioMax: number;
  };
  /** Whose word is taken for who asks: comma-separated addresses and CIDR ranges; null: nobody's. */
  readonly trustedProxies: string | null;
  readonly version: string;
  newRequestId(): string;
}

/** A body with no route limit of its own is a small JSON document. */
const SMALL_BODY_BYTES_MAX = 1_048_576;
const PATH_PARAMETER_CHARACTERS_MAX = 1_024;

/** Puts the faces together on one server. Nothing listens yet. */
export async function buildServer(parts: ServerParts): Promise<FastifyInstance> {
  const app = Fastify({
    loggerInstance: parts.logger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: SMALL_BODY_BYTES_MAX,
    genReqId: () => parts.newRequestId(),
    trustProxy: trustedProxies(parts.trustedProxies),
    routerOptions: { maxParamLength: PATH_PARAMETER_CHARACTERS_MAX, ignoreTrailingSlash: true },
    // A malformed address still gets an answer in our own words.
    frameworkErrors: (error, request, reply) => {
      setHeaders(request, reply);
      void errorHandlerOf(parts, request)(error, request, reply);
    },
  }).withTypeProvider<TypeBoxTypeProvider>();
  addValidators(app);
  addBodyParsers(app, parts.limits);
  app.decorateRequest("authority");
  app.setErrorHandler(errorHandler(nativeError));
  addNotFound(app, parts);
  app.addHook("preValidation", async (request) => {
    refuseNul(request.params);
    refuseNul(request.query);
  });
  app.addHook("onResponse", async (request, reply) => {
    request.log.debug(
      { method: request.method, url: request.routeOptions.url, status: reply.statusCode, durationMs: reply.elapsedTime },
      "request",
    );
  });
  app.addHook("onRequest", async (request, reply) => setHeaders(request, reply));
  closeUnusedConnections(app);
  await app.register(swagger, { openapi: openApiHead(parts.version), refResolver: { buildLocalReference: localReference } });
  for (const schema of nativeSchemas) app.addSchema(schema);
  await app.register(serviceRoutes(parts.service));
  await app.register(docsRoutes);
  await app.register(pageRoutes(parts.page));
  await app.register(async (limited) => {
    await addRateLimit(limited, parts.limits.rateLimitPerMinute);
    await limited.register(signInRoutes(parts.signIn));
    await limited.register(nativeFace(parts.native));
    await limited.register(recordingRoutes(parts.recordings, parts.native.requireScope));
    await limited.register(telnyxFace(parts.telnyx));
    await limited.register(ravanFace(parts.ravan));
    await limited.register(agntixFace(parts.agntix));
  });
  return app;
}

/** A person with a browser is shown the page, which says so; a program is told in the words of the face that it seems to mean. */
function addNotFound(app: FastifyInstance, parts: ServerParts): void {
  const page = readPage(parts.page);
  app.setNotFoundHandler((request, reply) => {
    if (wantsPage(request)) return page.send(reply, 404);
    const error = new AppError("ROUTE_NOT_FOUND", `There is no ${request.method} ${request.url.split("?")[0]}.`);
    return errorHandlerOf(parts, request)(error, request, reply);
  });
}

/** NUL has no place in an id or a filter, and not every engine can even be asked about it. */
function refuseNul(given: unknown): void {
  for (const [name, value] of Object.entries(given ?? {})) {
    if (!name.includes("\0") && !String(value).includes("\0")) continue;
    throw new AppError("PARAMETER_INVALID", "A parameter holds a NUL character.", { field: name.replaceAll("\0", "") });
  }
}

/** Even an address that no route has is answered in the words of the face that it looks like. */
function errorHandlerOf({ agntix }: ServerParts, { url }: Pick<FastifyRequest, "url">) {
  if (isAgntixAddress(url)) return errorHandler(agntixError(agntix.clock), agntixStatus);
  if (isRavanAddress({ url })) return ravanErrorHandler;
  return errorHandler(url.startsWith("/v2/") ? telnyxError : nativeError);
}

/**
 * Bodies are never coerced (`null` must not become ""); query strings are text and must be. Validators are compiled when a
 * route is first used and answers are written by JSON.stringify (most are bytes already): compiling code for some two
 * hundred schemas would make up most of the time that a start takes.
 */
function addValidators(app: FastifyInstance): void {
  const addFormats = ajvFormats.default;
  const strict = addFormats(new Ajv2020({ useDefaults: true, strict: false, coerceTypes: false }));
  const coerce = addFormats(new Ajv2020({ useDefaults: true, strict: false, coerceTypes: true }));
  for (const schema of nativeSchemas) {
    strict.addSchema(schema);
    coerce.addSchema(schema);
  }
  app.setValidatorCompiler(({ schema, httpPart }) => {
    let compiled: ValidateFunction | undefined;
    const validate = (data: unknown): boolean => {
      compiled ??= (httpPart === "body" ? strict : coerce).compile(schema);
      const isValid = compiled(data);
      validate.errors = compiled.errors ?? null;
      return isValid;
    };
    validate.errors = null as NonNullable<ValidateFunction["errors"]> | null;
    return validate;
  });
  app.setSerializerCompiler(() => (answer) => JSON.stringify(answer));
}

/** Counted per key, after it is known and before its body is read. */
async function addRateLimit(app: FastifyInstance, perMinute: number): Promise<void> {
  await app.register(rateLimit, {
    global: true,
    hook: "preParsing",
    max: perMinute,
    timeWindow: 60_000,
    keyGenerator: (request) => request.authority?.keyId ?? request.ip,
    errorResponseBuilder: (_request, context) =>
      new AppError("RATE_LIMITED", `More than ${context.max} requests in a minute.`, { retryAfterSec: Math.ceil(context.ttl / 1_000) }),
  });
}

const localReference = (schema: { $id?: unknown }, _base: unknown, _fragment: unknown, index: number): string =>
  String(schema.$id ?? `def-${index}`);

const openApiHead = (version: string) => ({
  openapi: "3.1.0",
  info: {
    title: "Calltree",
    version,
    description: "Usage records in, one exact cost tree per session out.",
    license: { name: "MIT", identifier: "MIT" },
  },
  servers: [{ url: "/" }],
  components: {
    securitySchemes: {
      bearer: { type: "http" as const, scheme: "bearer" },
      apiKey: { type: "apiKey" as const, in: "header", name: "X-Api-Key" },
    },
  },
  security: [{ bearer: [] }],
});
