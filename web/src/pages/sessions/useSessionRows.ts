import { useSuspenseQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useRef, useSyncExternalStore } from "react";
import { meQuery } from "../../api/signIn.ts";
import { followSessions } from "../../live/changeBatches.ts";
import { liveStream } from "../../live/liveStream.ts";
import { bringChanges, refreshRows } from "./liveRows.ts";
import { listKey, type SessionSearch, toQuery } from "./search.ts";
import { refreshSeries } from "./seriesQuery.ts";
import { readList, SessionRows } from "./sessionRows.ts";

/** Views that are kept, for going back to them. */
const KEPT_VIEWS = 4;
/** The sums are read again at most this often, and never more than a tenth of the time. */
const TOTALS_MS = 3_000;
const TOTALS_REST = 10;

const kept = new Map<string, SessionRows>();

let owner: string | undefined;

/** Whoever signs in next finds nothing of another. */
function forgetOthers(keyId: string): void {
  if (owner === keyId) return;
  if (owner !== undefined) liveStream.forget();
  kept.clear();
  owner = keyId;
}

function rowsOf(search: SessionSearch, keyId: string): SessionRows {
  forgetOthers(keyId);
  const key = listKey(search);
  const list = kept.get(key) ?? new SessionRows(toQuery(search, Date.now()));
  kept.delete(key);
  kept.set(key, list);
  for (const oldest of kept.keys()) if (kept.size > KEPT_VIEWS) kept.delete(oldest);
  return list;
}

/** The rows that are wanted, and those to show meanwhile: the view's before, until its own first page is there. */
export function useSessionRows(search: SessionSearch, generation: number): { list: SessionRows; wanted: SessionRows } {
  const { key_id: keyId } = useSuspenseQuery(meQuery).data;
  const key = listKey(search);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says all of the search that matters, the generation asks for it anew.
  const list = useMemo(() => rowsOf(search, keyId), [key, keyId, generation]);
  useSyncExternalStore(list.watch, list.version);
  const shown = useRef(list);
  useEffect(() => {
    list.want(1);
    // A view that was overtaken before it was there is not waited for.
    return () => {
      if (!list.isReady) list.pause();
    };
  }, [list]);
  if (list.isReady) shown.current = list;
  return { list: shown.current, wanted: list };
}

/** Forgets a view's rows, so that the next look at it reads them anew, and the charts with them. */
export function dropRows(search: SessionSearch): void {
  kept.delete(listKey(search));
  void refreshSeries();
}

/** Keeps a list up to date; `mayInsert` says whether a new row above would move what somebody reads. */
export function useLiveRows(list: SessionRows, mayInsert: () => boolean): void {
  const latest = useRef(mayInsert);
  latest.current = mayInsert;
  useEffect(() => {
    const totals = new CalmTotals(list);
    const bring = async (work: (may: () => boolean) => Promise<void>): Promise<void> => {
      try {
        await work(() => latest.current());
        totals.refresh();
      } catch {
        // What could not be read now shows at the next change, or when the stream is back; its status says so meanwhile.
      }
    };
    const refresh = (): void => void bring((may) => refreshRows(list, may));
    // One comes back to it: what happened meanwhile was perhaps told to another view.
    if (list.isReady) refresh();
    const stop = followSessions({ changed: (batch) => bring((may) => bringChanges(list, batch, may)), reset: refresh });
    return () => {
      stop();
      totals.stop();
    };
  }, [list]);
}

/** Reads the sums and the charts after changes, with rests in between: over many sessions they cost the server something. */
class CalmTotals {
  readonly #list: SessionRows;
  #timer: number | undefined;
  #restMs = TOTALS_MS;

  constructor(list: SessionRows) {
    this.#list = list;
  }

  refresh(): void {
    this.#timer ??= window.setTimeout(() => {
      const beganMs = performance.now();
      Promise.all([readList({ ...this.#list.query, limit: 1 }), refreshSeries()]).then(
        ([{ totals }]) => {
          this.#list.setTotals(totals);
          this.#rest(performance.now() - beganMs);
        },
        () => this.#rest(TOTALS_MS),
      );
    }, this.#restMs);
  }

  stop(): void {
    window.clearTimeout(this.#timer);
  }

  #rest(tookMs: number): void {
    this.#restMs = Math.max(TOTALS_MS, tookMs * TOTALS_REST);
    this.#timer = undefined;
  }
}
