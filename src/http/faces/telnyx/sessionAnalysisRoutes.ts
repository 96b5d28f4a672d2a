import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "typebox";
import { DEPTH_MAX } from "../../../domain/registry.ts";
import { organizationOf } from "../../authenticate.ts";
import { sendJson } from "../../sendJson.ts";
import { withOffset } from "../../timeParameter.ts";
import { DEPTH_DEFAULT } from "./metadata.ts";
import type { TelnyxParts } from "./routes.ts";
import { notFound, refusals, tooLarge } from "./schemas.ts";

const tags = ["Telnyx: session analysis"];
const RecordTypeName = Type.String({ description: "Name, alias or product slug of a record type." });

export const sessionAnalysisRoutes =
  (parts: TelnyxParts): FastifyPluginAsyncTypebox =>
  async (app) => {
    const onRequest = parts.requireScope("read");
    app.get(
      "/v2/session_analysis/metadata",
      {
        onRequest,
        schema: {
          tags,
          summary: "Read all record types and the query parameters",
          response: { 200: Type.Ref("TelnyxMetadataOverview"), ...refusals },
        },
      },
      async (request, reply) => sendJson(reply, await parts.ask("telnyx.metadataOverview", { organization: organizationOf(request) })),
    );
    app.get(
      "/v2/session_analysis/metadata/:record_type",
      {
        onRequest,
        schema: {
          tags,
          summary: "Read one record type",
          params: Type.Object({ record_type: RecordTypeName }),
          response: { 200: Type.Ref("TelnyxRecordTypeMetadata"), ...refusals, ...notFound },
        },
      },
      async (request, reply) => {
        const args = { organization: organizationOf(request), recordType: request.params.record_type };
        return sendJson(reply, await parts.ask("telnyx.recordTypeMetadata", args));
      },
    );
    app.get(
      "/v2/session_analysis/:record_type/:event_id",
      {
        onRequest,
        schema: {
          tags,
          summary: "Read the session below an event, with an exact cost at every node",
          params: Type.Object({ record_type: RecordTypeName, event_id: Type.String({ description: "1 to 256 printable characters." }) }),
          querystring: Type.Object({
            include_children: Type.Optional(Type.Boolean({ default: true, description: "False shows the root alone." })),
            max_depth: Type.Optional(
              Type.Integer({ minimum: 1, maximum: DEPTH_MAX, default: DEPTH_DEFAULT, description: "Levels shown, the root being 1." }),
            ),
            expand: Type.Optional(Type.Enum(["record", "none"], { default: "record", description: "`none` leaves each `record` empty." })),
            date_time: Type.Optional(
              Type.String({ maxLength: 64, description: "An instant or a UTC day within 48 hours of the root event." }),
            ),
          }),
          response: { 200: Type.Ref("TelnyxSessionAnalysis"), ...refusals, ...notFound, ...tooLarge },
        },
      },
      async (request, reply) => {
        const { record_type: recordType, event_id: eventId } = request.params;
        const {
          include_children: includeChildren = true,
          max_depth: maxDepth = DEPTH_DEFAULT,
          expand = "record",
          date_time,
        } = request.query;
        const when = date_time === undefined ? {} : { dateTime: withOffset(date_time) };
        const args = { organization: organizationOf(request), recordType, eventId, includeChildren, maxDepth, expand, ...when };
        return sendJson(reply, await parts.ask("telnyx.sessionAnalysis", args));
      },
    );
  };
