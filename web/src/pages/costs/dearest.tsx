import { Link } from "@tanstack/react-router";
import { AtLeast } from "../../components/atLeast.tsx";
import { None } from "../../components/badge.tsx";
import { Card } from "../../components/card.tsx";
import { DataTable } from "../../components/dataTable.tsx";
import { Money, placesOf } from "../../components/money.tsx";
import { EmptyState, ErrorState, LoadingState } from "../../components/states.tsx";
import { Duration, Time } from "../../components/time.tsx";
import { DEAREST_COUNT, useDearest } from "./queries.ts";
import { type CostsSearch, hasFilters, type Range, sessionsBehind, waysOut } from "./search.ts";

/** Where to look first when a bill is too high. */
export function Dearest({ search, range }: { readonly search: CostsSearch; readonly range: Range }) {
  const { model, record_type } = search;
  const { data, error, refetch } = useDearest(search, range);
  const sessions = data?.data ?? [];
  const places = placesOf(sessions.map(({ owned_cost }) => owned_cost));
  const currency = data?.totals?.currency ?? "";
  return (
    <Card
      title="Dearest sessions"
      aside={
        <Link to="/sessions" search={sessionsBehind(search, { sort: "-owned_cost" })} className="link">
          All sessions, dearest first
        </Link>
      }
    >
      {model === undefined && record_type === undefined ? null : (
        <p className="px-4 pt-3 text-muted">Sessions cannot be narrowed by model or record type: this list is of all of them.</p>
      )}
      {error !== null ? (
        <ErrorState error={error} retry={() => void refetch()} />
      ) : data === undefined ? (
        <LoadingState label="Loading the dearest sessions" lines={DEAREST_COUNT} />
      ) : sessions.length === 0 ? (
        <EmptyState title={hasFilters(search) ? "No session in this time" : "No session yet"}>{waysOut(search)}</EmptyState>
      ) : (
        <DataTable
          caption="Sessions, dearest first"
          rows={sessions}
          keyOf={({ id }) => id}
          columns={[
            {
              title: "Session",
              look: "max-w-64",
              show: ({ id }) => (
                <Link to="/sessions/$id" params={{ id }} title={id} className="link block truncate font-mono text-[0.8125rem]">
                  <bdi>{id}</bdi>
                </Link>
              ),
            },
            {
              title: `Cost, ${currency}`,
              align: "right",
              show: ({ owned_cost, unknown_cost_count, unconverted_count }) => (
                <>
                  {unknown_cost_count + unconverted_count > 0 ? (
                    <AtLeast why="Some of its records have no known cost, or no exchange rate." />
                  ) : null}
                  <Money amount={owned_cost} places={places} />
                </>
              ),
            },
            {
              title: "Agent",
              look: "max-w-48",
              show: ({ agent }) => {
                const name = agent?.name ?? agent?.id;
                return name == null ? <None /> : <bdi className="block truncate">{name}</bdi>;
              },
            },
            { title: "Started", show: ({ started_at, created_at }) => <Time at={started_at ?? created_at} /> },
            { title: "Length", align: "right", show: ({ duration_ms }) => <Duration durationMs={duration_ms} /> },
            { title: "Records", align: "right", show: ({ event_count }) => event_count },
          ]}
        />
      )}
    </Card>
  );
}
