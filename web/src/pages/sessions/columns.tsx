import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { Session } from "../../api/native.generated.ts";
import { None, OutcomeBadge, SentimentBadge, StateBadge } from "../../components/badge.tsx";
import { Money } from "../../components/money.tsx";
import { Duration, durationText, Time } from "../../components/time.tsx";

export interface Column {
  readonly title: string;
  /** Field that the API sorts by; without one the column cannot. */
  readonly sort?: string;
  /** Width, alignment, and from which width of the window on it is shown. */
  readonly look: string;
  show(session: Session, index: number, places: number): ReactNode;
}

const text = (value: string | null | undefined): ReactNode =>
  value === null || value === undefined ? <None /> : <span dir="auto">{value}</span>;

/** In order of importance for somebody who looks for one call. */
export const COLUMNS: readonly Column[] = [
  { title: "Started", sort: "started_at", look: "w-56 hidden md:table-cell", show: ({ started_at }) => <Time at={started_at} /> },
  {
    title: "Session",
    sort: "id",
    look: "w-auto",
    show: ({ id }, index) => (
      <Link to="/sessions/$id" params={{ id }} data-index={index} title={id} className="link font-mono text-[0.8125rem]">
        {id}
      </Link>
    ),
  },
  { title: "Agent", sort: "agent_name", look: "w-40 hidden sm:table-cell", show: ({ agent }) => text(agent?.name ?? agent?.id) },
  {
    title: "Customer",
    sort: "customer_number",
    look: "w-36 hidden xl:table-cell",
    show: (session) => text(session.customer_number ?? session.caller_number),
  },
  { title: "State", sort: "state", look: "w-28", show: ({ state }) => <StateBadge state={state} /> },
  { title: "Outcome", sort: "outcome", look: "w-40 hidden lg:table-cell", show: ({ outcome }) => <OutcomeBadge outcome={outcome} /> },
  {
    title: "Sentiment",
    sort: "sentiment",
    look: "w-28 hidden xl:table-cell",
    show: ({ sentiment }) => <SentimentBadge sentiment={sentiment} />,
  },
  {
    title: "Length",
    sort: "duration_ms",
    look: "w-24 text-right hidden md:table-cell",
    show: (session) => <Duration durationMs={session.duration_ms} />,
  },
  {
    title: "p95",
    sort: "latency_p95_ms",
    look: "w-20 text-right hidden lg:table-cell",
    show: ({ latency }) => (latency === null ? <None /> : <span className="tabular-nums">{durationText(latency.p95_ms)}</span>),
  },
  {
    title: "Cost",
    sort: "owned_cost",
    look: "w-36 text-right",
    show: (session, _index, places) => (
      <>
        {session.unknown_cost_count + session.unconverted_count > 0 ? (
          <span className="mr-1 text-warn" title="Some of its records have no known cost, or no exchange rate.">
            <span aria-hidden="true">≥</span>
            <span className="sr-only">at least</span>
          </span>
        ) : null}
        <Money amount={session.owned_cost} places={places} />
      </>
    ),
  },
];
