import { useNavigate, useSearch } from "@tanstack/react-router";
import { type RefObject, useCallback, useEffect, useRef, useState } from "react";
import { Button } from "../../components/button.tsx";
import { EmptyState, ErrorState, LoadingState } from "../../components/states.tsx";
import { LiveStatusSign } from "../../live/liveStatus.tsx";
import { columnsText } from "./columnChoice.ts";
import { ColumnsMenu } from "./columnsMenu.tsx";
import { ExportMenu } from "./exportMenu.tsx";
import { FilterBar } from "./filterBar.tsx";
import { FirstRecord } from "./firstRecord.tsx";
import { KeyboardHelp } from "./keyboardHelp.tsx";
import { FarRows, NewRows } from "./rowBars.tsx";
import { hasFilters, nextSort, readSessionSearch, reversedSort, type SearchChange, type SessionSearch, withoutFilters } from "./search.ts";
import { SeriesFold } from "./seriesFold.tsx";
import { SessionTable } from "./sessionTable.tsx";
import { SpokenTotals, Totals } from "./totals.tsx";
import { useColumns } from "./useColumns.ts";
import { useKeys } from "./useKeys.ts";
import { dropRows, useLiveRows, useSessionRows } from "./useSessionRows.ts";

export function SessionsPage() {
  const search = useSearch({ from: "/signedIn/sessions" });
  const navigate = useNavigate({ from: "/sessions" });
  const [generation, setGeneration] = useState(0);
  const { list, wanted } = useSessionRows(search, generation);
  const isStale = wanted !== list;
  const searchField = useRef<HTMLInputElement>(null);
  const help = useRef<HTMLDialogElement>(null);

  const show = useCallback((next: SessionSearch): void => void navigate({ search: next, replace: true }), [navigate]);
  const change = useCallback((changed: SearchChange): void => show(readSessionSearch({ ...search, ...changed })), [show, search]);
  const clear = useCallback((): void => show(withoutFilters(search)), [show, search]);
  const { columns, isUsual, isNarrow, chooseColumns, measured } = useColumns(search.columns, (text) => change({ columns: text }));
  const reload = useCallback((): void => {
    dropRows(search);
    setGeneration((known) => known + 1);
  }, [search]);
  // Charts and sums of nothing would only push the way to the first session down.
  const isEmpty = list.isReady && list.error === undefined && list.rows.length === 0 && !hasFilters(search);
  const heading = useRef<HTMLHeadingElement>(null);
  useFirstSessionsFocus(isEmpty, heading);
  useLiveRows(list, () => list.scrollPx === 0 && list.selected === undefined);

  const step = (by: 1 | -1): void => {
    const index = Math.max(0, Math.min(list.indexOf(list.selected) + by, list.rows.length - 1));
    list.select(list.rows[index]?.session.id);
  };
  useKeys({
    j: () => step(1),
    k: () => step(-1),
    x: () => list.select(undefined),
    r: () => {
      if (list.newcomers.length > 0) reload();
    },
    "/": () => searchField.current?.focus(),
    "?": () => help.current?.showModal(),
  });
  const linkSearch = new URLSearchParams({ ...search, columns: columnsText(columns) });

  return (
    <>
      <title>Sessions – Calltree</title>
      <div className="flex shrink-0 flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 pt-4 sm:px-6">
        <div className="flex items-center gap-3">
          <h1 ref={heading} tabIndex={-1}>
            Sessions
          </h1>
          <LiveStatusSign />
        </div>
        <div className="flex flex-wrap items-center gap-2">
          <ColumnsMenu columns={columns} isUsual={isUsual} choose={chooseColumns} />
          <ExportMenu query={list.query} columns={columns} count={list.totals?.count} />
          <Button look="quiet" className="max-sm:hidden" onClick={() => help.current?.showModal()}>
            Shortcuts (?)
          </Button>
        </div>
      </div>
      <FilterBar {...{ search, list, change, searchField }} link={`${window.location.origin}/sessions?${linkSearch}`} clear={clear} />
      {isEmpty ? null : (
        <>
          <SeriesFold query={wanted.query} />
          <div className="relative shrink-0">
            <Totals totals={list.totals} />
            <NewRows list={list} show={reload} />
          </div>
        </>
      )}
      <SpokenTotals list={list} />
      <div ref={measured} className="flex min-h-0 flex-1 flex-col">
        {list.error !== undefined && list.rows.length === 0 ? (
          <ErrorState error={list.error} retry={() => list.retry()} />
        ) : !list.isReady ? (
          <LoadingState label="Loading the sessions" lines={12} />
        ) : list.rows.length > 0 ? (
          <SessionTable
            {...{ list, columns, isStale, isNarrow }}
            areUsual={isUsual}
            sort={search.sort}
            sortBy={(field) => change({ sort: nextSort(search.sort, field) })}
          />
        ) : hasFilters(search) ? (
          <EmptyState title="No session matches">
            <p>Loosen a filter, or look at a longer time.</p>
            <Button
              className="mt-4"
              onClick={() => {
                clear();
                heading.current?.focus();
              }}
            >
              Clear all filters
            </Button>
          </EmptyState>
        ) : (
          <FirstRecord reload={reload} />
        )}
        <FarRows list={list} reverse={() => change({ sort: reversedSort(search.sort) })} />
      </div>
      <KeyboardHelp ref={help} />
    </>
  );
}

/** What the focus was on is gone once the first sessions are there; then it goes to the top of the page. */
function useFirstSessionsFocus(isEmpty: boolean, heading: RefObject<HTMLElement | null>): void {
  const wasEmpty = useRef(isEmpty);
  useEffect(() => {
    if (wasEmpty.current && !isEmpty && document.activeElement === document.body) heading.current?.focus();
    wasEmpty.current = isEmpty;
  }, [isEmpty, heading]);
}
