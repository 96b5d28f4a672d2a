import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useMemo } from "react";
import { meQuery } from "../../api/signIn.ts";
import { PageHead } from "../../components/pageHead.tsx";
import { EmptyState, ErrorState } from "../../components/states.tsx";
import { Breakdown, valueName } from "./breakdown.tsx";
import { Converted } from "./converted.tsx";
import { Currencies } from "./currencies.tsx";
import { Dearest } from "./dearest.tsx";
import { Filters } from "./filters.tsx";
import { CostsLoading } from "./loading.tsx";
import { OverTime } from "./overTime.tsx";
import { type Costs, usageCsv, useAgentNames, useCosts, useRates, useUsage } from "./queries.ts";
import { type CostsChange, type CostsSearch, hasFilters, readCostsSearch, waysOut } from "./search.ts";
import { groupsOf, missingRates, seriesOf, startsOf } from "./usage.ts";
import { WorkLists } from "./workLists.tsx";

export function CostsPage() {
  const search = useSearch({ from: "/signedIn/costs" });
  const navigate = useNavigate({ from: "/costs" });
  const costs = useCosts(search);
  const everything = useUsage({ group_by: "day" });
  const rates = useRates();
  const me = useQuery(meQuery);
  const currency = me.data?.organization.currency ?? "";
  const missing = useMemo(
    () => (everything.data === undefined || rates.data === undefined ? [] : missingRates(everything.data.data, rates.data.data, currency)),
    [everything.data, rates.data, currency],
  );
  const change = (changed: CostsChange): void =>
    void navigate({ search: readCostsSearch({ ...search, ...changed }), replace: true, resetScroll: false });
  const clear = (): void => change({ within: "", after: "", before: "", product: "", agent_id: "", model: "", record_type: "" });
  return (
    <>
      <PageHead title="Costs" lead="What was charged, by whom and for what. Every record counts once." />
      <Filters search={search} range={costs.range} change={change} clear={clear} />
      <div className="grid shrink-0 grid-cols-1 gap-4 pb-8">
        {costs.error !== null ? (
          <ErrorState error={costs.error} retry={() => void costs.sums.refetch()} />
        ) : costs.sums.data === undefined ? (
          <CostsLoading />
        ) : costs.sums.data.usage.data.length === 0 ? (
          <NoCost search={search} />
        ) : (
          <Sums
            search={search}
            costs={costs.sums.data}
            isStale={costs.sums.isPlaceholderData}
            home={currency}
            unconverted={new Set(missing.map((rate) => rate.currency))}
          />
        )}
        <div className="grid grid-cols-1 gap-4 px-4 sm:px-6">
          <Dearest search={search} range={costs.range} />
          <WorkLists search={search} missing={missing} hasRecords={everything.data?.totals.record_count !== 0} />
        </div>
      </div>
    </>
  );
}

const NoCost = ({ search }: { readonly search: CostsSearch }) => (
  <EmptyState title={hasFilters(search) ? "No cost matches" : "No cost yet"}>
    <p>{waysOut(search)}</p>
    {hasFilters(search) ? null : (
      <Link to="/sessions" className="link mt-2 inline-block py-1">
        How to send the first one
      </Link>
    )}
  </EmptyState>
);

interface SumsProps {
  readonly search: CostsSearch;
  readonly costs: Costs;
  /** Older sums are still shown while the filtered ones are on their way. */
  readonly isStale: boolean;
  /** The organization's currency. */
  readonly home: string;
  readonly unconverted: ReadonlySet<string>;
}

/** One currency at a time: sums over several would be of nothing. */
function Sums({ search, costs, isStale, home, unconverted }: SumsProps) {
  const { usage, dimension, interval, range, nowMs, filters, groupBy } = costs;
  // The organization's own first, then those that most records are in.
  const sums = [...usage.totals.by_currency].sort(
    (a, b) => Number(b.currency === home) - Number(a.currency === home) || b.record_count - a.record_count,
  );
  const codes = sums.map((sum) => sum.currency);
  const currency = [search.currency, home].find((code) => code !== undefined && codes.includes(code)) ?? codes[0] ?? home;
  const groups = useMemo(() => groupsOf(usage.data, dimension, currency), [usage, dimension, currency]);
  const names = useAgentNames(dimension === "agent" ? groups.map(({ value }) => value) : []);
  const nameOf = (value: string | null): string => valueName(dimension, value, names);
  const starts = useMemo(() => startsOf(usage.data, interval, range, nowMs), [usage, interval, range, nowMs]);
  const series = seriesOf(usage.data, { dimension, currency, interval }, starts, nameOf);
  return (
    <div aria-busy={isStale} className={`grid grid-cols-1 gap-4 ${isStale ? "opacity-60" : ""}`}>
      <div className="grid grid-cols-1 gap-2">
        {codes.length > 1 ? <Converted search={search} range={range} /> : null}
        <Currencies {...{ search, sums, unconverted }} chosen={currency} />
      </div>
      <div className="grid grid-cols-1 gap-4 px-4 sm:px-6">
        {starts.length === 0 ? null : (
          <OverTime
            {...{ currency, interval, starts, series }}
            aside={
              <a href={usageCsv({ ...filters, group_by: groupBy }, currency)} download className="link">
                Export CSV
              </a>
            }
          />
        )}
        <Breakdown {...{ search, dimension, currency, groups, nameOf }} csv={usageCsv({ ...filters, group_by: dimension }, currency)} />
      </div>
    </div>
  );
}
