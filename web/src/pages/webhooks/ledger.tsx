import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { ask } from "../../api/client.ts";
import type { Delivery, Endpoint } from "../../api/native.generated.ts";
import { useIsAdmin } from "../../components/admin.tsx";
import { None } from "../../components/badge.tsx";
import { Button } from "../../components/button.tsx";
import { Card } from "../../components/card.tsx";
import { type DataColumn, DataTable } from "../../components/dataTable.tsx";
import { EmptyState, ErrorState, LoadingState } from "../../components/states.tsx";
import { Time } from "../../components/time.tsx";
import { DeliveryBadge } from "./deliveryBadge.tsx";
import { LedgerFilters } from "./ledgerFilters.tsx";
import { ReplayMany } from "./replayMany.tsx";
import { ledgerFilter } from "./search.ts";

const PAGE_COUNT = 50;
const REFRESH_MS = 5_000;

interface LedgerProps {
  readonly endpoints: readonly Endpoint[];
  tell(text: string): void;
}

/** Every delivery, newest first, by the filters in the address. */
export function Ledger({ endpoints, tell }: LedgerProps) {
  const search = useSearch({ from: "/signedIn/webhooks" });
  const navigate = useNavigate({ from: "/webhooks" });
  const isAdmin = useIsAdmin();
  const [isReplaying, setReplaying] = useState(false);
  const filter = ledgerFilter(search);
  const ledger = useInfiniteQuery({
    queryKey: ["deliveries", "ledger", filter],
    queryFn: ({ pageParam, signal }) =>
      ask("GET /v1/deliveries", { query: { ...filter, limit: PAGE_COUNT, ...(pageParam === "" ? {} : { cursor: pageParam }) }, signal }),
    initialPageParam: "",
    getNextPageParam: ({ next_cursor }) => next_cursor,
    refetchInterval: ({ state }) => (state.data?.pages.some(({ data }) => data.some(isPending)) ? REFRESH_MS : false),
  });
  const rows = ledger.data?.pages.flatMap(({ data }) => data);
  const replay = isAdmin ? (
    <Button disabled={rows === undefined || rows.length === 0} onClick={() => setReplaying(true)}>
      Send all of these again
    </Button>
  ) : null;
  return (
    <Card title="Deliveries" aside={replay}>
      <LedgerFilters endpoints={endpoints} />
      {ledger.error !== null ? (
        <ErrorState error={ledger.error} retry={() => void ledger.refetch()} />
      ) : rows === undefined ? (
        <LoadingState label="Loading the deliveries" />
      ) : rows.length === 0 ? (
        <Nothing isFiltered={Object.keys(filter).length > 0} clear={() => void navigate({ search: {} })} />
      ) : (
        <DataTable
          caption="Deliveries, newest first"
          columns={columnsFor(endpoints)}
          rows={rows}
          keyOf={({ id }) => id}
          isChosen={({ id }) => id === search.delivery}
        />
      )}
      {ledger.hasNextPage ? (
        <div className="p-3 text-center">
          <Button disabled={ledger.isFetchingNextPage} onClick={() => void ledger.fetchNextPage()}>
            Show more
          </Button>
        </div>
      ) : null}
      <ReplayMany isOpen={isReplaying} close={() => setReplaying(false)} filter={filter} tell={tell} />
    </Card>
  );
}

const isPending = ({ status }: Delivery): boolean => status === "pending";

const columnsFor = (endpoints: readonly Endpoint[]): readonly DataColumn<Delivery>[] => [
  {
    title: "Made",
    show: ({ id, created_at }) => (
      <Link to="/webhooks" search={(before) => ({ ...before, delivery: id })} resetScroll={false} className="link">
        <Time at={created_at} />
      </Link>
    ),
  },
  { title: "State", show: ({ status }) => <DeliveryBadge status={status} /> },
  { title: "Event", show: ({ event }) => <code>{event}</code> },
  {
    title: "Session",
    look: "max-w-56 truncate",
    show: ({ session_id }) => (session_id === null ? <None /> : <SessionLink id={session_id} />),
  },
  { title: "To", look: "max-md:hidden max-w-96", show: (delivery) => <Target delivery={delivery} endpoints={endpoints} /> },
  { title: "Attempts", align: "right", look: "max-sm:hidden", show: ({ attempt_count }) => attempt_count },
];

/** Where it goes, and why the last attempt did not arrive. */
const Target = ({ delivery, endpoints }: { readonly delivery: Delivery; readonly endpoints: readonly Endpoint[] }) => (
  <>
    <div className="truncate">{endpoints.find(({ id }) => id === delivery.endpoint_id)?.url ?? delivery.endpoint_id}</div>
    {delivery.last_failure === null || delivery.status === "delivered" ? null : (
      <div className="text-xs text-danger wrap-anywhere">{delivery.last_failure}</div>
    )}
  </>
);

const SessionLink = ({ id }: { readonly id: string }) => (
  <Link to="/sessions/$id" params={{ id }} className="link">
    {id}
  </Link>
);

const Nothing = ({ isFiltered, clear }: { readonly isFiltered: boolean; clear(): void }) =>
  isFiltered ? (
    <EmptyState title="No delivery matches">
      <Button onClick={clear}>Clear all filters</Button>
    </EmptyState>
  ) : (
    <EmptyState title="Nothing was sent yet">A line stands here for each event and endpoint, as soon as something happens.</EmptyState>
  );
