import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "typebox";
import { SERIES_INTERVALS } from "../../../reads/index.ts";
import { organizationOf } from "../../authenticate.ts";
import { sendJson } from "../../sendJson.ts";
import type { NativeParts } from "./parts.ts";
import { refusals } from "./schemas.ts";
import { type FilterQuery, sessionConditions, sessionFilterParameters } from "./sessionFilters.ts";

const Interval = Type.Enum([...SERIES_INTERVALS]);

const SeriesAnswer = Type.Object({
  interval: Interval,
  currency: Type.String(),
  data: Type.Array(
    Type.Object({
      start: Type.String({ format: "date-time", description: "Begin of the interval." }),
      session_count: Type.Integer(),
      owned_cost: Type.String({
        description: "Exact decimal string with at least six places: the cost of the records that the sessions own.",
      }),
      unknown_cost_count: Type.Integer({ description: "Records whose cost is unknown." }),
      latency_p95_ms: Type.Union([Type.Integer(), Type.Null()], {
        description: "95th percentile, by nearest rank, of the sessions' own `latency_p95_ms`; null: none has one.",
      }),
    }),
    { description: "In order of time; intervals without a session are left out." },
  ),
});

export const seriesRoutes =
  (parts: NativeParts): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.get(
      "/v1/session-series",
      {
        onRequest: parts.requireScope("read"),
        schema: {
          tags: ["Sessions"],
          summary: "Count and sum sessions over time",
          description:
            "With the filters of GET /v1/sessions. A session counts where it started, or where it came to be while no start is known.",
          querystring: Type.Object(
            {
              ...sessionFilterParameters,
              interval: Type.Optional(
                Type.Enum([...SERIES_INTERVALS], {
                  description:
                    "UTC; weeks begin on Monday. Default: the finest that gives at most 120 points over the span of what matches.",
                }),
              ),
            },
            { additionalProperties: false },
          ),
          response: { 200: SeriesAnswer, ...refusals, 413: Type.Ref("Error") },
        },
      },
      async (request, reply) => {
        const { interval } = request.query;
        const conditions = sessionConditions(request.query as FilterQuery);
        const args = { organization: organizationOf(request), conditions, ...(interval === undefined ? {} : { interval }) };
        return sendJson(reply, await parts.ask("native.sessionSeries", args));
      },
    );
  };
