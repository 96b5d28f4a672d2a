import { useQuery } from "@tanstack/react-query";
import { ask } from "../../api/client.ts";
import { Fault } from "../../components/notice.tsx";
import { LoadingState } from "../../components/states.tsx";
import { durationText, Time } from "../../components/time.tsx";
import { Disclosure } from "./disclosure.tsx";

interface DeliveryAttemptsProps {
  readonly id: string;
  /** Asked again when it grows. */
  readonly attemptCount: number;
}

/** What the receiver answered, each time. */
export const DeliveryAttempts = (props: DeliveryAttemptsProps) => (
  <Disclosure title="What was answered">{() => <Told {...props} />}</Disclosure>
);

function Told({ id, attemptCount }: DeliveryAttemptsProps) {
  const { data, error } = useQuery({
    queryKey: ["delivery", id, attemptCount],
    queryFn: ({ signal }) => ask("GET /v1/deliveries/{id}", { path: { id }, signal }),
  });
  if (error !== null) return <Fault error={error} />;
  if (data === undefined) return <LoadingState label="Loading the attempts" lines={2} />;
  return (
    <ol aria-label="Attempts of this delivery" className="grid gap-1">
      {data.attempts.toReversed().map(({ number, started_at, status, failure, latency_ms }) => (
        <li key={number} className="flex flex-wrap gap-x-4 gap-y-0.5">
          <span className="text-muted tabular-nums">{number}.</span>
          <Time at={started_at} />
          <span className={`wrap-anywhere ${failure === null ? "" : "text-danger"}`}>{failure ?? `HTTP ${status}`}</span>
          <span className="text-muted tabular-nums">{durationText(latency_ms)}</span>
        </li>
      ))}
    </ol>
  );
}
