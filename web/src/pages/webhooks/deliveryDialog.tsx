import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { ask } from "../../api/client.ts";
import type { Endpoint, WholeDelivery } from "../../api/native.generated.ts";
import { useDeed } from "../../api/useDeed.ts";
import { useIsAdmin } from "../../components/admin.tsx";
import { Button } from "../../components/button.tsx";
import { CopyButton } from "../../components/copyButton.tsx";
import { Dialog } from "../../components/dialog.tsx";
import { Fault, Notice } from "../../components/notice.tsx";
import { ErrorState, LoadingState } from "../../components/states.tsx";
import { Time } from "../../components/time.tsx";
import { Attempts } from "./attempts.tsx";
import { DeliveryBadge } from "./deliveryBadge.tsx";
import { deliveryQuery } from "./queries.ts";

/** The delivery that the address names, with what was sent and every attempt. */
export function DeliveryDialog({ endpoints }: { readonly endpoints: readonly Endpoint[] }) {
  const { delivery: id } = useSearch({ from: "/signedIn/webhooks" });
  const navigate = useNavigate({ from: "/webhooks" });
  const close = (): void => void navigate({ search: ({ delivery: _delivery, ...rest }) => rest, replace: true });
  return (
    <Dialog title="One delivery" isOpen={id !== undefined} close={close}>
      {id === undefined ? null : <OneDelivery key={id} id={id} endpoints={endpoints} />}
    </Dialog>
  );
}

function OneDelivery({ id, endpoints }: { readonly id: string; readonly endpoints: readonly Endpoint[] }) {
  const { data, error, refetch } = useQuery(deliveryQuery(id));
  if (error !== null) return <ErrorState error={error} retry={() => void refetch()} />;
  if (data === undefined) return <LoadingState label="Loading the delivery" lines={8} />;
  const url = endpoints.find((endpoint) => endpoint.id === data.endpoint_id)?.url;
  return (
    <div className="grid gap-4">
      <Facts delivery={data} url={url} />
      <ReplayOne delivery={data} />
      <section className="grid gap-2" aria-label="Attempts">
        <h3 className="font-medium">Attempts</h3>
        {data.attempts.length === 0 ? <p className="text-muted">None yet.</p> : <Attempts attempts={data.attempts} />}
      </section>
      <Body body={data.body} />
    </div>
  );
}

const Facts = ({ delivery, url }: { readonly delivery: WholeDelivery; readonly url: string | undefined }) => (
  <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 [&_dd]:wrap-anywhere [&_dt]:text-muted">
    <dt>Event</dt>
    <dd className="flex flex-wrap items-center gap-2">
      <code>{delivery.event}</code>
      <DeliveryBadge status={delivery.status} />
    </dd>
    <dt>To</dt>
    <dd>{url ?? `${delivery.endpoint_id} (deleted)`}</dd>
    <dt>Made</dt>
    <dd>
      <Time at={delivery.created_at} />
    </dd>
    {delivery.session_id === null ? null : (
      <>
        <dt>Session</dt>
        <dd>
          <Link to="/sessions/$id" params={{ id: delivery.session_id }} className="link">
            {delivery.session_id}
          </Link>
        </dd>
      </>
    )}
    {delivery.next_attempt_at === null ? null : (
      <>
        <dt>Next attempt</dt>
        <dd>
          <Time at={delivery.next_attempt_at} /> at the earliest
        </dd>
      </>
    )}
    <dt>webhook-id</dt>
    <dd>
      <code>{delivery.message_id}</code>
    </dd>
    {delivery.replay_of === null ? null : (
      <>
        <dt>Replay of</dt>
        <dd>
          <Link to="/webhooks" search={(before) => ({ ...before, delivery: delivery.replay_of ?? "" })} className="link">
            {delivery.replay_of}
          </Link>
        </dd>
      </>
    )}
  </dl>
);

function ReplayOne({ delivery }: { readonly delivery: WholeDelivery }) {
  const isAdmin = useIsAdmin();
  const replay = useDeed(() => ask("POST /v1/deliveries/{id}/replay", { path: { id: delivery.id } }), ["deliveries", "endpoints", "audit"]);
  if (!isAdmin || delivery.status === "pending") return null;
  return (
    <div className="grid gap-2">
      <div>
        <Button look="primary" disabled={replay.isPending} onClick={() => replay.mutate(undefined)}>
          Send it again
        </Button>
      </div>
      <Fault error={replay.error} />
      {replay.data === undefined ? null : (
        <Notice tone="good">
          It is on its way again, as{" "}
          <Link to="/webhooks" search={(before) => ({ ...before, delivery: replay.data.id })} className="link">
            {replay.data.id}
          </Link>
          .
        </Notice>
      )}
    </div>
  );
}

function Body({ body }: { readonly body: string }) {
  if (body === "") return <p className="text-muted">The session was erased, and with it what was sent.</p>;
  return (
    <div className="grid gap-2">
      <div className="flex items-center justify-between gap-2">
        <h3 className="font-medium">What is sent</h3>
        <CopyButton text={body} />
      </div>
      <section aria-label="What is sent" tabIndex={0} className="max-h-96 overflow-auto rounded-md bg-raised p-3">
        <pre className="whitespace-pre-wrap wrap-anywhere">{laidOut(body)}</pre>
      </section>
    </div>
  );
}

/** The bytes are copied as they are; only for reading they are laid out. */
function laidOut(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body) as unknown, null, 2);
  } catch (error) {
    if (error instanceof SyntaxError) return body;
    throw error;
  }
}
