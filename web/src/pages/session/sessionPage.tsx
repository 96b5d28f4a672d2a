import { useQuery } from "@tanstack/react-query";
import { useParams, useSearch } from "@tanstack/react-router";
import { ask } from "../../api/client.ts";
import type { WholeSession } from "../../api/native.generated.ts";
import { Card } from "../../components/card.tsx";
import { ErrorState, LoadingState } from "../../components/states.tsx";
import { AnalysisCard } from "./analysisCard.tsx";
import { DeliveriesCard } from "./deliveriesCard.tsx";
import { Revisions } from "./revisions.tsx";
import { SessionHead } from "./sessionHead.tsx";
import { Transcript } from "./transcript.tsx";
import { TreeCard } from "./treeCard.tsx";

const ANALYSIS_ASK_MS = 2_000;

export function SessionPage() {
  const { id } = useParams({ from: "/signedIn/sessions/$id" });
  const session = useQuery({
    queryKey: ["session", id],
    queryFn: ({ signal }) => ask("GET /v1/sessions/{id}", { path: { id }, signal }),
    refetchInterval: ({ state }) => (["queued", "running"].includes(state.data?.analysis?.status ?? "") ? ANALYSIS_ASK_MS : false),
  });
  return (
    <>
      <title>{`${session.data?.agent?.name ?? id} – Calltree`}</title>
      {session.data !== undefined ? (
        <Whole session={session.data} />
      ) : session.error !== null ? (
        <>
          <h1 className="sr-only">Session {id}</h1>
          <ErrorState error={session.error} retry={() => void session.refetch()} />
        </>
      ) : (
        <>
          <h1 className="sr-only">Session {id}</h1>
          <LoadingState label="Loading the session" lines={14} />
        </>
      )}
    </>
  );
}

function Whole({ session }: { readonly session: WholeSession }) {
  const { message } = useSearch({ from: "/signedIn/sessions/$id" });
  const { tree = null, transcript = [], revisions = [] } = session;
  return (
    <article className="mx-auto grid w-full max-w-[100rem] gap-4 pb-8">
      <SessionHead session={session} />
      <div className="grid items-start gap-4 px-4 xl:grid-cols-[minmax(0,1.15fr)_minmax(0,1fr)]">
        <div className="grid min-w-0 gap-4">
          <TreeCard tree={tree} />
          <Revisions revisions={revisions} />
          <DeliveriesCard sessionId={session.id} />
        </div>
        <div className="grid min-w-0 gap-4">
          {session.has_recording ? <Recording id={session.id} /> : null}
          <Card title="What was said" aside={<span className="text-muted">{session.message_count} turns</span>}>
            <Transcript messages={transcript} pointed={message} />
          </Card>
          <AnalysisCard id={session.id} analysis={session.analysis} />
        </div>
      </div>
    </article>
  );
}

/** The API's own address of the recording, for the cookie opens it; the signed one may name another host. */
const Recording = ({ id }: { readonly id: string }) => (
  <Card title="Recording">
    {/* biome-ignore lint/a11y/useMediaCaption: the transcript stands beside it. */}
    <audio controls preload="none" className="w-full p-3" src={`/v1/sessions/${encodeURIComponent(id)}/recording`} />
  </Card>
);
