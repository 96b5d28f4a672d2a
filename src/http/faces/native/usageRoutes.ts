import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import type { FastifyRequest } from "fastify";
import { Type } from "typebox";
import { AppError } from "../../../domain/errors.ts";
import { parseCurrency } from "../../../domain/money.ts";
import { parseIsoMs } from "../../../domain/time.ts";
import { USAGE_DIMENSIONS, type UsageDimension, type UsageQuestion } from "../../../reads/readUsage.ts";
import { organizationOf } from "../../authenticate.ts";
import { sendJson } from "../../sendJson.ts";
import type { NativeParts } from "./parts.ts";
import { refusals } from "./schemas.ts";
import { formatParameter, sendList } from "./sendExport.ts";

const Time = (description: string) =>
  Type.Optional(Type.String({ maxLength: 64, description: `${description} ISO 8601.`, examples: ["2026-03-17T00:00:00Z"] }));
const List = (description: string, example: string) =>
  Type.Optional(
    Type.Union([Type.String({ maxLength: 4_096 }), Type.Array(Type.String({ maxLength: 4_096 }))], {
      description: `${description} Several: separated by commas, or repeated.`,
      examples: [example],
    }),
  );

const usageQuery = Type.Object(
  {
    group_by: Type.Optional(
      Type.String({
        maxLength: 200,
        description: `Any of ${USAGE_DIMENSIONS.join(", ")}, separated by commas; \`day\` and \`hour\` make a time series. Currency always counts.`,
        examples: ["product,day"],
      }),
    ),
    from: Time("Records from this time on; those without a time are left out then."),
    to: Time("Records before this time; those without a time are left out then."),
    product: List("Only these products.", "ai-voice-assistant"),
    record_type: List("Only these record types.", "inference"),
    model: List("Only these models; `null`: records that name none.", "gpt-4o"),
    agent_id: List("Only sessions of these agents; `null`: what no agent's session owns.", "agent_7"),
    currency: List("Only these currencies.", "USD"),
    ...formatParameter,
  },
  { additionalProperties: false },
);

const money = Type.String({ description: "Exact decimal string.", examples: ["0.212800"] });
const numbers = {
  currency: Type.String({ examples: ["USD"] }),
  cost: money,
  record_count: Type.Integer({ description: "Charges.", examples: [11] }),
  unknown_cost_count: Type.Integer({ description: "Of these, records whose cost is unknown.", examples: [0] }),
};
const orNull = (description: string) => Type.Optional(Type.Union([Type.String(), Type.Null()], { description }));
const UsageAnswer = Type.Object({
  data: Type.Array(
    Type.Object({
      product: orNull("When asked for."),
      agent_id: orNull("When asked for; null: no agent's session owns these records, or they are orphans."),
      record_type: orNull("When asked for."),
      model: orNull("When asked for; null: the records name none."),
      day: orNull("When asked for, UTC; null: records without a time."),
      hour: orNull("When asked for: its start; null: records without a time."),
      ...numbers,
    }),
  ),
  next_cursor: Type.Null({ description: "All rows come at once." }),
  totals: Type.Object({
    record_count: Type.Integer(),
    unknown_cost_count: Type.Integer(),
    by_currency: Type.Array(Type.Object(numbers)),
  }),
});

const Quantiles = (schema: typeof money | ReturnType<typeof Type.Number>, description: string) =>
  Type.Object(
    { median: Type.Union([schema, Type.Null()]), p95: Type.Union([schema, Type.Null()]) },
    { description: `${description} Nearest rank; null: no session has it.` },
  );

export const usageRoutes =
  (parts: NativeParts): FastifyPluginAsyncTypebox =>
  async (app) => {
    const onRequest = parts.requireScope("read");
    app.get(
      "/v1/usage",
      {
        onRequest,
        schema: {
          tags: ["Usage"],
          summary: "Sum charges by product, agent, record type, model, day, hour and currency",
          description:
            "Every record once, orphans included: without a filter the rows add up to all records, whatever they are grouped by.",
          querystring: usageQuery,
          response: { 200: UsageAnswer, ...refusals, 413: Type.Ref("Error") },
        },
      },
      async (request, reply) => {
        const args = usageQuestion(request);
        return sendList(parts, request, reply, { list: "usage", args }, () => parts.ask("native.usage", args));
      },
    );
    app.get(
      "/v1/agents/:id/medians",
      {
        onRequest,
        schema: {
          tags: ["Agents"],
          summary: "Read what an agent's sessions are like: medians and 95th percentiles",
          params: Type.Object({ id: Type.String({ examples: ["agent_7"] }) }),
          querystring: Type.Object(
            { from: Time("Sessions that came to be from this time on."), to: Time("Sessions that came to be before this time.") },
            { additionalProperties: false },
          ),
          response: {
            200: Type.Object({
              agent_id: Type.String(),
              created_after: Type.Union([Type.String(), Type.Null()]),
              created_before: Type.Union([Type.String(), Type.Null()]),
              currency: Type.String(),
              totals: Type.Object({ count: Type.Integer(), owned_cost: money }, { description: "As the list of these sessions has them." }),
              owned_cost: Quantiles(money, "Cost of a session."),
              duration_ms: Quantiles(Type.Number(), "Length of a session."),
              latency_p50_ms: Quantiles(Type.Number(), "Median latency of a session's turns."),
              message_count: Quantiles(Type.Number(), "Messages of a session."),
              event_count: Quantiles(Type.Number(), "Records of a session."),
            }),
            ...refusals,
          },
        },
      },
      async (request, reply) => {
        const { from, to } = request.query;
        const question = { organization: organizationOf(request), agentId: request.params.id };
        const range = { fromMs: timeOf("from", from) ?? null, beforeMs: timeOf("to", to) ?? null };
        return sendJson(reply, await parts.ask("native.agentMedians", { ...question, ...range }));
      },
    );
  };

interface UsageParameters {
  readonly group_by?: string;
  readonly from?: string;
  readonly to?: string;
  readonly product?: string | string[];
  readonly record_type?: string | string[];
  readonly model?: string | string[];
  readonly agent_id?: string | string[];
  readonly currency?: string | string[];
}

/** @throws AppError FIELD_UNKNOWN | FILTER_INVALID */
function usageQuestion(request: FastifyRequest & { query: unknown }): UsageQuestion {
  const query = request.query as UsageParameters;
  const { from, to } = query;
  const [fromMs, beforeMs] = [timeOf("from", from), timeOf("to", to)];
  const currencies = valuesOf("currency", query.currency)?.map((code) => parseCurrency(code) ?? refuse("currency", `holds "${code}"`));
  const models = valuesOf("model", query.model)?.map(orNone);
  const agents = valuesOf("agent_id", query.agent_id)?.map(orNone);
  const products = valuesOf("product", query.product);
  const recordTypes = valuesOf("record_type", query.record_type);
  return {
    organization: organizationOf(request),
    groupBy: dimensionsOf(query.group_by),
    ...(fromMs === undefined ? {} : { fromMs }),
    ...(beforeMs === undefined ? {} : { beforeMs }),
    ...(products === undefined ? {} : { products }),
    ...(recordTypes === undefined ? {} : { recordTypes }),
    ...(models === undefined ? {} : { models }),
    ...(agents === undefined ? {} : { agents }),
    ...(currencies === undefined ? {} : { currencies }),
  };
}

function dimensionsOf(text: string | undefined): UsageDimension[] {
  const names = (text ?? "").split(",").map((name) => name.trim());
  const dimensions = names
    .filter((name) => name !== "")
    .map((name) => {
      const dimension = USAGE_DIMENSIONS.find((known) => known === name || `${known}_id` === name);
      if (dimension !== undefined) return dimension;
      throw new AppError("FIELD_UNKNOWN", `Usage cannot be grouped by "${name}". It can by ${USAGE_DIMENSIONS.join(", ")}.`, {
        field: "group_by",
      });
    });
  return [...new Set(dimensions)];
}

function timeOf(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  return parseIsoMs(text) ?? refuse(name, "is not an ISO 8601 time such as 2026-03-17T00:00:00Z");
}

function valuesOf(name: string, given: string | readonly string[] | undefined): string[] | undefined {
  if (given === undefined) return undefined;
  const values = (typeof given === "string" ? [given] : given).flatMap((text) => text.split(",")).map((value) => value.trim());
  if (values.includes("")) return refuse(name, "holds an empty value");
  return [...new Set(values)];
}

const orNone = (value: string): string | null => (value === "null" ? null : value);

function refuse(field: string, what: string): never {
  throw new AppError("FILTER_INVALID", `\`${field}\` ${what}.`, { field });
}
