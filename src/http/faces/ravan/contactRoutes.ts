import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "typebox";
import { AppError } from "../../../domain/errors.ts";
import { isRecordId } from "../../../domain/record.ts";
import { organizationOf } from "../../authenticate.ts";
import { sendJson } from "../../sendJson.ts";
import { requireApiKey } from "./authenticate.ts";
import type { RavanParts } from "./parts.ts";
import { contactConditions, NEWEST_FIRST, PAGE_SIZE_MAX, pageOf } from "./query.ts";
import { refusals } from "./schemas.ts";
import { anchored, byApiKey, PageNumber, pageSizeUpTo, sendCalls } from "./wire.ts";

const tags = ["Ravan: contacts"];
const params = Type.Object({
  id: Type.String({ description: "What calls have as `external_ids.contact_id`, or a number in E.164 form." }),
});

export const contactRoutes =
  (parts: RavanParts): FastifyPluginAsyncTypebox =>
  async (app) => {
    const onRequest = requireApiKey(parts);
    app.get(
      "/api/v1/contacts/:id/calls",
      {
        onRequest,
        schema: {
          tags,
          security: byApiKey,
          summary: "List the calls with a contact, newest first",
          params,
          querystring: Type.Object({ page: PageNumber, page_size: pageSizeUpTo(PAGE_SIZE_MAX, PAGE_SIZE_MAX) }),
          response: { 200: Type.Ref("RavanContactCalls"), ...refusals },
        },
      },
      async (request, reply) => {
        const { page, page_size = PAGE_SIZE_MAX } = request.query;
        const paging = pageOf(page === undefined ? { page_size } : { page, page_size }, PAGE_SIZE_MAX);
        const conditions = contactConditions(requireContact(request.params.id));
        const args = await anchored(parts, request, "ravan.contactCalls", { conditions, sort: NEWEST_FIRST, ...paging });
        return sendCalls(parts, request, reply, await parts.ask("ravan.contactCalls", args));
      },
    );
    app.get(
      "/api/v1/contacts/:id/calls/stats",
      {
        onRequest,
        schema: {
          tags,
          security: byApiKey,
          summary: "Count the calls with a contact",
          params,
          response: { 200: Type.Ref("RavanContactCallStats"), ...refusals },
        },
      },
      async (request, reply) => {
        const conditions = contactConditions(requireContact(request.params.id));
        return sendJson(reply, await parts.ask("ravan.contactCallStats", { organization: organizationOf(request), conditions }));
      },
    );
  };

function requireContact(id: string): string {
  if (isRecordId(id)) return id;
  throw new AppError("PARAMETER_INVALID", "`id` is not 1 to 256 printable characters.", { field: "id" });
}
