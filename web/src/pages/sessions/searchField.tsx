import { type Ref, useEffect, useRef, useState } from "react";
import { Input, Select } from "../../components/fields.tsx";
import { instantMsOf } from "./filterValues.ts";
import { isUnderstood, type SearchChange, type SessionSearch } from "./search.ts";
import { localMinute } from "./series.ts";

const TYPING_MS = 100;
const RANGES = [
  ["", "Any time"],
  ["1h", "Last hour"],
  ["24h", "Last 24 hours"],
  ["7d", "Last 7 days"],
  ["30d", "Last 30 days"],
  ["90d", "Last 90 days"],
  ["fixed", "From … to …"],
] as const;

interface SearchFieldProps {
  readonly value: string | undefined;
  commit(value: string): void;
  readonly field: Ref<HTMLInputElement>;
}

/** Asks the server when the typing pauses, not at every letter; what a further letter overtakes is given up. */
export function SearchField({ value = "", commit, field }: SearchFieldProps) {
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
      label="Said in the call (/)"
      type="search"
      name="q"
      className="w-full sm:w-80"
      placeholder="Words of the transcript"
      value={typed}
      dir="auto"
      autoComplete="off"
      onChange={(event) => type(event.target.value)}
      ref={field}
    />
  );
}

interface TimeRangeProps {
  readonly search: SessionSearch;
  change(changed: SearchChange): void;
}

export function TimeRange({ search, change }: TimeRangeProps) {
  const [isAsked, setAsked] = useState(false);
  const within = isUnderstood("within", search.within) ? search.within : undefined;
  const isFixed = within === undefined && (isAsked || search.after !== undefined || search.before !== undefined);
  const choose = (value: string): void => {
    setAsked(value === "fixed");
    change({ within: value === "fixed" ? undefined : value, after: undefined, before: undefined });
  };
  const bound = (name: "after" | "before", label: string) => (
    <Input
      label={label}
      type="datetime-local"
      className="w-48"
      value={fieldText(search[name])}
      onChange={(event) => change({ [name]: event.target.value, within: undefined })}
    />
  );
  return (
    <>
      <Select
        label="Started"
        className="w-36"
        choices={RANGES}
        value={isFixed ? "fixed" : (within ?? "")}
        onChange={(event) => choose(event.target.value)}
      />
      {isFixed ? (
        <>
          {bound("after", "From")}
          {bound("before", "To")}
        </>
      ) : null}
    </>
  );
}

/** Such a field takes no other writing, and none that is no time. */
function fieldText(text: string | undefined): string {
  const timeMs = instantMsOf(text);
  if (text === undefined || timeMs === undefined) return "";
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/.test(text) ? text : localMinute(timeMs);
}
