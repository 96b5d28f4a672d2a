import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import type { FastifyRequest } from "fastify";
import { Type } from "typebox";
import { AppError } from "../../../domain/errors.ts";
import { parseIsoMs } from "../../../domain/time.ts";
import type { DeliveryStatus } from "../../../store/endpoints.ts";
import { organizationOf } from "../../authenticate.ts";
import { passOverEmptyBody } from "../../emptyBody.ts";
import { sendJson } from "../../sendJson.ts";
import { withOffset } from "../../timeParameter.ts";
import type { DeliveryFilter, NativeParts } from "./parts.ts";
import { deliveryView } from "./presentWebhook.ts";
import { listOf, pageQuery, refusals } from "./schemas.ts";
import { DELIVERY_STATUSES } from "./webhookSchemas.ts";

const tags = ["Webhooks"];
const params = Type.Object({ id: Type.String({ examples: ["dl_1f6Yw0"] }) });
const REPLAYED_MAX = 10_000;
const DEFAULT_LIMIT = 100;
const Text = (description: string) => Type.Optional(Type.String({ minLength: 1, maxLength: 256, pattern: "^[^\\u0000]*$", description }));
const Time = (description: string, example: string) => Type.Optional(Type.String({ maxLength: 64, description, examples: [example] }));

const which = {
  endpoint_id: Text("Only to this endpoint."),
  session_id: Text("Only those that tell of this session."),
  status: Type.Optional(Type.Enum([...DELIVERY_STATUSES], { description: "`dead`: given up after the last retry." })),
  created_from: Time("Made at or after this time.", "2026-03-17T10:00:00Z"),
  created_to: Time("Made before this time.", "2026-03-18"),
};
const listQuery = Type.Object({ ...which, event: Text("Only of this event."), ...pageQuery }, { additionalProperties: false });
const { data, next_cursor } = listOf(Type.Ref("Delivery")).properties;
const totals = Type.Union([Type.Object({ pending: Type.Integer(), dead: Type.Integer() }), Type.Null()]);
const DeliveryList = Type.Object({ data, next_cursor, totals });
const replayBody = Type.Object(which, { additionalProperties: false });
const ReplayAnswer = Type.Object({
  replayed: Type.Integer({ description: "So many deliveries were made anew." }),
  skipped: Type.Integer({ description: "Found and left: still pending, or its session was erased, or its endpoint removed." }),
  complete: Type.Boolean({
    description: `False: more than ${REPLAYED_MAX} match; these are the newest of them. Ask again for what is older.`,
  }),
});

interface Which {
  readonly endpoint_id?: string;
  readonly session_id?: string;
  readonly status?: DeliveryStatus;
  readonly event?: string;
  readonly created_from?: string;
  readonly created_to?: string;
}

export const deliveryRoutes =
  (parts: NativeParts): FastifyPluginAsyncTypebox =>
  async (app) => {
    const read = { onRequest: parts.requireScope("read") };
    const admin = { onRequest: [passOverEmptyBody, parts.requireScope("admin")] };
    const audit = (request: FastifyRequest, action: string, detail: string): Promise<void> =>
      parts.office.audit({
        ...{ organization: organizationOf(request), atMs: parts.clock.nowMs(), actor: request.authority.keyId },
        ...{ action, detail },
      });

    app.get(
      "/v1/deliveries",
      {
        ...read,
        schema: {
          tags,
          summary: "List webhook deliveries, newest first",
          description:
            "`totals` count what is pending and dead of the endpoint, or of all, whatever `status` is asked for. They are null beside " +
            "`session_id`, `event`, `created_from` and `created_to`.",
          querystring: listQuery,
          response: { 200: DeliveryList, ...refusals },
        },
      },
      async (request, reply) => {
        const { cursor, limit = DEFAULT_LIMIT } = request.query;
        const args = { organization: organizationOf(request), filter: filterOf(request.query as Which), limit };
        return sendJson(reply, await parts.ask("native.deliveries", { ...args, ...(cursor === undefined ? {} : { cursor }) }));
      },
    );
    app.get(
      "/v1/deliveries/:id",
      {
        ...read,
        schema: {
          tags,
          summary: "Read one delivery with its body and every attempt",
          params,
          response: { 200: Type.Ref("WholeDelivery"), ...refusals, 413: Type.Ref("Error") },
        },
      },
      async (request, reply) =>
        sendJson(reply, await parts.ask("native.delivery", { organization: organizationOf(request), id: request.params.id })),
    );
    app.post(
      "/v1/deliveries/:id/replay",
      {
        ...admin,
        schema: {
          tags,
          summary: "Send a delivery again",
          description: "The same body under the same `webhook-id`, as a delivery of its own. One that is pending is sent by itself.",
          params,
          response: { 202: Type.Ref("Delivery"), ...refusals, 410: Type.Ref("Error") },
        },
      },
      async (request, reply) => {
        const { id } = request.params;
        const delivery = await parts.webhooks.replay(organizationOf(request), id);
        await audit(request, "delivery.replayed", id);
        return reply.code(202).send(deliveryView(delivery));
      },
    );
    app.post(
      "/v1/deliveries/replay",
      {
        ...admin,
        schema: {
          tags,
          summary: "Send many deliveries again",
          description: `Those of a session, or of a time range, or both; each event to each endpoint once, at most ${REPLAYED_MAX} at a time, in the order in which they were made.`,
          body: replayBody,
          response: { 202: ReplayAnswer, ...refusals },
        },
      },
      async (request, reply) => {
        const filter = filterOf(request.body as Which);
        if (filter.sessionId === undefined && filter.createdFromMs === undefined && filter.createdToMs === undefined) {
          throw new AppError("BODY_INVALID", "Name a session, or a time range, or both.", { field: "session_id" });
        }
        const { count, skipped, isComplete } = await parts.webhooks.replayWhere(organizationOf(request), filter);
        await audit(request, "deliveries.replayed", `${count}: ${JSON.stringify(request.body)}`.slice(0, 1_000));
        return reply.code(202).send({ replayed: count, skipped, complete: isComplete });
      },
    );
  };

/** @throws AppError FILTER_INVALID */
function filterOf(given: Which): DeliveryFilter {
  const createdFromMs = timeOf(given.created_from, "created_from");
  const createdToMs = timeOf(given.created_to, "created_to");
  return {
    ...(given.endpoint_id === undefined ? {} : { endpointId: given.endpoint_id }),
    ...(given.session_id === undefined ? {} : { sessionId: given.session_id }),
    ...(given.status === undefined ? {} : { status: given.status }),
    ...(given.event === undefined ? {} : { event: given.event }),
    ...(createdFromMs === undefined ? {} : { createdFromMs }),
    ...(createdToMs === undefined ? {} : { createdToMs }),
  };
}

function timeOf(text: string | undefined, field: string): number | undefined {
  if (text === undefined) return undefined;
  const timeMs = parseIsoMs(withOffset(text));
  if (timeMs === undefined)
    throw new AppError("FILTER_INVALID", `\`${field}\` is not an ISO 8601 time such as 2026-03-17T10:00:00Z.`, { field });
  return timeMs;
}
