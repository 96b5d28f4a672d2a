import { QueryClient } from "@tanstack/react-query";
import { ApiError } from "./api/client.ts";

/** What the server refuses is refused again; what did not reach it may. */
export const mayRetry = (count: number, error: unknown): boolean =>
  count < 2 && (!(error instanceof ApiError) || error.status === 0 || error.status >= 500);

/** What was read from the server, for the whole page. */
export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      retry: mayRetry,
    },
  },
});
