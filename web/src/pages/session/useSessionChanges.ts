import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useEffectEvent } from "react";
import { followSessions } from "../../live/changeBatches.ts";

/** Reads the session again when something of it changed. `id` may be a former name of it; `presentId` is known when it was read. */
export function useSessionChanges(id: string, presentId: string | undefined): void {
  const queries = useQueryClient();
  const readAgain = useEffectEvent((): Promise<void> => queries.invalidateQueries({ queryKey: ["session", id] }));
  const isShown = useEffectEvent((changed: string): boolean => changed === id || changed === presentId);
  useEffect(
    () =>
      followSessions({
        changed: async (batch) => {
          // What was erased is told by a name that stands for its id, so it may be this one.
          if (batch.some(({ id: changed, isGone }) => isGone || isShown(changed))) await readAgain();
        },
        reset: () => void readAgain(),
      }),
    [],
  );
}
