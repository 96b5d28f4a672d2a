import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "typebox";
import { AppError } from "../../../domain/errors.ts";
import { organizationOf } from "../../authenticate.ts";
import { requireApiKey, requireApiKeyOrBearer } from "./authenticate.ts";
import { PHONE_HISTORY } from "./errors.ts";
import type { RavanParts } from "./parts.ts";
import {
  HISTORY_PAGE_SIZE_MAX,
  NEWEST_FIRST,
  PAGE_SIZE_DEFAULT,
  PAGE_SIZE_MAX,
  pageOf,
  parseListQuery,
  parsePhone,
  SORT_COLUMNS,
} from "./query.ts";
import { notFound, refusals } from "./schemas.ts";
import { anchored, byApiKey, PageNumber, pageSizeUpTo, sendCalls, Text } from "./wire.ts";

const tags = ["Ravan: calls"];
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const UUID_CHARACTERS = 36;

const listParameters = Type.Object({
  page: PageNumber,
  page_size: pageSizeUpTo(PAGE_SIZE_MAX, PAGE_SIZE_DEFAULT),
  agent_id: Text("Calls of this agent."),
  status: Text("completed, failed, no_answer, busy, voicemail, in_progress, pending, ringing, or a synonym."),
  channel: Text(
    "voice, web, sip; phone, pstn, web_call and the like mean the same. inbound_call and outbound_call ask for the direction too.",
  ),
  caller_number: Text("E.164."),
  search: Text("Part of a number, of the agent's name or of the session's id."),
  sort_by: Text(`One of ${Object.keys(SORT_COLUMNS).join(", ")}; started_at unless given.`),
  sort_order: Text("asc or desc; desc unless given."),
  started_after: Text("ISO 8601, inclusive."),
  started_before: Text("ISO 8601, exclusive."),
});

const historyParameters = Type.Object({
  phone: Type.String({ maxLength: 256, description: "E.164: the caller's or the callee's." }),
  page: PageNumber,
  page_size: pageSizeUpTo(HISTORY_PAGE_SIZE_MAX, PAGE_SIZE_DEFAULT),
  include_transcripts: Type.Optional(Type.Boolean({ default: false })),
});

export const callRoutes =
  (parts: RavanParts): FastifyPluginAsyncTypebox =>
  async (app) => {
    const onRequest = requireApiKey(parts);
    app.get(
      "/api/v1/calling/call-sessions-detail/:id",
      {
        onRequest,
        schema: {
          tags,
          security: byApiKey,
          summary: "Read one call with its transcript",
          params: Type.Object({ id: Type.String({ description: "A session's id, which must be a UUID here." }) }),
          response: { 200: Type.Ref("RavanCallDetail"), ...refusals, ...notFound },
        },
      },
      async (request, reply) => {
        const args = { organization: organizationOf(request), id: requireUuid(request.params.id) };
        return sendCalls(parts, request, reply, await parts.ask("ravan.callDetail", args));
      },
    );
    app.get(
      "/api/v1/calling/call-sessions",
      {
        onRequest,
        schema: {
          tags,
          security: byApiKey,
          summary: "List calls",
          querystring: listParameters,
          response: { 200: Type.Ref("RavanCallList"), ...refusals },
        },
      },
      async (request, reply) => {
        const args = await anchored(parts, request, "ravan.callList", parseListQuery(request.query));
        return sendCalls(parts, request, reply, await parts.ask("ravan.callList", args));
      },
    );
    app.get(
      PHONE_HISTORY,
      {
        onRequest: requireApiKeyOrBearer(parts),
        schema: {
          tags,
          security: [...byApiKey, { bearer: [] }],
          summary: "List the calls from and to a number",
          querystring: historyParameters,
          response: { 200: Type.Ref("RavanPhoneHistory"), ...refusals },
        },
      },
      async (request, reply) => {
        const phone = parsePhone(request.query.phone);
        const conditions = [{ anyColumn: ["callerNumber", "calleeNumber"] as const, equals: phone }];
        const page = { conditions, sort: NEWEST_FIRST, ...pageOf(request.query, HISTORY_PAGE_SIZE_MAX) };
        const args = await anchored(parts, request, "ravan.phoneHistory", page);
        const includeTranscripts = request.query.include_transcripts ?? false;
        return sendCalls(parts, request, reply, await parts.ask("ravan.phoneHistory", { ...args, phone, includeTranscripts }));
      },
    );
  };

function requireUuid(id: string): string {
  if (UUID.test(id)) return id;
  const what = id.length === UUID_CHARACTERS ? "invalid UUID format" : `invalid UUID length: ${id.length}`;
  throw new AppError("SESSION_ID_INVALID", `invalid uuid ${JSON.stringify(id)}: ${what}`, { field: "id" });
}
