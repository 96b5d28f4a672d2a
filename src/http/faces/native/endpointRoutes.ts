import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import type { FastifyRequest } from "fastify";
import { Type } from "typebox";
import { AppError } from "../../../domain/errors.ts";
import type { Endpoint, EndpointChange, WebhookFormat } from "../../../store/endpoints.ts";
import { organizationOf } from "../../authenticate.ts";
import { passOverEmptyBody, takeNoBodyForEmpty } from "../../emptyBody.ts";
import type { NativeParts } from "./parts.ts";
import { deliveryView, endpointView, liveSecrets, type SealedEndpointView } from "./presentWebhook.ts";
import { listOf, refusals } from "./schemas.ts";
import { EndpointChangeBody, NewEndpointBody, OVERLAP_SEC_DEFAULT, RotateSecretBody, WEBHOOK_EVENTS } from "./webhookSchemas.ts";

const tags = ["Webhooks"];
const params = Type.Object({ id: Type.String({ examples: ["ep_x8Qk2n"] }) });
/** Each signs every delivery, in one header. */
const SECRETS_MAX = 10;
const ENDPOINTS_MAX = 100;

export const endpointRoutes =
  (parts: NativeParts): FastifyPluginAsyncTypebox =>
  async (app) => {
    const read = { onRequest: parts.requireScope("read") };
    const admin = { onRequest: parts.requireScope("admin") };
    const { office, clock } = parts;

    const audit = (request: FastifyRequest, action: string, detail: string): Promise<void> =>
      office.audit({ organization: organizationOf(request), atMs: clock.nowMs(), actor: request.authority.keyId, action, detail });
    const view = (text: string) => endpointView(JSON.parse(text) as SealedEndpointView, parts.openSecret);
    const viewOf = async (request: FastifyRequest, id: string) =>
      view(await parts.ask("native.endpoint", { organization: organizationOf(request), id }));

    app.get(
      "/v1/endpoints",
      {
        ...read,
        schema: { tags, summary: "List webhook endpoints with their health", response: { 200: listOf(Type.Ref("Endpoint")), ...refusals } },
      },
      async (request) => {
        const sealed = JSON.parse(await parts.ask("native.endpoints", { organization: organizationOf(request) })) as SealedEndpointView[];
        const data = sealed.map((one) => endpointView(one, parts.openSecret));
        return { data, next_cursor: null, totals: { endpoints: data.length } };
      },
    );
    app.get(
      "/v1/endpoints/:id",
      {
        ...read,
        schema: {
          tags,
          summary: "Read one webhook endpoint with its health",
          params,
          response: { 200: Type.Ref("Endpoint"), ...refusals },
        },
      },
      async (request) => viewOf(request, request.params.id),
    );
    app.post(
      "/v1/endpoints",
      {
        ...admin,
        schema: {
          tags,
          summary: "Register a webhook endpoint; its secret is shown this once",
          description: "It is told of what happens from now on.",
          body: NewEndpointBody,
          response: { 201: Type.Ref("NewEndpoint"), ...refusals, 409: Type.Ref("Error") },
        },
      },
      async (request, reply) => {
        const organization = organizationOf(request);
        const { description = null, format = "native", events = [], rate_per_sec: ratePerSec = null, paused = false } = request.body;
        checkEvents(format, events);
        const url = await parts.checkEndpointAddress(request.body.url);
        if ((await office.endpoints(organization)).length >= ENDPOINTS_MAX) {
          throw new AppError("ENDPOINT_INVALID", `An organization has at most ${ENDPOINTS_MAX} endpoints.`);
        }
        const nowMs = clock.nowMs();
        const secret = request.body.secret === undefined ? parts.newEndpointSecret() : checkSecret(request.body.secret);
        const id = parts.newId("ep");
        await office.createEndpoint(organization, {
          ...{ id, url, description, format, events, ratePerSec, isPaused: paused, createdMs: nowMs, updatedMs: nowMs },
          secrets: [{ sealed: parts.sealSecret(secret), createdMs: nowMs, expiresMs: null }],
          ...{ failingSinceMs: null, failureCount: 0, lastFailure: null, lastSuccessMs: null, stoppedMs: null },
        });
        await audit(request, "endpoint.created", `${id} ${format} ${events.join(",")}`);
        return reply.code(201).send({ ...(await viewOf(request, id)), secret });
      },
    );
    app.patch(
      "/v1/endpoints/:id",
      {
        ...admin,
        schema: {
          tags,
          summary: "Change a webhook endpoint",
          description: "What is not given stays as it is. `paused` holds deliveries back, and lets them go again.",
          params,
          body: EndpointChangeBody,
          response: { 200: Type.Ref("Endpoint"), ...refusals },
        },
      },
      async (request) => {
        const organization = organizationOf(request);
        const { id } = request.params;
        const { description, events, rate_per_sec: ratePerSec, paused } = request.body;
        const before = await parts.office.endpoint(organization, id);
        if (before === undefined) throw notFound(id);
        if (events !== undefined) checkEvents(before.format, events);
        const url = request.body.url === undefined ? undefined : await parts.checkEndpointAddress(request.body.url);
        await change(parts, organization, id, {
          ...(url === undefined ? {} : { url }),
          ...(description === undefined ? {} : { description }),
          ...(events === undefined ? {} : { events }),
          ...(ratePerSec === undefined ? {} : { ratePerSec }),
          ...(paused === undefined ? {} : { isPaused: paused }),
        });
        await audit(request, "endpoint.changed", `${id} ${Object.keys(request.body).join(",")}`);
        parts.webhooks.wake();
        return viewOf(request, id);
      },
    );
    app.delete(
      "/v1/endpoints/:id",
      {
        ...admin,
        schema: {
          tags,
          summary: "Remove a webhook endpoint",
          description: "What has not arrived yet is cancelled; deliveries that were made stay in the list.",
          params,
          response: { 204: Type.Null(), ...refusals },
        },
      },
      async (request, reply) => {
        if (!(await office.deleteEndpoint(organizationOf(request), request.params.id, clock.nowMs()))) throw notFound(request.params.id);
        await audit(request, "endpoint.deleted", request.params.id);
        return reply.code(204).send(null);
      },
    );
    app.post(
      "/v1/endpoints/:id/test",
      {
        onRequest: [passOverEmptyBody, parts.requireScope("admin")],
        schema: {
          tags,
          summary: "Send an endpoint a signed event of no meaning",
          description: "`endpoint.test`, whatever events it wants. Read the delivery to learn how it went.",
          params,
          response: { 202: Type.Ref("Delivery"), ...refusals },
        },
      },
      async (request, reply) => {
        const { id } = request.params;
        const delivery = await parts.webhooks.test(organizationOf(request), id);
        await audit(request, "endpoint.tested", id);
        return reply.code(202).send(deliveryView(delivery));
      },
    );
    app.post(
      "/v1/endpoints/:id/rotate-secret",
      {
        onRequest: [passOverEmptyBody, parts.requireScope("admin")],
        preValidation: takeNoBodyForEmpty,
        schema: {
          tags,
          summary: "Give an endpoint a new secret, shown this once",
          description: "The older ones sign as well until the overlap is over, so that no delivery fails meanwhile.",
          params,
          body: RotateSecretBody,
          response: { 200: Type.Ref("NewEndpoint"), ...refusals, 409: Type.Ref("Error") },
        },
      },
      async (request) => {
        const organization = organizationOf(request);
        const { id } = request.params;
        const { overlap_sec: overlapSec = OVERLAP_SEC_DEFAULT, secret: given } = request.body;
        const before = await office.endpoint(organization, id);
        if (before === undefined) throw notFound(id);
        const secret = given === undefined ? parts.newEndpointSecret() : checkSecret(given);
        const secrets = rotated(before, parts.sealSecret(secret), clock.nowMs(), overlapSec);
        await change(parts, organization, id, { secrets });
        await audit(request, "endpoint.secret_rotated", `${id}, overlap of ${overlapSec} s`);
        return { ...(await viewOf(request, id)), secret };
      },
    );
    app.post(
      "/v1/endpoints/:id/resume",
      {
        onRequest: [passOverEmptyBody, parts.requireScope("admin")],
        schema: {
          tags,
          summary: "Send again to an endpoint that was stopped, paused or slowed",
          description: "Whatever waited goes out, oldest first for each session.",
          params,
          response: { 200: Type.Ref("Endpoint"), ...refusals },
        },
      },
      async (request) => {
        const { id } = request.params;
        await parts.webhooks.resume(organizationOf(request), id);
        await audit(request, "endpoint.resumed", id);
        return viewOf(request, id);
      },
    );
  };

const notFound = (id: string): AppError => new AppError("ENDPOINT_NOT_FOUND", `There is no endpoint "${id}".`);

/** @throws AppError ENDPOINT_NOT_FOUND */
async function change(
  { office, clock }: NativeParts,
  organization: string,
  id: string,
  changed: Omit<EndpointChange, "updatedMs">,
): Promise<void> {
  if ((await office.updateEndpoint(organization, id, { ...changed, updatedMs: clock.nowMs() })) === undefined) throw notFound(id);
}

/** @throws AppError ENDPOINT_INVALID */
function checkEvents(format: WebhookFormat, events: readonly string[]): void {
  const known: readonly string[] = WEBHOOK_EVENTS[format];
  const index = events.findIndex((event) => !known.includes(event));
  if (index < 0) return;
  const message = `The format ${format} has no event "${events[index]}". It has ${known.join(", ")}.`;
  throw new AppError("ENDPOINT_INVALID", message, { field: `events.${index}` });
}

const SECRET = /^whsec_((?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?)$/;
const SECRET_BYTES = { min: 24, max: 64 };

/** @throws AppError ENDPOINT_INVALID */
function checkSecret(secret: string): string {
  const bytes = Buffer.from(SECRET.exec(secret)?.[1] ?? "", "base64").length;
  if (bytes >= SECRET_BYTES.min && bytes <= SECRET_BYTES.max) return secret;
  const message = `A secret is "whsec_" and the base64 of ${SECRET_BYTES.min} to ${SECRET_BYTES.max} bytes.`;
  throw new AppError("ENDPOINT_INVALID", message, { field: "secret" });
}

/** The new one first; the others end with the overlap, or when they were to end anyway. @throws AppError ENDPOINT_INVALID */
function rotated(endpoint: Endpoint, sealed: string, nowMs: number, overlapSec: number): Endpoint["secrets"] {
  const endMs = nowMs + overlapSec * 1_000;
  const former = liveSecrets(endpoint, nowMs)
    .map((secret) => ({ ...secret, expiresMs: Math.min(secret.expiresMs ?? endMs, endMs) }))
    .filter(({ expiresMs }) => expiresMs > nowMs);
  if (former.length < SECRETS_MAX) return [{ sealed, createdMs: nowMs, expiresMs: null }, ...former];
  const message = `${SECRETS_MAX} secrets sign already; wait until some have ended, or rotate with an overlap of 0.`;
  throw new AppError("ENDPOINT_INVALID", message, { field: "overlap_sec" });
}
