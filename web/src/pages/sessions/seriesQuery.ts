import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { ask } from "../../api/client.ts";
import { queries } from "../../queries.ts";
import type { SessionQuery } from "./search.ts";

const NAME = "session-series";

/** Of exactly the sessions that the list is of, a range that moves with the clock among them. */
export function useSeries({ sort: _sort, ...query }: SessionQuery) {
  return useQuery({
    queryKey: [NAME, query],
    queryFn: ({ signal }) => ask("GET /v1/session-series", { query, signal }),
    placeholderData: keepPreviousData,
  });
}

/** The charts tell of the same moment as the sums, so both are read again together. */
export const refreshSeries = (): Promise<void> => queries.invalidateQueries({ queryKey: [NAME] });
