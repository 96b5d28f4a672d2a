import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import type { FastifyRequest } from "fastify";
import { Type } from "typebox";
import { AppError } from "../../../domain/errors.ts";
import type { CostStatus } from "../../../domain/record.ts";
import type { ItemOutcome, OutcomeName } from "../../../ingest/ingest.ts";
import { organizationOf } from "../../authenticate.ts";
import { sendJson } from "../../sendJson.ts";
import { admitBody, isLines } from "./admitBody.ts";
import type { NativeParts } from "./parts.ts";
import { COST_STATUSES } from "./recordSchemas.ts";
import { listOf, pageQuery, refusals } from "./schemas.ts";
import { formatParameter, sendList } from "./sendExport.ts";

const nameParams = Type.Object({ record_type: Type.String(), id: Type.String() });
const tags = ["Records"];

export const recordRoutes =
  (parts: NativeParts): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.post(
      "/v1/records",
      {
        bodyLimit: parts.limits.jsonBodyBytesMax,
        onRequest: [parts.requireScope("ingest"), admitBody(parts)],
        schema: {
          tags,
          summary: "Take in records",
          description:
            "A JSON object or array (one outcome per item, in order), or NDJSON as application/x-ndjson, streamed, of any size " +
            "(counts, and every outcome that is not `stored`). Either may be gzipped. The answer comes when the records are durable.",
          querystring: Type.Object({ dry_run: Type.Optional(Type.Boolean({ default: false, description: "Check without storing." })) }),
          response: { 200: Type.Ref("IngestAnswer"), ...refusals, 413: Type.Ref("Error"), 415: Type.Ref("Error") },
        },
      },
      async (request) => {
        const scope = {
          organization: organizationOf(request),
          source: request.authority.source,
          registry: (await parts.organizations.context(organizationOf(request))).registry,
          receivedMs: parts.clock.nowMs(),
        };
        const isDryRun = request.query.dry_run === true;
        if (isLines(request)) {
          const report = await parts.takeInLines(request.body as AsyncIterable<Buffer>, scope, isDryRun);
          return { counts: report.counts, outcomes: report.outcomes.map(outcomeView), outcomes_truncated: report.outcomesTruncated };
        }
        const outcomes = await parts.takeIn(itemsOf(request.body), scope, isDryRun);
        return { counts: countOutcomes(outcomes), outcomes: outcomes.map(outcomeView), outcomes_truncated: false };
      },
    );

    const read = { onRequest: parts.requireScope("read") };
    app.get(
      "/v1/records",
      {
        ...read,
        schema: {
          tags,
          summary: "List records in order of arrival",
          querystring: Type.Object({
            record_type: Type.Optional(Type.String()),
            cost_status: Type.Optional(
              Type.String({
                maxLength: 100,
                description: `Only records whose cost is so: any of ${COST_STATUSES.join(", ")}, separated by commas.`,
                examples: ["unknown,unconverted"],
              }),
            ),
            ...pageQuery,
            ...formatParameter,
          }),
          response: { 200: listOf(Type.Ref("Record")), ...refusals },
        },
      },
      async (request, reply) => {
        const costStatuses = costStatusesOf(request.query.cost_status);
        const args = { ...listArguments(request), ...(costStatuses === undefined ? {} : { costStatuses }) };
        return sendList(parts, request, reply, { list: "records", args }, () => parts.ask("native.records", args));
      },
    );
    app.get(
      "/v1/orphans",
      {
        ...read,
        schema: {
          tags,
          summary: "List records that no parent owns",
          description: "Each with the reason why none does. A page may hold fewer than `limit` and still have a next_cursor.",
          querystring: Type.Object({ record_type: Type.Optional(Type.String()), ...pageQuery, ...formatParameter }),
          response: { 200: listOf(Type.Ref("OrphanRecord")), ...refusals },
        },
      },
      async (request, reply) => {
        const args = listArguments(request);
        return sendList(parts, request, reply, { list: "orphans", args }, () => parts.ask("native.orphans", args));
      },
    );
    app.get(
      "/v1/records/:record_type/:id",
      { ...read, schema: { tags, summary: "Read one record", params: nameParams, response: { 200: Type.Ref("Record"), ...refusals } } },
      async (request, reply) => sendJson(reply, await parts.ask("native.record", nameArguments(request))),
    );
    app.get(
      "/v1/records/:record_type/:id/history",
      {
        ...read,
        schema: {
          tags,
          summary: "Read every version of a record, newest first",
          params: nameParams,
          response: { 200: listOf(Type.Ref("RecordVersion")), ...refusals },
        },
      },
      async (request, reply) => sendJson(reply, await parts.ask("native.recordHistory", nameArguments(request))),
    );
    app.get(
      "/v1/records/:record_type/:id/links",
      {
        ...read,
        schema: {
          tags,
          summary: "Explain where a record hangs",
          description: "Which mapping put it where it is, and what it still looks for.",
          params: nameParams,
          response: { 200: Type.Ref("RecordLinks"), ...refusals },
        },
      },
      async (request, reply) => sendJson(reply, await parts.ask("native.recordLinks", nameArguments(request))),
    );
  };

function itemsOf(body: unknown): { index: number; value: unknown }[] {
  if (body === undefined || body === null) throw new AppError("BODY_INVALID", "The body is empty.");
  return (Array.isArray(body) ? body : [body]).map((value, index) => ({ index, value }));
}

function countOutcomes(outcomes: readonly ItemOutcome[]): Record<OutcomeName, number> {
  const counts = { stored: 0, duplicate: 0, corrected: 0, stale: 0, accepted: 0, erased: 0, rejected: 0, valid: 0 };
  for (const item of outcomes) counts[item.outcome]++;
  return counts;
}

const outcomeView = ({ index, recordType, id, outcome, error }: ItemOutcome) => ({
  index,
  record_type: recordType,
  id,
  outcome,
  ...(error ?? {}),
});

const nameArguments = (request: FastifyRequest & { params: { record_type: string; id: string } }) => ({
  organization: organizationOf(request),
  recordType: request.params.record_type,
  id: request.params.id,
});

/** @throws AppError FILTER_INVALID */
function costStatusesOf(text: string | undefined): CostStatus[] | undefined {
  return text?.split(",").map((name) => {
    const status = COST_STATUSES.find((known) => known === name.trim());
    if (status !== undefined) return status;
    throw new AppError("FILTER_INVALID", `\`cost_status\` takes ${COST_STATUSES.join(", ")}, not "${name}".`, { field: "cost_status" });
  });
}

const listArguments = (request: FastifyRequest & { query: { record_type?: string; cursor?: string; limit?: number } }) => ({
  organization: organizationOf(request),
  ...(request.query.record_type === undefined ? {} : { recordType: request.query.record_type }),
  ...(request.query.cursor === undefined ? {} : { cursor: request.query.cursor }),
  limit: request.query.limit ?? 100,
});
