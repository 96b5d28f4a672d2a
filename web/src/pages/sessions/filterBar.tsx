import { memo, type Ref, type RefObject, useEffect, useRef, useState } from "react";
import { Button } from "../../components/button.tsx";
import { Popover, type PopoverHandle } from "../../components/popover.tsx";
import { FilterEditor } from "./filterEditor.tsx";
import { FILTER_KINDS, type Filter, isActive, namesOf, notUnderstood, shownValue } from "./filterKinds.ts";
import { hasFilters, type SearchChange, type SessionSearch } from "./search.ts";
import { SearchField, TimeRange } from "./searchField.tsx";
import type { SessionRows } from "./sessionRows.ts";

interface FilterBarProps {
  readonly search: SessionSearch;
  readonly list: SessionRows;
  change(changed: SearchChange): void;
  clear(): void;
  readonly searchField: Ref<HTMLInputElement>;
}

/** What is searched and when are always in sight; every other filter is a chip once it asks for something. */
export const FilterBar = memo(({ search, list, change, clear, searchField }: FilterBarProps) => {
  const active = FILTER_KINDS.filter((filter) => isActive(filter, search));
  const bar = useRef<HTMLElement>(null);
  const removed = useNeighbourFocus(bar, Object.keys(search).length);
  return (
    <search ref={bar} aria-label="Filter the sessions" className="grid shrink-0 grid-cols-1 gap-2 px-4 pt-3 sm:px-6">
      <div className="flex flex-wrap items-end gap-2">
        <SearchField value={search.q} commit={(q) => change({ q })} field={searchField} />
        <TimeRange search={search} change={change} />
        <span data-add>
          <AddFilter {...{ search, list, change }} />
        </span>
        {/* Beside the fields while there is room; on a phone below them. */}
        <div className="flex w-full flex-wrap items-center gap-2 empty:hidden sm:contents">
          <UnreadTime search={search} change={change} />
          {active.map((filter, index) => (
            <Chip key={filter.title} {...{ filter, search, list, change }} removed={() => removed(index)} />
          ))}
          {hasFilters(search) ? (
            <Button
              look="quiet"
              className="px-2"
              onClick={() => {
                removed(0);
                clear();
              }}
            >
              Clear all filters
            </Button>
          ) : null}
        </div>
      </div>
    </search>
  );
});

/** Whoever took a filter away goes on at the next one, or where filters are added. */
function useNeighbourFocus(bar: RefObject<HTMLElement | null>, count: number): (index: number) => void {
  const removed = useRef<number | undefined>(undefined);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only with another number of filters is the removed one gone.
  useEffect(() => {
    const index = removed.current;
    removed.current = undefined;
    if (index === undefined) return;
    const chips = [...(bar.current?.querySelectorAll<HTMLElement>("[data-chip] > button:first-child") ?? [])];
    (chips[Math.min(index, chips.length - 1)] ?? bar.current?.querySelector<HTMLElement>("[data-add] > button"))?.focus();
  }, [count]);
  return (index) => {
    removed.current = index;
  };
}

type PartProps = Pick<FilterBarProps, "search" | "list" | "change">;

/** First which filter, then what it asks for. */
function AddFilter({ search, list, change }: PartProps) {
  const [chosen, setChosen] = useState<Filter>();
  const popover = useRef<PopoverHandle>(null);
  return (
    <Popover ref={popover} label="Add filter" title="Add a filter" onClosed={() => setChosen(undefined)}>
      {chosen === undefined ? (
        <ul className="grid gap-0.5">
          {FILTER_KINDS.map((filter) => (
            <li key={filter.title}>
              <button
                type="button"
                className="flex min-h-8 w-full cursor-pointer items-center justify-between gap-2 rounded px-2 py-1 text-left hover:bg-raised"
                onClick={() => setChosen(filter)}
              >
                {filter.title}
                {isActive(filter, search) ? <span className="text-xs text-accent">✓ in use</span> : null}
              </button>
            </li>
          ))}
        </ul>
      ) : (
        <div className="grid gap-2">
          <Button look="quiet" className="h-7 justify-self-start px-2" onClick={() => setChosen(undefined)}>
            ← All filters
          </Button>
          <FilterEditor key={chosen.title} filter={chosen} {...{ search, list, change }} done={() => popover.current?.close()} />
        </div>
      )}
    </Popover>
  );
}

const CHIP = "inline-flex h-8 max-w-full min-w-0 items-center rounded-md border";
const NOT_READ = "not understood, not applied";
const TIMES = [
  ["within", "Started"],
  ["after", "From"],
  ["before", "To"],
] as const;

/** Times of the address that their fields cannot show. */
function UnreadTime({ search, change }: Pick<PartProps, "search" | "change">) {
  return TIMES.filter(([name]) => notUnderstood([name], search).length > 0).map(([name, title]) => (
    <span key={name} className={`${CHIP} border-warn bg-surface`}>
      <span dir="auto" className="max-w-96 truncate pl-2 text-warn">
        {`${title}: ${search[name]} – ${NOT_READ}`}
      </span>
      <Button
        look="quiet"
        aria-label={`Remove the filter ${title}: ${search[name]}`}
        className="!h-7.5 rounded-l-none px-1.5"
        onClick={() => change({ [name]: undefined })}
      >
        ✕
      </Button>
    </span>
  ));
}

/** Opens its filter's editor; its cross takes the filter away. */
function Chip({ filter, search, list, change, removed }: PartProps & { readonly filter: Filter; removed(): void }) {
  const popover = useRef<PopoverHandle>(null);
  const names = namesOf(filter).filter((known) => search[known] !== undefined);
  const unread = notUnderstood(names, search);
  // Where one end of a range can be read, the other is named.
  const fault = unread.length === names.length ? NOT_READ : `“${unread.join()}” ${NOT_READ}`;
  const value = unread.length > 0 && unread.length === names.length ? unread.join(" and ") : shownValue(filter, search);
  const name = `${filter.title}: ${value}${unread.length === 0 ? "" : ` – ${fault}`}`;
  return (
    <span data-chip className={`${CHIP} ${unread.length === 0 ? "border-line bg-selected" : "border-warn bg-surface"}`}>
      <Popover
        ref={popover}
        title={name}
        look="quiet"
        buttonClass="!h-7.5 min-w-0 shrink rounded-r-none pr-1 pl-2 font-normal"
        label={
          <span className="flex min-w-0 gap-1">
            <span className="shrink-0 text-muted">{`${filter.title}: `}</span>
            <span dir="auto" className="max-w-64 truncate font-medium text-text">
              {value}
            </span>
            {unread.length === 0 ? null : <span className="truncate text-warn">{` – ${fault}`}</span>}
          </span>
        }
      >
        <FilterEditor {...{ filter, search, list, change }} done={() => popover.current?.close()} />
      </Popover>
      <Button
        look="quiet"
        aria-label={`Remove the filter ${name}`}
        className="!h-7.5 rounded-l-none px-1.5"
        onClick={() => {
          removed();
          change(Object.fromEntries(namesOf(filter).map((known) => [known, undefined])));
        }}
      >
        ✕
      </Button>
    </span>
  );
}
