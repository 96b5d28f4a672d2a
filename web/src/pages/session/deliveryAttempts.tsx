import { useQuery } from "@tanstack/react-query";
import { ask } from "../../api/client.ts";
import { DataTable } from "../../components/dataTable.tsx";
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
    <div className="-mx-4">
      <DataTable
        caption="Attempts of this delivery"
        rows={data.attempts.toReversed()}
        keyOf={({ number }) => String(number)}
        columns={[
          { title: "Try", show: ({ number }) => number },
          { title: "When", show: ({ started_at }) => <Time at={started_at} /> },
          { title: "Answer", show: ({ status, failure }) => <span className="wrap-anywhere">{failure ?? `HTTP ${status}`}</span> },
          { title: "Took", align: "right", show: ({ latency_ms }) => durationText(latency_ms) },
        ]}
      />
    </div>
  );
}
