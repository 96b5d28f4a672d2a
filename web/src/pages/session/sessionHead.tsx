import type { ReactNode } from "react";
import type { WholeSession } from "../../api/native.generated.ts";
import { Badge, None, OutcomeBadge, SentimentBadge, StateBadge, wordsOf } from "../../components/badge.tsx";
import { Duration, durationText, Time } from "../../components/time.tsx";
import { BackToSessions } from "./backToSessions.tsx";
import { leftOutBy, sumSign } from "./leftOut.ts";
import { Sum } from "./sum.tsx";
import { endsBeforeItStarts } from "./timeAxis/contradictions.ts";

/** Who, when, how it went and what it cost. */
export function SessionHead({ session }: { readonly session: WholeSession }) {
  const { agent } = session;
  return (
    <header className="grid gap-4 px-4 pt-4 sm:px-6">
      <div className="grid gap-1.5">
        <BackToSessions />
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
          <h1 dir="auto" title={agent?.name ?? undefined} className="line-clamp-2 wrap-anywhere">
            {agent?.name ?? agent?.id ?? session.id}
          </h1>
          <StateBadge state={session.state} />
          {session.status === null ? null : <Badge>{wordsOf(session.status)}</Badge>}
          {[session.channel ?? session.type, session.direction].map((word) => (word === null ? null : <Badge key={word}>{word}</Badge>))}
          {session.backfilled ? <Badge>backfilled</Badge> : null}
        </div>
        <p className="flex flex-wrap items-center gap-x-2">
          <code className="wrap-anywhere text-muted">{session.id}</code>
          {session.merged_into === null ? null : <span className="text-muted">The id that was asked for is part of it.</span>}
        </p>
      </div>
      <Facts session={session} />
    </header>
  );
}

function Facts({ session }: { readonly session: WholeSession }) {
  const { latency, quality, caller_number, callee_number } = session;
  return (
    // The first is the cost: it never gives way to the others, and takes the room of two where its amount is long.
    <dl
      className={`grid grid-cols-2 gap-x-6 gap-y-3 md:grid-cols-4 min-[87rem]:flex min-[87rem]:flex-wrap min-[87rem]:justify-between min-[87rem]:*:first:shrink-0 ${
        session.owned_cost.length > AMOUNT_LENGTH_MAX ? "*:first:max-w-none" : ""
      }`}
    >
      <Cost session={session} />
      <Fact name="Outcome">
        <OutcomeBadge outcome={session.outcome} />
      </Fact>
      <Fact name="Sentiment">
        <SentimentBadge sentiment={session.sentiment} />
      </Fact>
      <Fact name="Intent">{session.intent === null ? <None /> : <span dir="auto">{session.intent}</span>}</Fact>
      <Fact name="Started">
        <Time at={session.started_at} />
      </Fact>
      <Fact name="Length" more={session.disconnect_reason === null ? undefined : wordsOf(session.disconnect_reason)}>
        {endsBeforeItStarts(session) ? (
          <span className="text-warn">Its times contradict each other: it ends before it starts.</span>
        ) : (
          <Duration durationMs={session.duration_ms} />
        )}
      </Fact>
      <Fact name="From → to">
        {caller_number === null && callee_number === null ? (
          <None />
        ) : (
          <>
            <span className="block tabular-nums">{caller_number ?? <None />}</span>
            <span className="block tabular-nums">→ {callee_number ?? <None />}</span>
          </>
        )}
      </Fact>
      <Fact name="Answer time, p50 / p95" more={qualityText(quality)}>
        {latency === null ? <None /> : `${durationText(latency.p50_ms)} / ${durationText(latency.p95_ms)}`}
      </Fact>
    </dl>
  );
}

/** The amount, how it is known, whether it may still change, and whether it has. */
function Cost({ session }: { readonly session: WholeSession }) {
  const { state, settled_at, cost_status, revision_count, unknown_cost_count, unconverted_count, missing } = session;
  const { owned_cost, currency } = session;
  const leftOut = leftOutBy(unknown_cost_count, unconverted_count);
  // Where nothing is known the amount says so itself.
  const isKnown = sumSign(owned_cost, leftOut) !== leftOut || leftOut === undefined;
  return (
    <Fact name="Cost" isWide={owned_cost.length > AMOUNT_LENGTH_MAX}>
      <span className="block text-lg/6 font-semibold">
        <Sum amount={owned_cost} currency={currency} places={0} leftOut={leftOut} />
      </span>
      <span className="block text-xs text-muted">
        {isKnown ? `${STATUS_WORDS[cost_status]} · ` : null}
        {state !== "settled" ? "may still change" : settled_at === null ? "settled" : <SettledAt at={settled_at} />}
        {revision_count === 0 ? null : (
          <>
            {" · "}
            <a href="#revisions" className="link">
              {revision_count} {revision_count === 1 ? "revision" : "revisions"}
            </a>
          </>
        )}
      </span>
      {unknown_cost_count === 0 ? null : <span className="block text-xs text-warn">{unknown_cost_count} without a known cost</span>}
      {unconverted_count === 0 ? null : <span className="block text-xs text-warn">{unconverted_count} without an exchange rate</span>}
      {missing.length === 0 ? null : <span className="block text-xs text-warn">Did not come: {missing.join(", ")}</span>}
    </Fact>
  );
}

/** A longer amount takes the room of two. */
const AMOUNT_LENGTH_MAX = 11;

const STATUS_WORDS: Readonly<Record<WholeSession["cost_status"], string>> = {
  none: "nothing billed yet",
  reported: "as reported",
  rated: "from a price book",
  estimated: "estimated",
  unknown: "in part unknown",
  unconverted: "in part without an exchange rate",
};

const SettledAt = ({ at }: { readonly at: string }) => (
  <span className="whitespace-nowrap">
    settled <Time at={at} />
  </span>
);

function qualityText({ inbound, outbound }: WholeSession["quality"]): string | undefined {
  const parts = [
    ["in", inbound?.mos],
    ["out", outbound?.mos],
  ].flatMap(([name, mos]) => (mos == null ? [] : [`${mos} ${name}`]));
  return parts.length === 0 ? undefined : `MOS ${parts.join(", ")}`;
}

interface FactProps {
  readonly name: string;
  readonly more?: string | undefined;
  readonly isWide?: boolean;
  readonly children: ReactNode;
}

const Fact = ({ name, more, isWide = false, children }: FactProps) => (
  <div className={`max-w-72 min-w-0 ${isWide ? "col-span-2" : ""}`}>
    <dt className="text-xs text-muted">{name}</dt>
    <dd className="mt-0.5 wrap-anywhere">
      {children}
      {more === undefined ? null : <span className="block text-xs text-muted">{more}</span>}
    </dd>
  </div>
);
