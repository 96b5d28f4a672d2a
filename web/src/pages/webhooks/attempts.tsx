import type { WholeDelivery } from "../../api/native.generated.ts";
import { Badge } from "../../components/badge.tsx";
import { Duration, Time } from "../../components/time.tsx";

type Attempt = WholeDelivery["attempts"][number];

/** Every try, newest first: when, how long, what came back. */
export const Attempts = ({ attempts }: { readonly attempts: readonly Attempt[] }) => (
  <ol className="grid gap-2" aria-label="Attempts">
    {attempts.toReversed().map((attempt) => (
      <li key={attempt.number} className="rounded-md border border-line p-3">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <span className="font-medium tabular-nums">{attempt.number}.</span>
          <Badge tone={attempt.failure === null ? "good" : "danger"}>
            {attempt.status === null ? "no answer" : String(attempt.status)}
          </Badge>
          <Duration durationMs={attempt.latency_ms} />
          <span className="text-muted">
            <Time at={attempt.started_at} />
          </span>
        </div>
        {attempt.failure === null ? null : <p className="mt-1 text-danger wrap-anywhere">{attempt.failure}</p>}
        <Answer answer={attempt.answer} />
      </li>
    ))}
  </ol>
);

function Answer({ answer }: { readonly answer: unknown }) {
  if (answer === null || answer === undefined) return null;
  const { headers, body } = partsOf(answer);
  return (
    <>
      {body === "" ? null : <pre className="mt-2 rounded bg-raised px-2 py-1 whitespace-pre-wrap wrap-anywhere">{body}</pre>}
      {headers === "" ? null : (
        <details className="mt-1">
          <summary className="min-h-6 cursor-pointer text-muted">Head of the answer</summary>
          <pre className="whitespace-pre-wrap wrap-anywhere">{headers}</pre>
        </details>
      )}
    </>
  );
}

/** Another shape than headers and body is shown as it is. */
function partsOf(answer: unknown): { readonly headers: string; readonly body: string } {
  if (typeof answer !== "object" || answer === null || !("body" in answer)) return { headers: "", body: JSON.stringify(answer, null, 2) };
  const { body, ...rest } = answer as { readonly body: unknown; readonly headers?: unknown };
  const headers = rest.headers;
  const lines =
    typeof headers === "object" && headers !== null
      ? Object.entries(headers).map(([name, value]) => `${name}: ${Array.isArray(value) ? value.join(", ") : String(value)}`)
      : [];
  return { headers: lines.join("\n"), body: typeof body === "string" ? body : JSON.stringify(body, null, 2) };
}
