import type { ReactNode } from "react";
import { queryText } from "../../api/client.ts";
import type { Session } from "../../api/native.generated.ts";
import { AtLeast } from "../../components/atLeast.tsx";
import { None, OutcomeBadge, SentimentBadge, StateBadge, wordsOf } from "../../components/badge.tsx";
import { type AmountRoom, Money } from "../../components/money.tsx";
import { Duration, durationText, Time } from "../../components/time.tsx";
import { LOCALE } from "../../locale.ts";

export interface Column {
  /** As the address and the API name it; the API sorts by it, and exports it, under this name. */
  readonly name: string;
  readonly title: string;
  readonly widthPx: number;
  readonly isNumber?: boolean;
  /** Not by every field can be sorted. */
  readonly isUnsorted?: boolean;
  /** `find`: the words that the list is filtered by, which the session marks. */
  show(session: Session, places: number, find?: string): ReactNode;
}

const NUMBER = new Intl.NumberFormat(LOCALE);

const text = (value: string | null | undefined): ReactNode =>
  value === null || value === undefined ? (
    <None />
  ) : (
    // A block of its own, so that a name from right to left is cut at its end, not at its beginning.
    <span dir="auto" title={value} className="block truncate text-left">
      {value}
    </span>
  );
const words = (value: string | null): ReactNode => (value === null ? <None /> : <span title={value}>{wordsOf(value)}</span>);
const count = (value: number): ReactNode => <span className="tabular-nums">{NUMBER.format(value)}</span>;
const milliseconds = (value: number | undefined): ReactNode =>
  value === undefined ? <None /> : <span className="tabular-nums">{durationText(value)}</span>;
const score = (value: number | null | undefined): ReactNode =>
  value === null || value === undefined ? <None /> : <span className="tabular-nums">{value.toFixed(2)}</span>;

const column = (name: string, title: string, widthPx: number, show: Column["show"], more: Partial<Column> = {}): Column => ({
  ...{ name, title, widthPx, show },
  ...more,
});
const number = { isNumber: true } as const;

/** Every column that can be shown, in the order in which they are offered. */
export const COLUMNS: readonly Column[] = [
  column("started_at", "Started", 204, ({ started_at }) => <Time at={started_at} />),
  column("id", "Session", 220, ({ id }, _places, find) => (
    <a
      href={`/sessions/${encodeURIComponent(id)}${queryText({ find })}`}
      data-session={id}
      title={id}
      className="font-mono text-[0.8125rem] text-accent hover:underline"
    >
      {id}
    </a>
  )),
  column("agent_name", "Agent", 168, ({ agent }) => text(agent?.name ?? agent?.id)),
  column("agent_id", "Agent id", 128, ({ agent }) => text(agent?.id)),
  column("customer_number", "Customer", 144, ({ customer_number }) => text(customer_number)),
  column("caller_number", "Caller", 144, ({ caller_number }) => text(caller_number)),
  column("callee_number", "Called", 144, ({ callee_number }) => text(callee_number)),
  column("direction", "Direction", 104, ({ direction }) => words(direction)),
  column("channel", "Channel", 88, ({ channel }) => words(channel)),
  column("state", "State", 104, ({ state }) => <StateBadge state={state} />),
  column("outcome", "Outcome", 160, ({ outcome }) => <OutcomeBadge outcome={outcome} />),
  column("sentiment", "Sentiment", 112, ({ sentiment }) => <SentimentBadge sentiment={sentiment} />),
  column("intent", "Intent", 168, ({ intent }) => text(intent)),
  column("ended_at", "Ended", 196, ({ ended_at }) => <Time at={ended_at} />),
  column("disconnect_reason", "Ended by", 128, ({ disconnect_reason }) => words(disconnect_reason)),
  column("duration_ms", "Length", 88, (session) => <Duration durationMs={session.duration_ms} />, number),
  column("latency_p50_ms", "Answer time p50", 152, ({ latency }) => milliseconds(latency?.p50_ms), number),
  column("latency_p95_ms", "Answer time p95", 152, ({ latency }) => milliseconds(latency?.p95_ms), number),
  column("mos_inbound", "MOS in", 80, ({ quality }) => score(quality.inbound?.mos), number),
  column("mos_outbound", "MOS out", 88, ({ quality }) => score(quality.outbound?.mos), number),
  column("message_count", "Messages", 96, (session) => count(session.message_count), number),
  column("event_count", "Records", 88, (session) => count(session.event_count), number),
  column("unknown_cost_count", "Unknown costs", 128, (session) => count(session.unknown_cost_count), number),
  column("cost_status", "Cost status", 112, ({ cost_status }) => words(cost_status)),
  column("tree_cost", "Tree cost", 0, ({ tree_cost }, places) => <Money amount={tree_cost} places={places} />, number),
  column("products", "Products", 240, ({ products }) => text(products.length === 0 ? null : products.join(", ")), { isUnsorted: true }),
  column("has_recording", "Recording", 96, ({ has_recording }) => (has_recording ? "yes" : <span className="text-muted">no</span>)),
  column("revision_count", "Revisions", 96, (session) => count(session.revision_count), number),
  column("owned_cost", "Cost", 0, (session, places) => <OwnedCost session={session} places={places} />, number),
];

export const MONEY_COLUMNS: ReadonlySet<string> = new Set(["owned_cost", "tree_cost"]);

/** Amounts take the room that the longest needs before its point and behind it: a cut amount would be a wrong one. */
export const widthOf = ({ name, widthPx }: Column, { places, wholeLength }: AmountRoom): number =>
  MONEY_COLUMNS.has(name) ? 70 + 9 * (places + wholeLength) : widthPx;

const isNothing = (amount: string): boolean => /^-?0+(\.0*)?$/.test(amount);

export const OwnedCost = ({ session, places }: { readonly session: Session; readonly places: number }) => (
  <KnownCost amount={session.owned_cost} isLess={session.unknown_cost_count + session.unconverted_count > 0} places={places} />
);

interface KnownCostProps {
  readonly amount: string;
  /** Some of it is not known, or not in this currency. */
  readonly isLess: boolean;
  readonly places: number;
}

/** What is known of a cost is never shown as all of it. */
export function KnownCost({ amount, isLess, places }: KnownCostProps) {
  if (isLess && isNothing(amount)) {
    return (
      <span className="text-warn" title="Nothing of it has a known cost, or there is no exchange rate.">
        unknown
      </span>
    );
  }
  return (
    <>
      {isLess ? <AtLeast why="Some of its records have no known cost, or no exchange rate." /> : null}
      <Money amount={amount} places={places} />
    </>
  );
}
