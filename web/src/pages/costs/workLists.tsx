import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { ask } from "../../api/client.ts";
import type { OrphanRecord, Record as StoredRecord } from "../../api/native.generated.ts";
import { AtLeast } from "../../components/atLeast.tsx";
import { Button } from "../../components/button.tsx";
import { Card } from "../../components/card.tsx";
import { Money } from "../../components/money.tsx";
import { Segments } from "../../components/segments.tsx";
import { EmptyState, ErrorState, LoadingState } from "../../components/states.tsx";
import { LOCALE } from "../../locale.ts";
import { MissingRates } from "./missingRates.tsx";
import { RecordDialog } from "./recordDialog.tsx";
import { RecordTable } from "./recordTable.tsx";
import { type CostsSearch, LISTS, listOf, readCostsSearch, type WorkList } from "./search.ts";
import { type MissingRate, togetherOf } from "./usage.ts";

const PAGE = 25;
const CURRENCIES_MAX = 3;
const NUMBER = new Intl.NumberFormat(LOCALE);

interface Page {
  readonly data: readonly (StoredRecord | OrphanRecord)[];
  readonly next_cursor: string | null;
  readonly totals: Readonly<Record<string, number>>;
}

interface WorkListsProps {
  readonly search: CostsSearch;
  readonly missing: readonly MissingRate[];
  /** Whether anything was ever sent. */
  readonly hasRecords: boolean;
}

/** What somebody has to do something about, so that the sums above become whole. */
export function WorkLists({ search, missing, hasRecords }: WorkListsProps) {
  const navigate = useNavigate({ from: "/costs" });
  const list = listOf(search);
  const choose = (chosen: WorkList): void =>
    void navigate({ search: readCostsSearch({ ...search, list: chosen }), replace: true, resetScroll: false });
  const choices = list === "records" ? [...LISTS, ["records", "Records"] as const] : LISTS;
  return (
    <div id="lists" className="scroll-mt-4">
      <Card title="To put right" aside={<Segments<WorkList> label="Work list" choices={choices} value={list} choose={choose} />}>
        {hasRecords ? (
          <>
            <p className="px-4 pt-3 text-muted">{leadOf(list, search)}</p>
            {list === "unconverted" ? <MissingRates missing={missing} /> : null}
            <Records
              key={`${list} ${search.record_type ?? ""}`}
              list={list}
              recordType={list === "records" ? search.record_type : undefined}
            />
          </>
        ) : (
          <EmptyState title="No record yet">Records that need somebody’s hand will stand here.</EmptyState>
        )}
      </Card>
    </div>
  );
}

function leadOf(list: WorkList, { record_type }: CostsSearch): ReactNode {
  switch (list) {
    case "unknown":
      return (
        <>
          These records brought no cost and nothing could rate them, so every sum that holds one is too low. Send them again with their
          cost.{" "}
          <Link to="/sessions" search={{ unknown_cost: "true" }} className="link">
            Sessions with an unknown cost
          </Link>
        </>
      );
    case "unconverted":
      return (
        <>
          No exchange rate was in force when these were charged, so no session's cost holds them. Add the rates in the{" "}
          <Link to="/settings" className="link">
            settings
          </Link>
          ; the sums then follow by themselves.
        </>
      );
    case "orphans":
      return "No session holds these records: no parent owns them. Their cost is in the sums above, under no agent.";
    case "records":
      return (
        <>
          All records of the type <bdi>{record_type}</bdi>, in order of arrival, whatever the filters above say about time.
        </>
      );
  }
}

const NONE: Readonly<Record<WorkList, string>> = {
  unknown: "Every record has a cost",
  unconverted: "Every record could be converted",
  orphans: "Every record has a parent",
  records: "There is none",
};

function pageOf(list: WorkList, recordType: string | undefined, cursor: string | null, signal: AbortSignal): Promise<Page> {
  const paging = { limit: PAGE, ...(cursor === null ? {} : { cursor }) };
  if (list === "orphans") return ask("GET /v1/orphans", { query: paging, signal });
  const filter = list !== "records" ? { cost_status: list } : recordType === undefined ? {} : { record_type: recordType };
  return ask("GET /v1/records", { query: { ...filter, ...paging }, signal });
}

function Records({ list, recordType }: { readonly list: WorkList; readonly recordType: string | undefined }) {
  const [opened, setOpened] = useState<StoredRecord | null>(null);
  const { data, error, isPending, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery({
    queryKey: ["work-list", list, recordType],
    queryFn: ({ pageParam, signal }) => pageOf(list, recordType, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });
  if (error !== null) return <ErrorState error={error} retry={() => void refetch()} />;
  if (isPending) return <LoadingState label="Loading the list" lines={8} />;
  const records = data.pages.flatMap((page) => page.data);
  // Orphans are found by looking through the records: how many there are is known only at the end.
  const total = hasNextPage ? data.pages[0]?.totals["records"] : records.length;
  return (
    <>
      {records.length === 0 && !hasNextPage ? (
        <EmptyState title={NONE[list]}>Nothing is left to do here.</EmptyState>
      ) : (
        <RecordTable caption="Records to put right" records={records} open={setOpened} />
      )}
      {records.length === 0 && !hasNextPage ? null : (
        <div className="flex flex-wrap items-center gap-3 px-4 py-2.5">
          {hasNextPage ? (
            <Button disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
              {list === "orphans" ? "Look for more" : "Show more"}
            </Button>
          ) : null}
          <span role="status" className="text-muted">
            {countText(records.length, total)}
            <Together records={records} isWhole={!hasNextPage} />
          </span>
        </div>
      )}
      <RecordDialog record={opened} close={() => setOpened(null)} />
    </>
  );
}

/** Unknown costs add up to nothing: then only the count is told. */
function Together({ records, isWhole }: { readonly records: readonly StoredRecord[]; readonly isWhole: boolean }) {
  const sums = togetherOf(records.map(({ cost }) => cost));
  if (sums.length === 0) return null;
  const shown = sums.slice(0, CURRENCIES_MAX);
  const isAtLeast = records.some(({ cost }) => cost.amount === null);
  return (
    <>
      {isWhole ? ", together " : ", those shown together "}
      {shown.map(({ amount, currency }, index) => (
        <span key={currency}>
          {index === 0 ? "" : " + "}
          {isAtLeast ? <AtLeast /> : null}
          <Money amount={amount} currency={currency} places={0} />
        </span>
      ))}
      {sums.length > shown.length ? ` and ${sums.length - shown.length} more currencies` : ""}
    </>
  );
}

function countText(shown: number, total: number | undefined): string {
  if (total === undefined) return `${NUMBER.format(shown)} found so far`;
  const records = total === 1 ? "record" : "records";
  return shown === total ? `${NUMBER.format(total)} ${records}` : `${NUMBER.format(shown)} of ${NUMBER.format(total)} ${records}`;
}
