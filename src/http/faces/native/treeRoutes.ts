import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "typebox";
import { organizationOf } from "../../authenticate.ts";
import { sendJson } from "../../sendJson.ts";
import type { NativeParts } from "./parts.ts";
import { refusals } from "./schemas.ts";

const TREES_AT_ONCE_MAX = 100;
const tags = ["Trees"];

const view = {
  include_children: Type.Optional(Type.Boolean({ default: true, description: "False shows the root alone." })),
  max_depth: Type.Optional(Type.Integer({ minimum: 1, maximum: 5, default: 5, description: "Levels shown, the root being 1." })),
  expand: Type.Optional(Type.Enum(["record", "none"], { default: "record", description: "`none` leaves each `record` empty." })),
};
const dateTime = Type.Optional(
  Type.String({ maxLength: 64, description: "Narrows the search for the root: an instant or a UTC day, ± 48 h." }),
);

const RefusedTree = Type.Object({
  record_type: Type.String(),
  id: Type.String(),
  error: Type.Object({
    code: Type.String(),
    message: Type.String(),
    field: Type.Union([Type.String(), Type.Null()]),
    fix: Type.String(),
  }),
});

type View = { include_children?: boolean; max_depth?: number; expand?: "record" | "none" };
const viewOf = ({ include_children = true, max_depth = 5, expand = "record" }: View) => ({
  includeChildren: include_children,
  maxDepth: max_depth,
  expand,
});

export const treeRoutes =
  (parts: NativeParts): FastifyPluginAsyncTypebox =>
  async (app) => {
    const onRequest = parts.requireScope("read");
    app.get(
      "/v1/trees/:record_type/:id",
      {
        onRequest,
        schema: {
          tags,
          summary: "Read the tree below an event, with an exact cost at every node",
          params: Type.Object({ record_type: Type.String(), id: Type.String() }),
          querystring: Type.Object({ ...view, date_time: dateTime }),
          response: { 200: Type.Ref("Tree"), ...refusals, 413: Type.Ref("Error") },
        },
      },
      async (request, reply) => {
        const { record_type: recordType, id: eventId } = request.params;
        const when = request.query.date_time === undefined ? {} : { dateTime: request.query.date_time };
        return sendJson(
          reply,
          await parts.ask("native.tree", { organization: organizationOf(request), recordType, eventId, ...viewOf(request.query), ...when }),
        );
      },
    );
    app.post(
      "/v1/trees",
      {
        onRequest,
        schema: {
          tags,
          summary: "Read several trees at once",
          description: "One answer per event, in order; an event that cannot be told carries an `error` instead.",
          body: Type.Object(
            {
              events: Type.Array(
                Type.Object(
                  { record_type: Type.String({ minLength: 1 }), id: Type.String({ minLength: 1 }), date_time: dateTime },
                  { additionalProperties: false },
                ),
                { minItems: 1, maxItems: TREES_AT_ONCE_MAX },
              ),
              ...view,
            },
            { additionalProperties: false },
          ),
          response: {
            200: Type.Object({ data: Type.Array(Type.Union([Type.Ref("Tree"), RefusedTree])) }),
            ...refusals,
            413: Type.Ref("Error"),
          },
        },
      },
      async (request, reply) => {
        const events = request.body.events.map(({ record_type: recordType, id: eventId, date_time }) => ({
          recordType,
          eventId,
          ...(date_time === undefined ? {} : { dateTime: date_time }),
        }));
        return sendJson(reply, await parts.ask("native.trees", { organization: organizationOf(request), events, ...viewOf(request.body) }));
      },
    );
  };
