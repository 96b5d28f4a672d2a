import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { ApiError, ask } from "../../api/client.ts";
import type { Analysis } from "../../api/native.generated.ts";
import { None, OutcomeBadge, SentimentBadge, wordsOf } from "../../components/badge.tsx";
import { Button } from "../../components/button.tsx";
import { Card } from "../../components/card.tsx";
import { Time } from "../../components/time.tsx";

type Result = NonNullable<Analysis["result"]>;

/** How the session went, who says so, and where it stands in the transcript. */
export function AnalysisCard({ id, analysis }: { readonly id: string; readonly analysis: Analysis | null }) {
  const queries = useQueryClient();
  const again = useMutation({
    mutationFn: () => ask("POST /v1/sessions/{id}/analysis", { path: { id }, body: {} }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["session", id] }),
  });
  const isDue = analysis?.status === "queued" || analysis?.status === "running";
  return (
    <Card
      title="How it went"
      aside={
        <Button disabled={again.isPending || isDue} onClick={() => again.mutate()}>
          {isDue ? "Being analysed…" : analysis === null ? "Analyse" : "Analyse again"}
        </Button>
      }
    >
      <div className="grid gap-4 p-4">
        {again.error === null ? null : (
          <p role="alert" className="text-danger">
            {again.error instanceof ApiError ? `${again.error.message} ${again.error.fix}` : "It could not be asked for. Try again."}
          </p>
        )}
        {analysis === null ? <p className="text-muted">No analysis was asked for.</p> : <Told analysis={analysis} />}
      </div>
    </Card>
  );
}

function Told({ analysis }: { readonly analysis: Analysis }) {
  const { result, failure, analyser, model, finished_at } = analysis;
  return (
    <>
      {failure === null ? null : <p className="text-danger">{failure.message}</p>}
      {result === null ? <p className="text-muted">{wordsOf(analysis.status)}</p> : <Parts result={result} />}
      {finished_at === null ? null : (
        <p className="text-xs text-muted">
          By {analyser === "llm" ? (model ?? "a model") : "the built-in analyser"}, <Time at={finished_at} />
        </p>
      )}
    </>
  );
}

function Parts({ result }: { readonly result: Result }) {
  const { summary, resolution, sentiment, intent, extracted_data, left_out } = result;
  return (
    <>
      {summary === undefined ? null : (
        <p dir="auto" className="max-w-prose">
          {summary}
        </p>
      )}
      <dl className="grid gap-4 sm:grid-cols-2">
        {resolution === undefined ? null : (
          <Part name="Resolution" shown={<OutcomeBadge outcome={resolution.classification} />} why={resolution.explanation}>
            <Checklist items={resolution.satisfied_checklist_items} />
            <Evidence evidence={resolution.evidence} />
          </Part>
        )}
        {sentiment === undefined ? null : (
          <Part name="Sentiment" shown={<SentimentBadge sentiment={sentiment.sentiment} />} why={sentiment.explanation} />
        )}
        {intent === undefined ? null : (
          <Part name="Intent" shown={<span dir="auto">{intent.intent ?? "none of the known"}</span>} why={intent.explanation} />
        )}
        {extracted_data === undefined ? null : <Part name="Extracted data" shown={<Extracted data={extracted_data} />} why="" />}
      </dl>
      {left_out.length === 0 ? null : (
        <ul className="text-muted">
          {left_out.map(({ part, reason }) => (
            <li key={part}>
              {wordsOf(part)}: {reason}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

interface PartProps {
  readonly name: string;
  readonly shown: ReactNode;
  readonly why: string;
  readonly children?: ReactNode;
}

const Part = ({ name, shown, why, children }: PartProps) => (
  <div className="min-w-0">
    <dt className="text-xs text-muted">{name}</dt>
    <dd className="mt-0.5">
      {shown}
      {why === "" ? null : (
        <p dir="auto" className="mt-1 text-muted">
          {why}
        </p>
      )}
      {children}
    </dd>
  </div>
);

const Checklist = ({ items }: { readonly items: readonly string[] }) =>
  items.length === 0 ? null : (
    <ul className="mt-1">
      {items.map((item) => (
        <li key={item}>
          <span aria-hidden="true">✓ </span>
          {item}
        </li>
      ))}
    </ul>
  );

type Quotes = NonNullable<Result["resolution"]>["evidence"];

/** Each quote leads to the turn that it stands in. */
const Evidence = ({ evidence }: { readonly evidence: Quotes }) =>
  evidence.length === 0 ? null : (
    <ul className="mt-1 grid gap-1">
      {evidence.map(({ quote, message_id }) => (
        <li key={`${message_id} ${quote}`}>
          <Link from="/sessions/$id" to="." search={(before) => ({ ...before, message: message_id })} className="link" dir="auto">
            “{quote}”
          </Link>
        </li>
      ))}
    </ul>
  );

const Extracted = ({ data }: { readonly data: NonNullable<Result["extracted_data"]> }) => (
  <ul className="grid gap-0.5">
    {Object.entries(data).map(([name, value]) => (
      <li key={name}>
        <span className="text-muted">{name}:</span> {value === null ? <None /> : <span dir="auto">{String(value)}</span>}
      </li>
    ))}
  </ul>
);
