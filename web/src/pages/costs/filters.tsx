import { useState } from "react";
import { Button } from "../../components/button.tsx";
import { Input, Select } from "../../components/fields.tsx";
import { isUnderstood } from "../sessions/search.ts";
import { useAgentNames, useChoices } from "./queries.ts";
import { type CostsChange, type CostsName, type CostsSearch, DIMENSIONS, dimensionOf, hasFilters, type Range } from "./search.ts";
import { toldApart } from "./toldApart.ts";

const RANGES = [
  ["", "any time"],
  ["24h", "last 24 hours"],
  ["7d", "last 7 days"],
  ["30d", "last 30 days"],
  ["fixed", "from … to …"],
] as const;

interface FiltersProps {
  readonly search: CostsSearch;
  readonly range: Range;
  change(changed: CostsChange): void;
  clear(): void;
}

type Choice = readonly [value: string, shown: string];

export function Filters({ search, range, change, clear }: FiltersProps) {
  const products = useChoices("product", range);
  const agents = useChoices("agent", range);
  const models = useChoices("model", range);
  const types = useChoices("record_type", range);
  const names = toldApart(useAgentNames(agents));
  const choose = (name: CostsName, label: string, values: readonly (string | null)[], none: string, show = (value: string) => value) => (
    <Select
      label={label}
      choices={choicesOf(values, search[name], none, show)}
      value={search[name] ?? ""}
      onChange={(event) => change({ [name]: event.target.value })}
    />
  );
  return (
    <search aria-label="Filter the costs" className="shrink-0">
      <form
        className="grid grid-cols-2 items-end gap-2 px-4 py-3 sm:grid-cols-[repeat(auto-fill,minmax(11.5rem,1fr))] sm:px-6"
        onSubmit={(event) => event.preventDefault()}
      >
        <Select
          label="Group by"
          choices={DIMENSIONS}
          value={dimensionOf(search)}
          onChange={(event) => change({ by: event.target.value === "product" ? undefined : event.target.value })}
        />
        <TimeRange search={search} change={change} />
        {choose("product", "Product", products, "no product")}
        {choose("agent_id", "Agent", agents, "no agent", (id) => names.get(id) ?? id)}
        {choose("model", "Model", models, "no model")}
        {choose("record_type", "Record type", types, "no type")}
        {hasFilters(search) ? (
          <Button look="quiet" className="justify-self-start" onClick={clear}>
            Clear filters
          </Button>
        ) : null}
      </form>
      {(["within", "after", "before"] as const).map((name) =>
        isUnderstood(name, search[name]) ? null : (
          <p
            key={name}
            className="px-4 pb-3 text-warn wrap-anywhere sm:px-6"
          >{`The time “${search[name]}” is not understood and not applied.`}</p>
        ),
      )}
    </search>
  );
}

/** "null" is the API's word for those without; what stands in the address is among the choices, whether it still occurs or not. */
function choicesOf(
  values: readonly (string | null)[],
  chosen: string | undefined,
  none: string,
  show: (value: string) => string,
): Choice[] {
  const texts = values.map((value) => value ?? "null");
  const all = chosen === undefined || texts.includes(chosen) ? texts : [...texts, chosen];
  return [["", "any"], ...all.map((text): Choice => [text, text === "null" ? none : show(text)])];
}

function TimeRange({ search, change }: Pick<FiltersProps, "search" | "change">) {
  const [isFixed, setFixed] = useState(false);
  const hasTimes = search.within === undefined && (search.after !== undefined || search.before !== undefined);
  const choose = (value: string): void => {
    setFixed(value === "fixed");
    change({ within: value === "fixed" ? undefined : value, after: undefined, before: undefined });
  };
  const times = (["after", "before"] as const).map((name) => (
    <Input
      key={name}
      label={name === "after" ? "From" : "To"}
      type="datetime-local"
      className="grid-cols-1 max-sm:col-span-2"
      value={search[name] ?? ""}
      onChange={(event) => change({ [name]: event.target.value })}
    />
  ));
  return (
    <>
      <Select
        label="Time"
        choices={withUnlisted(search.within)}
        value={isFixed || hasTimes ? "fixed" : (search.within ?? "")}
        onChange={(event) => choose(event.target.value)}
      />
      {isFixed || hasTimes ? times : null}
    </>
  );
}

const withUnlisted = (within: string | undefined): readonly Choice[] =>
  within === undefined || RANGES.some(([known]) => known === within) ? RANGES : [...RANGES, [within, within]];
