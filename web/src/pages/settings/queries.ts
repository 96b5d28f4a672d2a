import { queryOptions } from "@tanstack/react-query";
import { ask } from "../../api/client.ts";
import type { Organization } from "../../api/native.generated.ts";

export type Retention = Organization["retention"];

export const organizationQuery = queryOptions({
  queryKey: ["organization"],
  queryFn: ({ signal }) => ask("GET /v1/organization", { signal }),
});

export const ratesQuery = queryOptions({ queryKey: ["rates"], queryFn: ({ signal }) => ask("GET /v1/exchange-rates", { signal }) });

/** How many records there are, which decides whether the currency may still change. */
export const recordCountQuery = queryOptions({
  queryKey: ["records", "count"],
  queryFn: async ({ signal }) => (await ask("GET /v1/records", { query: { limit: 1 }, signal })).totals["records"] ?? 0,
});

export const analysisSettingsQuery = queryOptions({
  queryKey: ["analysisSettings"],
  queryFn: ({ signal }) => ask("GET /v1/analysis/settings", { signal }),
});
