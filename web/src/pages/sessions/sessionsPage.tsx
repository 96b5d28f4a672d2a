import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback, useMemo, useRef, useState } from "react";
import { ask } from "../../api/client.ts";
import { Button } from "../../components/button.tsx";
import { EmptyState, ErrorState, LoadingState } from "../../components/states.tsx";
import { Filters } from "./filters.tsx";
import { FirstRecord } from "./firstRecord.tsx";
import { KeyboardHelp } from "./keyboardHelp.tsx";
import { type FilterName, hasFilters, nextSort, readSessionSearch, type SessionSearch, toQuery } from "./search.ts";
import { SessionTable } from "./sessionTable.tsx";
import { Totals } from "./totals.tsx";
import { useKeys } from "./useKeys.ts";

const PAGE = 200;

export function SessionsPage() {
  const search = useSearch({ from: "/signedIn/sessions" });
  const navigate = useNavigate({ from: "/sessions" });
  const [selected, setSelected] = useState(-1);
  const searchField = useRef<HTMLInputElement>(null);
  const help = useRef<HTMLDialogElement>(null);
  const list = useSessions(search);
  const { fetchNextPage, hasNextPage, isFetchingNextPage } = list;

  const show = (next: SessionSearch): void => {
    setSelected(-1);
    void navigate({ search: next, replace: true });
  };
  const change = (changed: { readonly [Name in FilterName]?: string | undefined }): void =>
    show(readSessionSearch({ ...search, ...changed }));
  const loadMore = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [fetchNextPage, hasNextPage, isFetchingNextPage]);

  const sessions = useMemo(() => list.data?.pages.flatMap((page) => page.data) ?? [], [list.data]);
  const totals = list.data?.pages[0]?.totals;
  useKeys({
    j: () => setSelected((index) => Math.min(index + 1, sessions.length - 1)),
    k: () => setSelected((index) => Math.max(index - 1, 0)),
    "/": () => searchField.current?.focus(),
    "?": () => help.current?.showModal(),
  });

  return (
    <>
      <title>Sessions – Calltree</title>
      <div className="flex shrink-0 items-center justify-between px-4 pt-4">
        <h1>Sessions</h1>
        <Button look="quiet" onClick={() => help.current?.showModal()}>
          Keys (?)
        </Button>
      </div>
      <Filters search={search} change={change} clear={() => show({})} searchField={searchField} />
      <Totals totals={totals} />
      {list.error !== null ? (
        <ErrorState error={list.error} retry={() => void list.refetch()} />
      ) : list.isPending ? (
        <LoadingState label="Loading the sessions" lines={12} />
      ) : sessions.length > 0 ? (
        <SessionTable
          {...{ sessions, selected, loadMore }}
          count={totals?.count ?? sessions.length}
          sort={search.sort}
          view={search}
          isStale={list.isPlaceholderData}
          sortBy={(field) => change({ sort: nextSort(search.sort, field) })}
        />
      ) : hasFilters(search) ? (
        <EmptyState title="No session matches">
          <p>Loosen a filter, or look at a longer time.</p>
          <Button className="mt-4" onClick={() => show({})}>
            Clear all filters
          </Button>
        </EmptyState>
      ) : (
        <FirstRecord />
      )}
      <KeyboardHelp ref={help} />
    </>
  );
}

function useSessions(search: SessionSearch) {
  // A range that moves is fixed for as long as the filters stay, or every drawing would ask for another.
  const query = useMemo(() => toQuery(search, Date.now()), [search]);
  return useInfiniteQuery({
    queryKey: ["sessions", query],
    queryFn: ({ pageParam, signal }) =>
      ask("GET /v1/sessions", { query: { ...query, limit: PAGE, ...(pageParam === null ? {} : { cursor: pageParam }) }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: keepPreviousData,
  });
}
