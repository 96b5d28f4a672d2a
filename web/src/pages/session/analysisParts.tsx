import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { Analysis } from "../../api/native.generated.ts";
import { None, OutcomeBadge, SentimentBadge, wordsOf } from "../../components/badge.tsx";
import { AnalysisFigures } from "./analysisFigures.tsx";
import { Checklist } from "./checklist.tsx";

export type Result = NonNullable<Analysis["result"]>;

/** What was found, each part with why; and what was not judged. */
export function AnalysisParts({ result, sessionId }: { readonly result: Result; readonly sessionId: string }) {
  const { summary, resolution, sentiment, intent, extracted_data, post_call_analysis_data, left_out, cut } = result;
  return (
    <>
      {summary === undefined ? null : (
        <p dir="auto" className="max-w-prose text-base wrap-anywhere">
          {summary}
        </p>
      )}
      {resolution === undefined ? null : (
        <Part name="Resolution" why={resolution.explanation} confidence={resolution.confidence}>
          <span className="flex flex-wrap items-center gap-2">
            <OutcomeBadge outcome={resolution.classification} />
            {resolution.status === null ? null : <span dir="auto">{resolution.status}</span>}
          </span>
          <Checklist status={resolution.status} satisfied={resolution.satisfied_checklist_items} sessionId={sessionId} />
          <Evidence evidence={resolution.evidence} />
        </Part>
      )}
      <div className="grid gap-4 sm:grid-cols-2">
        {sentiment === undefined ? null : (
          <Part name="Sentiment" why={sentiment.explanation}>
            <span className="flex flex-wrap items-center gap-2">
              <SentimentBadge sentiment={sentiment.sentiment} />
              <span className="text-muted tabular-nums">{sentiment.score.toFixed(2)} of −1 to 1</span>
            </span>
          </Part>
        )}
        {intent === undefined ? null : (
          <Part name="Intent" why={intent.explanation} confidence={intent.confidence}>
            <span dir="auto">{intent.intent ?? "none of the known ones"}</span>
          </Part>
        )}
      </div>
      {extracted_data === undefined ? null : <Values name="Extracted data" data={extracted_data} />}
      {post_call_analysis_data === undefined ? null : <Values name="Post-call data" data={post_call_analysis_data} />}
      <AnalysisFigures figures={result.figures} />
      {cut === null ? null : (
        <p className="text-warn">
          Only {cut.messages_read} of {cut.messages_total} messages were read: {cut.rule}.
        </p>
      )}
      {left_out.length === 0 ? null : (
        <Part name="Left out" why="">
          <ul>
            {left_out.map(({ part, reason }) => (
              <li key={part} dir="auto" className="wrap-anywhere">
                {wordsOf(part)}: <span className="text-muted">{reason}</span>
              </li>
            ))}
          </ul>
        </Part>
      )}
    </>
  );
}

interface PartProps {
  readonly name: string;
  readonly why: string;
  /** 0 to 1. */
  readonly confidence?: number;
  readonly children: ReactNode;
}

const Part = ({ name, why, confidence, children }: PartProps) => (
  <section aria-label={name} className="min-w-0">
    <h3 className="text-xs text-muted">
      {name}
      {confidence === undefined ? null : ` · ${Math.round(confidence * 100)}% sure`}
    </h3>
    <div className="mt-1">{children}</div>
    {why === "" ? null : (
      <p dir="auto" className="mt-1 max-w-prose text-muted wrap-anywhere">
        {why}
      </p>
    )}
  </section>
);

/** Each quote leads to the turn that it stands in. */
const Evidence = ({ evidence }: { readonly evidence: NonNullable<Result["resolution"]>["evidence"] }) =>
  evidence.length === 0 ? null : (
    <ul aria-label="Evidence" className="mt-2 grid gap-1">
      {evidence.map(({ quote, message_id, role }) => (
        <li key={`${message_id} ${quote}`} className="border-l-2 border-line pl-3">
          <Link
            from="/sessions/$id"
            to="."
            search={(before) => ({ ...before, message: message_id })}
            resetScroll={false}
            className="link inline-block min-h-6 wrap-anywhere"
            dir="auto"
          >
            “{quote}”
          </Link>{" "}
          <span className="text-xs text-muted">{role}</span>
        </li>
      ))}
    </ul>
  );

type Data = NonNullable<Result["extracted_data"]>;

const Values = ({ name, data }: { readonly name: string; readonly data: Data }) => (
  <Part name={name} why="">
    <dl className="grid grid-cols-[minmax(6rem,max-content)_1fr] gap-x-4 gap-y-1">
      {Object.entries(data).map(([key, value]) => (
        <div key={key} className="contents">
          <dt dir="auto" className="max-w-56 text-muted wrap-anywhere">
            {key}
          </dt>
          <dd dir="auto" className="wrap-anywhere">
            {value === null ? <None /> : String(value)}
          </dd>
        </div>
      ))}
    </dl>
  </Part>
);
