import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useParams, useSearch } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { ApiError, ask } from "../../api/client.ts";
import type { WholeSession } from "../../api/native.generated.ts";
import { ErrorState, LoadingState } from "../../components/states.tsx";
import { AnalysisCard } from "./analysisCard.tsx";
import { Arrival } from "./arrival.tsx";
import { AsOf } from "./asOf.tsx";
import { BackToSessions } from "./backToSessions.tsx";
import { DeliveriesCard } from "./deliveriesCard.tsx";
import { isGone, wasErased } from "./gone.ts";
import { Revisions } from "./revisions.tsx";
import { SessionHead } from "./sessionHead.tsx";
import { useAddressPosition } from "./timeAxis/addressPosition.ts";
import { Playback, PlaybackContext } from "./timeAxis/playback.ts";
import { TimeAxisCard } from "./timeAxis/timeAxisCard.tsx";
import { Transcript } from "./transcript.tsx";
import { TreeCard } from "./treeCard.tsx";
import { useReadAfterCuts } from "./useReadAfterCuts.ts";
import { useSessionChanges } from "./useSessionChanges.ts";

const ANALYSIS_ASK_MS = 2_000;
/** Changes are told by the stream; this is for those that it cannot tell while it is cut. */
const UNSETTLED_ASK_MS = 60_000;
const FAILED_ASK_MS = 5_000;

export function SessionPage() {
  const { id } = useParams({ from: "/signedIn/sessions/$id" });
  const session = useQuery({
    queryKey: ["session", id],
    queryFn: ({ signal }) => ask("GET /v1/sessions/{id}", { path: { id }, signal }),
    refetchInterval: ({ state }) => askAgainAfterMs(state.data, state.error),
  });
  const { data, error } = session;
  useSessionChanges(id, data?.id);
  useReadAfterCuts(() => void session.refetch());
  if (wasErased(error, data !== undefined)) return <Erased id={id} />;
  return (
    <>
      <title>{`${data?.agent?.name ?? id} – Calltree`}</title>
      {data !== undefined ? (
        <>
          <Whole key={id} session={data} />
          <AsOf error={error} isOffline={session.fetchStatus === "paused"} readMs={session.dataUpdatedAt} />
        </>
      ) : session.error !== null ? (
        <NotShown id={id} error={session.error} retry={() => void session.refetch()} />
      ) : (
        <>
          <h1 className="sr-only">Session {id}</h1>
          <LoadingState label="Loading the session" lines={14} />
        </>
      )}
    </>
  );
}

/** A session that is not there, or could not be read: with the way back, and in words for whoever followed a link to it. */
function NotShown({ id, error, retry }: { readonly id: string; readonly error: Error; retry(): void }) {
  const isMissing = error instanceof ApiError && error.status === 404;
  return (
    <div className="grid gap-1.5 px-4 pt-4 sm:px-6">
      <BackToSessions />
      <h1 className="wrap-anywhere">{isMissing ? "No such session" : "This session cannot be shown"}</h1>
      {isMissing ? (
        <div role="alert" className="max-w-prose text-muted">
          <p>
            There is no session with the id <code className="wrap-anywhere text-text">{id}</code>, or your key may not see it.
          </p>
          <p className="mt-1">
            Its id may have been cut short on the way, or it was erased.{" "}
            <Link to="/sessions" className="link">
              Look for it among the sessions
            </Link>
            : by what was said, by its time, or by any id that it is known by.
          </p>
        </div>
      ) : (
        <ErrorState error={error} retry={retry} />
      )}
    </div>
  );
}

/** What may still change is asked for again; what was read stays in place meanwhile. */
function askAgainAfterMs(session: WholeSession | undefined, error: unknown): number | false {
  if (session === undefined || isGone(error)) return false;
  if (error !== null) return FAILED_ASK_MS;
  if (["queued", "running"].includes(session.analysis?.status ?? "")) return ANALYSIS_ASK_MS;
  return session.state === "settled" ? false : UNSETTLED_ASK_MS;
}

/** Nothing of it may stay readable, whoever had it open. */
function Erased({ id }: { readonly id: string }) {
  const queries = useQueryClient();
  useEffect(() => {
    for (const queryKey of [["recording", id], ["deliveries", "of session", id], ["record"]]) queries.removeQueries({ queryKey });
  }, [queries, id]);
  return (
    <>
      <title>Erased session – Calltree</title>
      <div role="alert" className="mx-auto max-w-2xl px-6 py-14 text-center">
        <h1>This session was erased.</h1>
        <p className="mt-2 text-muted">Nothing of it is kept.</p>
        <Link to="/sessions" className="link mt-2 inline-block">
          Go to the sessions
        </Link>
      </div>
    </>
  );
}

function Whole({ session }: { readonly session: WholeSession }) {
  const { message } = useSearch({ from: "/signedIn/sessions/$id" });
  const { tree = null, transcript = [], revisions = [] } = session;
  const [playback] = useState(() => new Playback());
  useAddressPosition(playback, transcript);
  return (
    <PlaybackContext value={playback}>
      <article className="mx-auto grid w-full max-w-[120rem] grid-cols-[minmax(0,1fr)] gap-4 pb-8">
        <SessionHead session={session} />
        <div className="grid min-w-0 gap-4 px-2 sm:px-6">
          <TimeAxisCard session={session} />
          <div className="grid min-w-0 items-start gap-4 xl:grid-cols-[minmax(0,5fr)_minmax(0,7fr)]">
            <Transcript messages={transcript} pointed={message} />
            <Arrival>
              <TreeCard tree={tree} />
            </Arrival>
          </div>
          <AnalysisCard id={session.id} analysis={session.analysis} />
          <div className={`grid min-w-0 items-start gap-4 ${revisions.length === 0 ? "" : "xl:grid-cols-2"}`}>
            <DeliveriesCard sessionId={session.id} />
            <Revisions revisions={revisions} />
          </div>
        </div>
      </article>
    </PlaybackContext>
  );
}
