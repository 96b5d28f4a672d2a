import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Endpoint } from "../../api/native.generated.ts";
import { ReadOnlyNote, useIsAdmin } from "../../components/admin.tsx";
import { Button } from "../../components/button.tsx";
import { Card } from "../../components/card.tsx";
import { Notice } from "../../components/notice.tsx";
import { PageHead } from "../../components/pageHead.tsx";
import { EmptyState, ErrorState, LoadingState } from "../../components/states.tsx";
import { DeliveryDialog } from "./deliveryDialog.tsx";
import { EndpointDialogs, type OpenDialog } from "./endpointDialogs.tsx";
import { EndpointRow } from "./endpointRow.tsx";
import { Ledger } from "./ledger.tsx";
import { endpointsQuery, successQuery } from "./queries.ts";
import { SecretKeyMissing } from "./secretKeyMissing.tsx";

export function WebhooksPage() {
  const isAdmin = useIsAdmin();
  const [dialog, open] = useState<OpenDialog>();
  const [told, tell] = useState<string>();
  const endpoints = useQuery(endpointsQuery);
  const data = endpoints.data?.data;
  return (
    <>
      <PageHead title="Webhooks" lead="Calltree tells other systems what happens: at once, signed, and in order.">
        {isAdmin ? (
          <Button look="primary" onClick={() => open({ kind: "new" })}>
            New endpoint
          </Button>
        ) : null}
      </PageHead>
      <div className="grid gap-4 p-4 sm:px-6">
        <ReadOnlyNote>You see where deliveries go and how they went.</ReadOnlyNote>
        {told === undefined ? null : <Notice tone="good">{told}</Notice>}
        {data?.some(({ secret_hint }) => secret_hint === null) ? <SecretKeyMissing /> : null}
        <Card title="Endpoints" aside={<span className="text-muted">{data?.length ?? ""}</span>}>
          {data !== undefined ? (
            <Endpoints endpoints={data} open={open} />
          ) : endpoints.error !== null ? (
            <ErrorState error={endpoints.error} retry={() => void endpoints.refetch()} />
          ) : (
            <LoadingState label="Loading the endpoints" lines={3} />
          )}
        </Card>
        {/* Below a list whose height is not known yet it would jump. */}
        {endpoints.isPending ? null : <Ledger endpoints={data ?? []} tell={tell} />}
      </div>
      <EndpointDialogs dialog={dialog} close={() => open(undefined)} tell={tell} />
      <DeliveryDialog endpoints={data ?? []} />
    </>
  );
}

function Endpoints({ endpoints, open }: { readonly endpoints: readonly Endpoint[]; open(dialog: OpenDialog): void }) {
  const success = useQuery(successQuery);
  if (endpoints.length === 0) {
    return (
      <EmptyState title="No endpoint yet">
        Register the https address of a system of yours. From then on it is told when sessions end, are analysed and settle.
      </EmptyState>
    );
  }
  return (
    <ul>
      {endpoints.map((endpoint) => (
        <EndpointRow key={endpoint.id} endpoint={endpoint} success={success.data?.get(endpoint.id)} open={open} />
      ))}
    </ul>
  );
}
