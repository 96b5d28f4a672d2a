import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import type { FastifyRequest } from "fastify";
import { Type } from "typebox";
import { organizationOf } from "../../authenticate.ts";
import { passOverEmptyBody } from "../../emptyBody.ts";
import { sendJson } from "../../sendJson.ts";
import { admitBody } from "./admitBody.ts";
import type { NativeParts } from "./parts.ts";
import { refusals } from "./schemas.ts";

const tags = ["Sessions"];
const params = Type.Object({ id: Type.String({ description: "Any printable text of up to 256 characters.", examples: ["call-42"] }) });
const answers = { ...refusals, 410: Type.Ref("Error"), 413: Type.Ref("Error") };

/** The bodies' schemas are for the documentation: domain/ checks them, and names the member at fault in the catalogue's own words. */
const validatorCompiler = () => () => true;

const FactsAnswer = Type.Object({
  id: Type.String(),
  outcome: Type.String({ enum: ["stored", "unchanged"], description: "`unchanged`: the same was the last that was sent." }),
  session: Type.Union([Type.Ref("Session"), Type.Null()], { description: "As GET tells it now, without its parts." }),
});
const MessagesAnswer = Type.Object({
  id: Type.String(),
  counts: Type.Object({ stored: Type.Integer(), duplicate: Type.Integer(), corrected: Type.Integer() }),
  outcomes: Type.Array(Type.Object({ id: Type.String(), outcome: Type.String({ enum: ["stored", "duplicate", "corrected"] }) }), {
    description: "One per message, in order.",
  }),
});
const ErasedAnswer = Type.Object({
  id: Type.String({ description: "The hashed id under which times and money stay." }),
  erased: Type.Object({ sessions: Type.Integer(), records: Type.Integer(), messages: Type.Integer(), recordings: Type.Integer() }),
});

export const sessionRoutes =
  (parts: NativeParts): FastifyPluginAsyncTypebox =>
  async (app) => {
    const scopeOf = (request: FastifyRequest) => ({
      organization: organizationOf(request),
      id: (request.params as { id: string }).id,
      receivedMs: parts.clock.nowMs(),
    });
    const ingest = { onRequest: [parts.requireScope("ingest"), admitBody(parts)], validatorCompiler };

    /** A read that follows the answer tells what was said. */
    const answerFacts = async (organization: string, id: string, outcome: string): Promise<string> => {
      await parts.projectSession(organization, id);
      const session = await parts.ask("native.sessionHead", { organization, id });
      return `{"id":${JSON.stringify(id)},"outcome":"${outcome}","session":${session}}`;
    };

    app.put(
      "/v1/sessions/:id",
      {
        ...ingest,
        schema: {
          tags,
          summary: "Tell facts of a session",
          description:
            "Partial, in any order, as often as you like: what is absent keeps what was said before, the later word wins, null " +
            "forgets. The session is made when it is not there.",
          params,
          body: Type.Ref("SessionFacts"),
          response: { 200: FactsAnswer, ...answers },
        },
      },
      async (request, reply) => {
        const scope = scopeOf(request);
        const outcome = await parts.takeInFacts(request.body, scope);
        return sendJson(reply, await answerFacts(scope.organization, scope.id, outcome));
      },
    );
    app.post(
      "/v1/sessions/:id/end",
      {
        ...ingest,
        onRequest: [passOverEmptyBody, ...ingest.onRequest],
        schema: {
          tags,
          summary: "Tell that a session is over",
          description: "The body may be empty.",
          params,
          body: Type.Optional(Type.Ref("SessionEnd")),
          response: { 200: FactsAnswer, ...answers },
        },
      },
      async (request, reply) => {
        const scope = scopeOf(request);
        const outcome = await parts.takeInEnd(request.body, scope);
        return sendJson(reply, await answerFacts(scope.organization, scope.id, outcome));
      },
    );
    app.post(
      "/v1/sessions/:id/messages",
      {
        ...ingest,
        bodyLimit: parts.limits.jsonBodyBytesMax,
        schema: {
          tags,
          summary: "Add messages to a session's transcript",
          description:
            "All go in together, or none. A known id with the same content is a duplicate, with other content it is corrected. The " +
            "session is made when it is not there, and can be read at once.",
          params,
          body: Type.Union([Type.Array(Type.Ref("NewMessage")), Type.Object({ messages: Type.Array(Type.Ref("NewMessage")) })]),
          response: { 200: MessagesAnswer, ...answers },
        },
      },
      async (request) => {
        const scope = scopeOf(request);
        const report = await parts.takeInMessages(request.body, scope);
        if (report.outcomes.length > 0 && !(await parts.hasSummary(scope.organization, scope.id))) {
          await parts.projectSession(scope.organization, scope.id);
        }
        parts.wakeProjector();
        return { id: scope.id, ...report };
      },
    );
    app.delete(
      "/v1/sessions/:id",
      {
        onRequest: parts.requireScope("admin"),
        schema: {
          tags,
          summary: "Erase a session, everywhere and for good",
          description:
            "Facts, messages, recordings, bodies and history of its records, ids and search words go. What stays under hashed ids " +
            "are record types, times, quantities and money, so that sums stay what they were. Its ids cannot be used again.",
          params,
          response: { 200: ErasedAnswer, ...answers },
        },
      },
      async (request) => {
        const { organization, id } = scopeOf(request);
        const erased = await parts.eraseSession(organization, id, request.authority.keyId);
        return {
          id: erased.erasedId,
          erased: {
            sessions: erased.sessionCount,
            records: erased.recordCount,
            messages: erased.messageCount,
            recordings: erased.recordingCount,
          },
        };
      },
    );
  };
