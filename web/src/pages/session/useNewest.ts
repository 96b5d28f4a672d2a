import { useEffect, useEffectEvent } from "react";
import { ask } from "../../api/client.ts";
import type { WholeSession } from "../../api/native.generated.ts";

const SETTLED_ASK_MS = 30_000;

/**
 * What is settled is not read anew again and again, for its tree may be long; but whether it has changed after all, or was erased,
 * is asked now and then.
 */
export function useNewest(session: WholeSession | undefined, readAnew: () => void): void {
  const isSettled = session?.state === "settled";
  const look = useEffectEvent(() => {
    if (session === undefined || document.visibilityState !== "visible") return;
    ask("GET /v1/sessions/{id}", { path: { id: session.id }, query: { include: "revisions" } }).then(
      ({ updated_at }) => updated_at !== session.updated_at && readAnew(),
      // Reading it anew tells what is the matter.
      () => readAnew(),
    );
  });
  useEffect(() => {
    if (!isSettled) return;
    const timer = setInterval(() => look(), SETTLED_ASK_MS);
    return () => clearInterval(timer);
  }, [isSettled]);
}
