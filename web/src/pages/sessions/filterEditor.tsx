import { type FormEvent, useId, useState } from "react";
import { Button } from "../../components/button.tsx";
import { Input } from "../../components/fields.tsx";
import type { ChoiceFilter, Filter, RangeFilter, TextFilter } from "./filterKinds.ts";
import { listText, valuesOf } from "./filterValues.ts";
import type { SearchChange, SessionSearch } from "./search.ts";
import type { SessionRows } from "./sessionRows.ts";
import { useOffers } from "./useOffers.ts";

interface EditorProps<Kind extends Filter> {
  readonly filter: Kind;
  readonly search: SessionSearch;
  /** The rows that are shown offer their values. */
  readonly list: SessionRows;
  change(changed: SearchChange): void;
  done(): void;
}

/** What one filter asks for; choices count at once, texts when they are applied. */
export function FilterEditor(props: EditorProps<Filter>) {
  const { filter } = props;
  switch (filter.kind) {
    case "choices":
      return <Choices {...props} filter={filter} />;
    case "text":
      return <Text {...props} filter={filter} />;
    case "range":
      return <Range {...props} filter={filter} />;
  }
}

function Choices({ filter, search, change }: EditorProps<ChoiceFilter>) {
  const name = useId();
  const chosen = valuesOf(search[filter.name]).map((value) => value.toLowerCase());
  const isChosen = (value: string): boolean => chosen.includes(value.toLowerCase());
  const toggle = (value: string): void => {
    const next = filter.choices.map(([known]) => known).filter((known) => (known === value ? !isChosen(known) : isChosen(known)));
    change({ [filter.name]: filter.isSingle ? value : listText(next) });
  };
  return (
    <fieldset className="grid gap-1">
      <legend className="mb-2 font-medium">{filter.title}</legend>
      {filter.choices.map(([value, shown]) => (
        <label key={value} className="flex min-h-7 cursor-pointer items-center gap-2 rounded px-1.5 py-1 hover:bg-raised">
          <input
            type={filter.isSingle ? "radio" : "checkbox"}
            name={name}
            className="size-4 accent-accent"
            checked={isChosen(value)}
            onChange={() => toggle(value)}
          />
          {shown}
        </label>
      ))}
    </fieldset>
  );
}

function Text({ filter, search, list, change, done }: EditorProps<TextFilter>) {
  const [typed, setTyped] = useState(search[filter.name] ?? "");
  const offers = useOffers(filter.offers, list);
  const id = useId();
  const apply = (text: string): void => {
    change({ [filter.name]: text.trim() });
    done();
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    apply(typed);
  };
  const fitting = offers.filter((offer) => offer.toLowerCase().includes(typed.trim().toLowerCase())).slice(0, 50);
  return (
    <form className="grid gap-2" onSubmit={submit}>
      <Input
        label={filter.title}
        value={typed}
        dir="auto"
        autoComplete="off"
        aria-describedby={filter.hint === undefined ? undefined : id}
        onChange={(event) => setTyped(event.target.value)}
      />
      {filter.hint === undefined ? null : (
        <p id={id} className="text-xs text-muted">
          {filter.hint}
        </p>
      )}
      {fitting.length === 0 ? null : (
        <ul aria-label="Known values" className="max-h-52 overflow-auto">
          {fitting.map((offer) => (
            <li key={offer}>
              <button
                type="button"
                dir="auto"
                title={offer}
                className="min-h-7 w-full cursor-pointer truncate rounded px-1.5 py-1 text-start hover:bg-raised"
                onClick={() => apply(filter.offers === "agentNames" ? offer : listText([offer]))}
              >
                {offer}
              </button>
            </li>
          ))}
        </ul>
      )}
      <Apply />
    </form>
  );
}

function Range({ filter, search, change, done }: EditorProps<RangeFilter>) {
  const { min: minName, max: maxName } = filter;
  const [min, setMin] = useState(search[minName] ?? "");
  const [max, setMax] = useState(maxName === undefined ? "" : (search[maxName] ?? ""));
  const [isTold, setTold] = useState(false);
  const faults = [filter.fault(min.trim()), filter.fault(max.trim())] as const;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTold(true);
    if (faults.some((fault) => fault !== undefined)) return;
    change({ [minName]: min.trim(), ...(maxName === undefined ? {} : { [maxName]: max.trim() }) });
    done();
  };
  const unit = filter.unit === "" ? "" : `, ${filter.unit}`;
  return (
    <form className="grid gap-2" onSubmit={submit} noValidate>
      <p className="font-medium">{filter.title}</p>
      <div className={maxName === undefined ? "" : "grid grid-cols-2 gap-2"}>
        <Input
          label={`At least${unit}`}
          inputMode="decimal"
          value={min}
          onChange={(event) => setMin(event.target.value)}
          fault={isTold ? faults[0] : undefined}
        />
        {maxName === undefined ? null : (
          <Input
            label={`At most${unit}`}
            inputMode="decimal"
            value={max}
            onChange={(event) => setMax(event.target.value)}
            fault={isTold ? faults[1] : undefined}
          />
        )}
      </div>
      <Apply />
    </form>
  );
}

const Apply = () => (
  <div className="flex justify-end">
    <Button type="submit" look="primary">
      Apply
    </Button>
  </div>
);
