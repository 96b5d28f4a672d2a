import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import type { FastifyRequest } from "fastify";
import { Type } from "typebox";
import { AppError } from "../../../domain/errors.ts";
import { organizationOf } from "../../authenticate.ts";
import { sendJson } from "../../sendJson.ts";
import { SESSION_CSV } from "./exportOperations.ts";
import type { NativeParts } from "./parts.ts";
import { listOf, pageQuery, refusals } from "./schemas.ts";
import { formatOf, formatParameter, sendList } from "./sendExport.ts";
import { type FilterQuery, readSort, sessionConditions, sessionFilterParameters } from "./sessionFilters.ts";
import { SESSION_PARTS, type SessionListArguments, type SessionPart } from "./sessionOperations.ts";

const tags = ["Sessions"];
const params = Type.Object({ id: Type.String({ examples: ["call-42"] }) });
const CURSOR_CHARACTERS_MAX = 8_192;
const DEFAULT_LIMIT = 100;
const DEFAULT_SORT = "-created_at";

const listQuery = Type.Object(
  {
    ...sessionFilterParameters,
    sort: Type.Optional(
      Type.String({ default: DEFAULT_SORT, description: "Any filter's field; `-` for the largest first. What is not known comes last." }),
    ),
    limit: pageQuery.limit,
    cursor: Type.Optional(
      Type.String({ maxLength: CURSOR_CHARACTERS_MAX, description: "next_cursor of the page before; of the same sort." }),
    ),
    totals: Type.Optional(
      Type.Boolean({ default: true, description: "`false`: `totals` is null, which is quicker; for pages after the first." }),
    ),
    ...formatParameter,
    columns: Type.Optional(
      Type.String({
        maxLength: 1_024,
        description: `Of a CSV: these alone, in this order, separated by commas. All are ${SESSION_CSV.map(([name]) => name).join(", ")}.`,
        examples: ["started_at,id,owned_cost"],
      }),
    ),
  },
  { additionalProperties: false },
);
const answers = { ...refusals, 410: Type.Ref("Error"), 413: Type.Ref("Error") };

export const sessionReadRoutes =
  (parts: NativeParts): FastifyPluginAsyncTypebox =>
  async (app) => {
    const onRequest = parts.requireScope("read");
    app.get(
      "/v1/sessions",
      {
        onRequest,
        schema: {
          tags,
          summary: "List sessions",
          description: "By any of their fields; `totals` are over all pages.",
          querystring: listQuery,
          response: { 200: Type.Ref("SessionList"), ...refusals },
        },
      },
      async (request, reply) => {
        const args = listArguments(request);
        const columns = columnsOf(request);
        const exported = { list: "sessions", args, ...(columns === undefined ? {} : { columns }) } as const;
        return sendList(parts, request, reply, exported, () => pageWithTotals(parts, args, request.query.totals !== false));
      },
    );
    app.get(
      "/v1/sessions/:id",
      {
        onRequest,
        schema: {
          tags,
          summary: "Read a session, all of it in one answer",
          params,
          querystring: Type.Object({
            include: Type.Optional(
              Type.String({
                maxLength: 200,
                description: `Only these parts, separated by commas: ${SESSION_PARTS.join(", ")}; empty: none of them. Default: all.`,
                examples: ["transcript,recording"],
              }),
            ),
          }),
          response: { 200: Type.Ref("WholeSession"), ...answers },
        },
      },
      async (request, reply) => {
        const organization = organizationOf(request);
        const { id } = request.params;
        const included = partsOf(request.query.include);
        const [session, recording] = await Promise.all([
          parts.ask("native.session", { organization, id, parts: included }),
          included.includes("recording") ? recordingJson(parts, request, organization, id) : undefined,
        ]);
        return sendJson(reply, recording === undefined ? session : `${session.slice(0, -1)},"recording":${recording}}`);
      },
    );
    app.get(
      "/v1/sessions/:id/messages",
      {
        onRequest,
        schema: {
          tags,
          summary: "List a session's messages in order of arrival",
          description: "No later message disturbs this order; `transcript` of the session itself goes by time.",
          params,
          querystring: Type.Object({ ...pageQuery, ...formatParameter }),
          response: { 200: listOf(Type.Ref("Message")), ...answers },
        },
      },
      async (request, reply) => {
        const { cursor, limit = DEFAULT_LIMIT } = request.query;
        const args = { organization: organizationOf(request), id: request.params.id, limit, ...(cursor === undefined ? {} : { cursor }) };
        return sendList(parts, request, reply, { list: "messages", args }, () => parts.ask("native.messages", args));
      },
    );
    app.get(
      "/v1/sessions/:id/revisions",
      {
        onRequest,
        schema: {
          tags,
          summary: "List the changes of costs that had been told as settled",
          params,
          querystring: Type.Object(formatParameter),
          response: { 200: listOf(Type.Ref("Revision")), ...answers },
        },
      },
      async (request, reply) => {
        const args = { organization: organizationOf(request), id: request.params.id };
        return sendList(parts, request, reply, { list: "revisions", args }, () => parts.ask("native.revisions", args));
      },
    );
  };

/** Two reads, because two threads answer them at the same time. */
async function pageWithTotals({ ask }: NativeParts, args: SessionListArguments, areTotalsAsked: boolean): Promise<string> {
  const { organization, conditions } = args;
  const [page, totals] = await Promise.all([
    ask("native.sessions", args),
    areTotalsAsked ? ask("native.sessionTotals", { organization, conditions }) : "null",
  ]);
  return `${page.slice(0, -1)},"totals":${totals}}`;
}

function listArguments(request: FastifyRequest & { query: unknown }): SessionListArguments {
  const query = request.query as FilterQuery & { sort?: string; cursor?: string; limit?: number };
  const { cursor, limit = DEFAULT_LIMIT, sort = DEFAULT_SORT } = query;
  return {
    organization: organizationOf(request),
    conditions: sessionConditions(query),
    sort: readSort(sort),
    limit,
    ...(cursor === undefined ? {} : { cursor }),
  };
}

/** @throws AppError PARAMETER_INVALID */
function columnsOf(request: FastifyRequest & { query: unknown }): string[] | undefined {
  const { columns } = request.query as { columns?: string };
  if (columns === undefined) return undefined;
  const refusal = (message: string) => new AppError("PARAMETER_INVALID", message, { field: "columns" });
  if (formatOf(request) !== "csv") throw refusal("`columns` goes with `format=csv`.");
  const names = columns.split(",").map((name) => name.trim());
  const unknown = names.find((name) => SESSION_CSV.every(([header]) => header !== name));
  if (unknown !== undefined) throw refusal(`There is no column "${unknown}". There are ${SESSION_CSV.map(([name]) => name).join(", ")}.`);
  if (new Set(names).size < names.length) throw refusal("`columns` names one column twice.");
  return names;
}

/** @throws AppError PARAMETER_INVALID */
function partsOf(include: string | undefined): SessionPart[] {
  if (include === undefined) return [...SESSION_PARTS];
  const names = include.split(",").filter((name) => name.trim() !== "");
  return names.map((name) => {
    const part = SESSION_PARTS.find((known) => known === name.trim());
    if (part !== undefined) return part;
    throw new AppError("PARAMETER_INVALID", `\`include\` takes ${SESSION_PARTS.join(", ")}, not "${name}".`, { field: "include" });
  });
}

async function recordingJson(parts: NativeParts, request: FastifyRequest, organization: string, id: string): Promise<string> {
  const found = JSON.parse(await parts.ask("native.sessionRecording", { organization, id })) as {
    readonly session_id: string;
    readonly view: object;
  } | null;
  if (found === null) return "null";
  return JSON.stringify({ url: await parts.recordingAddress(request, organization, found.session_id), ...found.view });
}
