import { useQuery } from "@tanstack/react-query";
import { ask } from "../../api/client.ts";
import type { Analysis } from "../../api/native.generated.ts";
import { Badge, wordsOf } from "../../components/badge.tsx";
import { Card } from "../../components/card.tsx";
import { Fault, Notice } from "../../components/notice.tsx";
import { EmptyState, LoadingState } from "../../components/states.tsx";
import { Time } from "../../components/time.tsx";
import { AnalysisMade } from "./analysisMade.tsx";
import { AnalysisParts } from "./analysisParts.tsx";
import { AnalysisRun } from "./analysisRun.tsx";
import { Disclosure } from "./disclosure.tsx";

interface AnalysisCardProps {
  readonly id: string;
  readonly analysis: Analysis | null;
}

/** How the session went, who says so, and where it stands in the transcript. */
export function AnalysisCard({ id, analysis }: AnalysisCardProps) {
  const isDue = analysis?.status === "queued" || analysis?.status === "running";
  return (
    <Card title="How it went" aside={<AnalysisRun id={id} isFirst={analysis === null} isDue={isDue} />}>
      {analysis === null ? (
        <EmptyState title="Nobody judged it yet">
          <p>A session is analysed when it has ended and its agent has analysis switched on.</p>
        </EmptyState>
      ) : (
        <div className="grid gap-4 p-4">
          <Told analysis={analysis} sessionId={id} />
          <Disclosure title="All analyses of this session">{() => <Former sessionId={id} shown={analysis.id} />}</Disclosure>
        </div>
      )}
    </Card>
  );
}

function Told({ analysis, sessionId }: { readonly analysis: Analysis; readonly sessionId: string }) {
  const { result, failure, status } = analysis;
  return (
    <div className="grid min-w-0 gap-4">
      {failure === null ? null : <Notice tone="danger">{failure.message}</Notice>}
      {result === null ? (
        failure === null ? (
          <p className="text-muted">It is {wordsOf(status)}.</p>
        ) : null
      ) : (
        <AnalysisParts result={result} sessionId={sessionId} />
      )}
      <AnalysisMade analysis={analysis} />
    </div>
  );
}

const TONES = { done: "good", failed: "danger", skipped: "neutral", queued: "live", running: "live" } as const;

/** Those that wait, failed or were skipped too, the newest first. */
function Former({ sessionId, shown }: { readonly sessionId: string; readonly shown: string }) {
  const { data, error } = useQuery({
    queryKey: ["session", sessionId, "analyses"],
    queryFn: ({ signal }) => ask("GET /v1/sessions/{id}/analyses", { path: { id: sessionId }, signal }),
  });
  if (error !== null) return <Fault error={error} />;
  if (data === undefined) return <LoadingState label="Loading the analyses" lines={3} />;
  return (
    <ol className="grid gap-2">
      {data.data.map((analysis) => (
        <li key={analysis.id} className="rounded-md border border-line px-3 py-2">
          <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <Time at={analysis.finished_at ?? analysis.queued_at} />
            <Badge tone={TONES[analysis.status]}>{wordsOf(analysis.status)}</Badge>
            <span className="text-muted">{analysis.model ?? (analysis.analyser === "builtin" ? "built-in analyser" : "")}</span>
            {analysis.id === shown ? <Badge>shown above</Badge> : null}
          </p>
          {analysis.id === shown ? null : (
            <Disclosure title="Show it">{() => <Told analysis={analysis} sessionId={sessionId} />}</Disclosure>
          )}
        </li>
      ))}
    </ol>
  );
}
