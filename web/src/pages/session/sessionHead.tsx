import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { WholeSession } from "../../api/native.generated.ts";
import { Badge, None, OutcomeBadge, SentimentBadge, StateBadge, wordsOf } from "../../components/badge.tsx";
import { Money } from "../../components/money.tsx";
import { Duration, durationText, Time } from "../../components/time.tsx";

/** Who, when, how it went and what it cost. */
export function SessionHead({ session }: { readonly session: WholeSession }) {
  const { agent, latency, quality } = session;
  const leftOut = session.unknown_cost_count + session.unconverted_count;
  return (
    <header className="grid gap-3 px-4 pt-4">
      <Link to="/sessions" className="link w-fit">
        ← Sessions
      </Link>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h1 dir="auto" className="wrap-anywhere">
          {agent?.name ?? agent?.id ?? session.id}
        </h1>
        <StateBadge state={session.state} />
        {session.status === null ? null : <Badge>{wordsOf(session.status)}</Badge>}
        {session.direction === null ? null : <Badge>{session.direction}</Badge>}
        {session.backfilled ? <Badge>backfilled</Badge> : null}
      </div>
      <p>
        <code className="wrap-anywhere text-muted">{session.id}</code>
        {session.merged_into === null ? null : <span className="ml-2 text-muted">The id that was asked for is part of it.</span>}
      </p>
      <dl className="grid grid-cols-2 gap-x-6 gap-y-3 sm:grid-cols-3 lg:grid-cols-6">
        <Fact name={session.state === "settled" ? "Cost, settled" : "Cost so far"}>
          <span className="text-base font-semibold">
            <Money amount={session.owned_cost} currency={session.currency} places={0} />
          </span>
          {leftOut === 0 ? null : <span className="block text-warn">{leftOut} without a known cost</span>}
        </Fact>
        <Fact name="Started">
          <Time at={session.started_at} />
        </Fact>
        <Fact name="Length">
          <Duration durationMs={session.duration_ms} />
        </Fact>
        <Fact name="From → to">
          {session.caller_number ?? <None />} → {session.callee_number ?? <None />}
        </Fact>
        <Fact name="Answer time p50 / p95">
          {latency === null ? <None /> : `${durationText(latency.p50_ms)} / ${durationText(latency.p95_ms)}`}
        </Fact>
        <Fact name="Voice quality (MOS) in / out">
          {quality.inbound?.mos ?? <None />} / {quality.outbound?.mos ?? <None />}
        </Fact>
        <Fact name="Outcome">
          <OutcomeBadge outcome={session.outcome} />
        </Fact>
        <Fact name="Sentiment">
          <SentimentBadge sentiment={session.sentiment} />
        </Fact>
        <Fact name="Intent">{session.intent === null ? <None /> : <span dir="auto">{session.intent}</span>}</Fact>
        <Fact name="Ended because">{session.disconnect_reason === null ? <None /> : wordsOf(session.disconnect_reason)}</Fact>
        {session.missing.length === 0 ? null : <Fact name="Did not come">{session.missing.join(", ")}</Fact>}
      </dl>
    </header>
  );
}

const Fact = ({ name, children }: { readonly name: string; readonly children: ReactNode }) => (
  <div className="min-w-0">
    <dt className="text-xs text-muted">{name}</dt>
    <dd className="wrap-anywhere">{children}</dd>
  </div>
);
