import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { ask } from "../../api/client.ts";
import type { Endpoint } from "../../api/native.generated.ts";
import { useDeed } from "../../api/useDeed.ts";
import { Button } from "../../components/button.tsx";
import { Fault, Notice } from "../../components/notice.tsx";
import { Attempts } from "./attempts.tsx";
import { deliveryQuery } from "./queries.ts";

/** Sends a signed event of no meaning and shows what the receiver answered. */
export function EndpointTest({ endpoint }: { readonly endpoint: Endpoint }) {
  const test = useDeed(() => ask("POST /v1/endpoints/{id}/test", { path: { id: endpoint.id } }), ["deliveries", "audit"]);
  const isSent = useRef(false);
  useEffect(() => {
    // An effect may run twice; one test is sent.
    if (isSent.current) return;
    isSent.current = true;
    test.mutate(undefined);
  }, [test]);
  return (
    <div className="grid gap-4">
      <p className="text-muted wrap-anywhere">{endpoint.url}</p>
      <Fault error={test.error} />
      {test.data === undefined ? <p role="status">Sending…</p> : <Answer id={test.data.id} status={endpoint.status} />}
      <div>
        <Button disabled={test.isPending} onClick={() => test.mutate(undefined)}>
          Send another
        </Button>
      </div>
    </div>
  );
}

function Answer({ id, status }: { readonly id: string; readonly status: Endpoint["status"] }) {
  const { data, error } = useQuery(deliveryQuery(id));
  if (error !== null) return <Fault error={error} />;
  const last = data?.attempts.at(-1);
  if (last === undefined) {
    const rests = status === "paused" || status === "stopped";
    return <p role="status">{rests ? `It waits: the endpoint is ${status}. Resume it, then it is sent.` : "Waiting for the answer…"}</p>;
  }
  return (
    <>
      {last.failure === null ? (
        <Notice tone="good">The receiver took it: it answered {last.status}.</Notice>
      ) : (
        <Notice tone="danger">{last.failure} It is tried again by itself; mend the receiver, or delete the endpoint.</Notice>
      )}
      <Attempts attempts={data?.attempts ?? []} />
    </>
  );
}
