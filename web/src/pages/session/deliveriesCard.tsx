import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ask } from "../../api/client.ts";
import type { Delivery } from "../../api/native.generated.ts";
import { Badge, None, type Tone } from "../../components/badge.tsx";
import { Card } from "../../components/card.tsx";
import { Fact } from "../../components/fact.tsx";
import { EmptyState, ErrorState, LoadingState } from "../../components/states.tsx";
import { Time } from "../../components/time.tsx";
import { DeliveryAttempts } from "./deliveryAttempts.tsx";
import { DeliveryReplay } from "./deliveryReplay.tsx";
import { waitsItsTurn } from "./deliveryWait.ts";

const SHOWN_MAX = 100;
const PENDING_ASK_MS = 2_000;

/** The webhooks that told of this session, the newest first. */
export function DeliveriesCard({ sessionId }: { readonly sessionId: string }) {
  const deliveries = useQuery({
    queryKey: ["deliveries", "of session", sessionId],
    queryFn: ({ signal }) => ask("GET /v1/deliveries", { query: { session_id: sessionId, limit: SHOWN_MAX }, signal }),
    refetchInterval: ({ state }) => (state.data?.data.some(({ status }) => status === "pending") ? PENDING_ASK_MS : false),
  });
  const { data, error } = deliveries;
  return (
    <Card title="Deliveries" aside={data === undefined ? null : <span className="text-muted">{countText(data.data.length)}</span>}>
      {data !== undefined ? (
        <List deliveries={data.data} />
      ) : error !== null ? (
        <ErrorState error={error} retry={() => void deliveries.refetch()} />
      ) : (
        <LoadingState label="Loading the deliveries" lines={4} />
      )}
    </Card>
  );
}

const countText = (count: number): string => (count >= SHOWN_MAX ? `the newest ${SHOWN_MAX}` : String(count));

function List({ deliveries }: { readonly deliveries: readonly Delivery[] }) {
  const endpoints = useQuery({ queryKey: ["endpoints", "addresses"], queryFn: ({ signal }) => ask("GET /v1/endpoints", { signal }) });
  if (deliveries.length === 0)
    return (
      <EmptyState title="Nobody was told of this session">
        <p>
          Name an address that is to hear of sessions in{" "}
          <Link to="/webhooks" className="link">
            Webhooks
          </Link>
          .
        </p>
      </EmptyState>
    );
  return (
    <ul aria-label="Deliveries of this session">
      {deliveries.map((delivery) => (
        <li key={delivery.id} className="border-b border-line px-4 py-3 last:border-b-0">
          <Row delivery={delivery} url={endpoints.data?.data.find(({ id }) => id === delivery.endpoint_id)?.url} />
        </li>
      ))}
    </ul>
  );
}

const TONES: Readonly<Record<Delivery["status"], Tone>> = { pending: "live", delivered: "good", dead: "danger", cancelled: "neutral" };

function Row({ delivery, url }: { readonly delivery: Delivery; readonly url: string | undefined }) {
  const { id, event, status, attempt_count, created_at, next_attempt_at, finished_at, last_failure, replay_of, endpoint_id } = delivery;
  return (
    <>
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1">
        <div className="min-w-0 flex-1 basis-56">
          <p className="flex flex-wrap items-center gap-2">
            <Link to="/webhooks" search={{ delivery: id }} className="link font-medium">
              {event}
            </Link>
            <Badge tone={TONES[status]}>{status}</Badge>
            {replay_of === null ? null : <Badge>replay</Badge>}
          </p>
          <p className="truncate text-muted" title={url ?? endpoint_id}>
            {url ?? endpoint_id}
          </p>
        </div>
        <DeliveryReplay delivery={delivery} url={url} />
      </div>
      <dl className="mt-1 flex flex-wrap gap-x-5 gap-y-1 text-xs">
        <Fact name="Made">
          <Time at={created_at} />
        </Fact>
        <Fact name="Attempts">{attempt_count}</Fact>
        {status === "pending" ? (
          <Fact name="Next try">
            {waitsItsTurn(delivery, Date.now()) ? (
              <span title="Another delivery to the same address comes first, or the address answers badly and is asked less often.">
                waits its turn
              </span>
            ) : (
              <Time at={next_attempt_at} />
            )}
          </Fact>
        ) : (
          <Fact name="Over">{finished_at === null ? <None /> : <Time at={finished_at} />}</Fact>
        )}
      </dl>
      {last_failure === null || status === "delivered" ? null : <p className="mt-1 wrap-anywhere text-danger">{last_failure}</p>}
      {attempt_count === 0 ? null : <DeliveryAttempts id={id} attemptCount={attempt_count} />}
    </>
  );
}
