import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { Operations } from "../../api/native.generated.ts";
import { None, OutcomeBadge, SentimentBadge, wordsOf } from "../../components/badge.tsx";
import { Money } from "../../components/money.tsx";
import { Notice } from "../../components/notice.tsx";

export type TryAnswer = Operations["POST /v1/analysis/try"]["answer"];
type Result = NonNullable<TryAnswer["result"]>;

/** What the settings would find, with what it rests on. */
export const TryResult = ({ answer, sessionId }: { readonly answer: TryAnswer; readonly sessionId: string }) => (
  <section aria-label="What it finds" className="grid gap-3 border-t border-line pt-4">
    {answer.failure === null ? null : <Notice tone="danger">{answer.failure.message}</Notice>}
    {answer.result === null ? null : <Found result={answer.result} sessionId={sessionId} />}
    <p className="text-xs text-muted">
      By {answer.analyser === "llm" ? (answer.model ?? "a model") : "the built-in analyser"}
      {answer.cost === null ? null : (
        <>
          , for <Money amount={answer.cost.amount} currency={answer.cost.currency} places={0} />
        </>
      )}
      . On{" "}
      <Link to="/sessions/$id" params={{ id: sessionId }} target="_blank" className="link">
        {sessionId}
      </Link>
    </p>
  </section>
);

function Found({ result, sessionId }: { readonly result: Result; readonly sessionId: string }) {
  const { summary, intent, resolution, sentiment, extracted_data, post_call_analysis_data, left_out, cut } = result;
  return (
    <dl className="grid gap-3">
      {summary === undefined ? null : (
        <Part name="Summary">
          <p dir="auto">{summary}</p>
        </Part>
      )}
      {intent === undefined ? null : (
        <Part name="Intent" why={intent.explanation}>
          <bdi>{intent.intent ?? "none of the known"}</bdi>
        </Part>
      )}
      {resolution === undefined ? null : <Resolution resolution={resolution} sessionId={sessionId} />}
      {sentiment === undefined ? null : (
        <Part name="Sentiment" why={sentiment.explanation}>
          <SentimentBadge sentiment={sentiment.sentiment} />
        </Part>
      )}
      <Values name="Extracted values" values={extracted_data} />
      <Values name="postCallAnalysisData" values={post_call_analysis_data} />
      {left_out.length === 0 ? null : (
        <Part name="Left out">
          <ul className="text-muted">
            {left_out.map(({ part, reason }) => (
              <li key={part} className="wrap-anywhere">
                {wordsOf(part)}: {reason}
              </li>
            ))}
          </ul>
        </Part>
      )}
      {cut === null ? null : (
        <Part name="Cut">
          {cut.messages_read} of {cut.messages_total} messages were read: {cut.rule}
        </Part>
      )}
    </dl>
  );
}

interface PartProps {
  readonly name: string;
  readonly why?: string;
  readonly children: ReactNode;
}

const Part = ({ name, why = "", children }: PartProps) => (
  <div className="min-w-0">
    <dt className="text-xs text-muted">{name}</dt>
    <dd className="wrap-anywhere">
      {children}
      {why === "" ? null : (
        <p dir="auto" className="text-muted">
          {why}
        </p>
      )}
    </dd>
  </div>
);

const Resolution = ({ resolution, sessionId }: { readonly resolution: NonNullable<Result["resolution"]>; readonly sessionId: string }) => (
  <Part name="Resolution" why={resolution.explanation}>
    <span className="inline-flex flex-wrap items-center gap-2">
      <OutcomeBadge outcome={resolution.classification} />
      <bdi>{resolution.status}</bdi>
      <span className="text-muted">{Math.round(resolution.confidence * 100)} % sure</span>
    </span>
    {resolution.satisfied_checklist_items.length === 0 ? null : (
      <ul>
        {resolution.satisfied_checklist_items.map((item) => (
          <li key={item} dir="auto">
            <span aria-hidden="true">✓ </span>
            {item}
          </li>
        ))}
      </ul>
    )}
    {resolution.evidence.map(({ quote, message_id, role }) => (
      <blockquote key={`${message_id} ${quote}`} className="mt-1 border-l-2 border-line pl-2">
        <Link to="/sessions/$id" params={{ id: sessionId }} search={{ message: message_id }} target="_blank" className="link">
          <q dir="auto">{quote}</q>
        </Link>{" "}
        <span className="text-muted">{role}</span>
      </blockquote>
    ))}
  </Part>
);

function Values({ name, values }: { readonly name: string; readonly values: Result["extracted_data"] }) {
  if (values === undefined) return null;
  return (
    <Part name={name}>
      <ul>
        {Object.entries(values).map(([field, value]) => (
          <li key={field}>
            <bdi className="text-muted">{field}</bdi>: {value === null ? <None /> : <bdi>{String(value)}</bdi>}
          </li>
        ))}
      </ul>
    </Part>
  );
}
