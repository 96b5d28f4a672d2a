import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useLayoutEffect, useRef } from "react";
import { ApiError } from "./client.ts";
import { meQuery } from "./signIn.ts";

/**
 * Something that changes the server. What was read under the `stale` keys is read again afterwards. Whose key was
 * revoked meanwhile is led to the sign-in, as after any read. While it runs, asking for it again does nothing: a
 * button is disabled only once it is drawn so, and the second of two fast clicks comes before that.
 */
export function useDeed<Given, Answer>(run: (given: Given) => Promise<Answer>, stale: readonly string[]) {
  const queries = useQueryClient();
  const mutation = useMutation({
    mutationFn: run,
    onSuccess: () => Promise.all(stale.map((key) => queries.invalidateQueries({ queryKey: [key] }))),
    onError: (error) => {
      if (error instanceof ApiError && error.status === 401) void queries.invalidateQueries({ queryKey: meQuery.queryKey });
    },
  });
  const isRunning = useRef(false);
  // Not before its end is on the screen, or a click in between would do the deed once more.
  useLayoutEffect(() => {
    if (!mutation.isPending) isRunning.current = false;
  });
  const mutate: typeof mutation.mutate = (...given) => {
    if (isRunning.current) return;
    isRunning.current = true;
    mutation.mutate(...given);
  };
  return { ...mutation, mutate };
}

/** A fault of one field that shows before the server is asked. */
export const fieldFault = (field: string, message: string): ApiError => new ApiError(0, "FIELD_INVALID", message, "", field);
