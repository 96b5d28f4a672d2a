import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ApiError } from "./client.ts";
import { meQuery } from "./signIn.ts";

/**
 * Something that changes the server. What was read under the `stale` keys is read again afterwards. Whose key was
 * revoked meanwhile is led to the sign-in, as after any read.
 */
export function useDeed<Given, Answer>(run: (given: Given) => Promise<Answer>, stale: readonly string[]) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: run,
    onSuccess: () => Promise.all(stale.map((key) => queries.invalidateQueries({ queryKey: [key] }))),
    onError: (error) => {
      if (error instanceof ApiError && error.status === 401) void queries.invalidateQueries({ queryKey: meQuery.queryKey });
    },
  });
}

/** A fault of one field that shows before the server is asked. */
export const fieldFault = (field: string, message: string): ApiError => new ApiError(0, "FIELD_INVALID", message, "", field);
