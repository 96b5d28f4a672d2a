import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "typebox";
import { organizationOf } from "../../authenticate.ts";
import { sendJson } from "../../sendJson.ts";
import { authenticate, requireRead } from "./authenticate.ts";
import type { AgntixParts } from "./face.ts";
import { type Query, readPaging, readSessionsQuestion } from "./listQuery.ts";
import { byKeyOrToken, invalid, MessagesQuery, notFound, refusals, SessionsQuery } from "./schemas.ts";

/** Both families of addresses that the contract has had lead to the same sessions. */
const FAMILIES = ["/api/v1/chat/sessions", "/v1/chat/chat/sessions"] as const;
const SESSIONS_DEFAULT = 20;
const MESSAGES_DEFAULT = 50;

const tags = ["Agntix: sessions"];
const params = Type.Object({ sessionId: Type.String() });

export const sessionRoutes =
  (parts: AgntixParts): FastifyPluginAsyncTypebox =>
  async (app) => {
    const read = { onRequest: authenticate(parts), preHandler: requireRead };
    for (const family of FAMILIES) {
      app.get(
        family,
        {
          ...read,
          schema: {
            tags,
            security: byKeyOrToken,
            summary: "List sessions, newest first",
            querystring: SessionsQuery,
            response: { 200: Type.Ref("AgntixSessionList"), ...refusals, ...invalid },
          },
        },
        async (request, reply) => {
          const query = request.query as Query;
          const organization = organizationOf(request);
          const paging = readPaging(query, SESSIONS_DEFAULT);
          const question = readSessionsQuestion(query);
          const upToKey = await parts.anchors.upToKey({
            organization,
            keyId: request.authority.keyId,
            route: "agntix.sessions",
            asked: [question, paging.limit],
            pageNumber: paging.page,
          });
          const publicAddress = parts.publicAddress(request);
          return sendJson(reply, await parts.ask("agntix.sessions", { organization, question, paging, upToKey, publicAddress }));
        },
      );
      app.get(
        `${family}/:sessionId`,
        {
          ...read,
          schema: {
            tags,
            security: byKeyOrToken,
            summary: "Read a session",
            params,
            response: { 200: Type.Ref("AgntixSession"), ...refusals, ...notFound },
          },
        },
        async (request, reply) => {
          const args = { organization: organizationOf(request), id: request.params.sessionId, publicAddress: parts.publicAddress(request) };
          return sendJson(reply, await parts.ask("agntix.session", args));
        },
      );
      app.get(
        `${family}/:sessionId/messages`,
        {
          ...read,
          schema: {
            tags,
            security: byKeyOrToken,
            summary: "List a session's messages in the order in which they were said",
            params,
            querystring: MessagesQuery,
            response: { 200: Type.Ref("AgntixMessageList"), ...refusals, ...notFound },
          },
        },
        async (request, reply) => {
          const paging = readPaging(request.query as Query, MESSAGES_DEFAULT);
          const args = { organization: organizationOf(request), id: request.params.sessionId, paging };
          return sendJson(reply, await parts.ask("agntix.messages", args));
        },
      );
    }
  };
