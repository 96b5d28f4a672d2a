import { type Ref, useEffect, useRef, useState } from "react";
import { Button } from "../../components/button.tsx";
import { Input, Select } from "../../components/fields.tsx";
import { type FilterName, hasFilters, type SessionSearch } from "./search.ts";

const TYPING_MS = 250;

interface FiltersProps {
  readonly search: SessionSearch;
  change(changed: { readonly [Name in FilterName]?: string | undefined }): void;
  clear(): void;
  readonly searchField: Ref<HTMLInputElement>;
}

const ANY = ["", "any"] as const;
const STATES = [ANY, ["open", "open"], ["ended", "ended"], ["settling", "settling"], ["settled", "settled"]] as const;
const OUTCOMES = [
  ANY,
  ["RESOLVED", "resolved"],
  ["PARTIALLY_RESOLVED", "partially resolved"],
  ["UNRESOLVED", "unresolved"],
  ["NOT_APPLICABLE", "not applicable"],
  ["null", "not analysed"],
] as const;
const SENTIMENTS = [ANY, ["POSITIVE", "positive"], ["NEUTRAL", "neutral"], ["NEGATIVE", "negative"], ["null", "not analysed"]] as const;
const CHANNELS = [ANY, ["voice", "voice"], ["web", "web"], ["sip", "sip"]] as const;
const COSTS = [ANY, ["true", "some unknown"]] as const;
const RANGES = [
  ["", "any time"],
  ["1h", "last hour"],
  ["24h", "last 24 hours"],
  ["7d", "last 7 days"],
  ["30d", "last 30 days"],
  ["fixed", "from … to …"],
] as const;

export function Filters({ search, change, clear, searchField }: FiltersProps) {
  const choice = (name: FilterName, label: string, choices: readonly (readonly [string, string])[]) => (
    <Select
      label={label}
      choices={withUnlisted(choices, search[name])}
      value={search[name] ?? ""}
      onChange={(event) => change({ [name]: event.target.value })}
    />
  );
  return (
    <search aria-label="Filter the sessions" className="shrink-0">
      <form
        className="grid grid-cols-2 items-end gap-2 px-4 py-3 sm:grid-cols-4 lg:grid-cols-9"
        onSubmit={(event) => event.preventDefault()}
      >
        <TextFilter
          name="q"
          label="Said in the call (/)"
          className="col-span-2"
          value={search.q}
          commit={(q) => change({ q })}
          field={searchField}
        />
        <TextFilter name="agent" label="Agent's name" value={search.agent} commit={(agent) => change({ agent })} />
        {choice("state", "State", STATES)}
        {choice("outcome", "Outcome", OUTCOMES)}
        {choice("sentiment", "Sentiment", SENTIMENTS)}
        {choice("channel", "Channel", CHANNELS)}
        {choice("unknown_cost", "Cost", COSTS)}
        <TimeRange search={search} change={change} />
        {hasFilters(search) ? (
          <Button look="quiet" onClick={clear}>
            Clear all filters
          </Button>
        ) : null}
      </form>
    </search>
  );
}

/** A value that somebody wrote into the address by hand is shown as it is. */
const withUnlisted = (
  choices: readonly (readonly [string, string])[],
  value: string | undefined,
): readonly (readonly [string, string])[] =>
  value === undefined || choices.some(([known]) => known === value) ? choices : [...choices, [value, value]];

function TimeRange({ search, change }: Pick<FiltersProps, "search" | "change">) {
  const [isFixed, setFixed] = useState(search.after !== undefined || search.before !== undefined);
  const chosen = isFixed ? "fixed" : (search.within ?? "");
  const choose = (value: string): void => {
    setFixed(value === "fixed");
    change({ within: value === "fixed" ? undefined : value, after: undefined, before: undefined });
  };
  return (
    <>
      <Select
        label="Started"
        className="col-span-2 sm:col-span-1"
        choices={RANGES}
        value={chosen}
        onChange={(event) => choose(event.target.value)}
      />
      {isFixed ? (
        <>
          <Input
            label="From"
            type="datetime-local"
            value={search.after ?? ""}
            onChange={(event) => change({ after: event.target.value })}
          />
          <Input
            label="To"
            type="datetime-local"
            value={search.before ?? ""}
            onChange={(event) => change({ before: event.target.value })}
          />
        </>
      ) : null}
    </>
  );
}

interface TextFilterProps {
  readonly name: string;
  readonly label: string;
  readonly className?: string;
  readonly value: string | undefined;
  commit(value: string): void;
  readonly field?: Ref<HTMLInputElement>;
}

/** Asks the server when the typing pauses, not at every letter. */
function TextFilter({ name, label, className = "", value = "", commit, field }: TextFilterProps) {
  const [typed, setTyped] = useState(value);
  const timer = useRef<number | undefined>(undefined);
  // The address may change by itself: by going back, or by clearing all filters.
  useEffect(() => setTyped(value), [value]);
  useEffect(() => () => window.clearTimeout(timer.current), []);
  const type = (text: string): void => {
    setTyped(text);
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(() => commit(text), TYPING_MS);
  };
  return (
    <Input
      label={label}
      type="search"
      name={name}
      className={className}
      value={typed}
      autoComplete="off"
      onChange={(event) => type(event.target.value)}
      {...(field === undefined ? {} : { ref: field })}
    />
  );
}
