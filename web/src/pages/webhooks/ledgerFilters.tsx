import { useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import type { Endpoint } from "../../api/native.generated.ts";
import { Input, Select } from "../../components/fields.tsx";
import { Segments } from "../../components/segments.tsx";
import { EVENT_NAMES } from "./events.ts";
import { STATUSES, type WebhooksSearch } from "./search.ts";

const STATUS_CHOICES = [["", "all"], ...STATUSES.map((status) => [status, status === "dead" ? "dead letters" : status] as const)] as const;
const EVENT_CHOICES: readonly (readonly [string, string])[] = [["", "any"], ...EVENT_NAMES.map((event) => [event, event] as const)];

/** Each stands in the address, so that a view can be sent to somebody. */
export function LedgerFilters({ endpoints }: { readonly endpoints: readonly Endpoint[] }) {
  const search = useSearch({ from: "/signedIn/webhooks" });
  const navigate = useNavigate({ from: "/webhooks" });
  const set = (name: keyof WebhooksSearch, value: string): void =>
    void navigate({
      search: ({ [name]: _former, ...rest }) => (value === "" ? rest : { ...rest, [name]: value }),
      replace: true,
      resetScroll: false,
    });
  const status = STATUSES.find((known) => known === search.status) ?? "";
  const endpointChoices = endpointChoicesOf(endpoints, search.endpoint);
  return (
    <div className="grid gap-3 border-b border-line p-4">
      <div className="relative overflow-x-auto">
        <Segments label="State" choices={STATUS_CHOICES} value={status} choose={(value) => set("status", value)} />
      </div>
      <div className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3 xl:grid-cols-5">
        <Select
          label="Endpoint"
          choices={endpointChoices}
          value={search.endpoint ?? ""}
          onChange={(event) => set("endpoint", event.target.value)}
        />
        <Select label="Event" choices={EVENT_CHOICES} value={search.event ?? ""} onChange={(event) => set("event", event.target.value)} />
        <SessionFilter value={search.session ?? ""} set={(value) => set("session", value)} />
        <Input label="From" type="datetime-local" value={search.after ?? ""} onChange={(event) => set("after", event.target.value)} />
        <Input label="Until" type="datetime-local" value={search.before ?? ""} onChange={(event) => set("before", event.target.value)} />
      </div>
    </div>
  );
}

/** One that was deleted still has deliveries. */
function endpointChoicesOf(endpoints: readonly Endpoint[], chosen: string | undefined): readonly (readonly [string, string])[] {
  const known = endpoints.map(({ id, url }) => [id, url] as const);
  const isGone = chosen !== undefined && !endpoints.some(({ id }) => id === chosen);
  return [["", "any"], ...known, ...(isGone ? [[chosen, chosen] as const] : [])];
}

/** An id is asked for when it is whole: at Enter, or when the field is left. */
function SessionFilter({ value, set }: { readonly value: string; set(value: string): void }) {
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  const take = (): void => {
    if (text.trim() !== value) set(text.trim());
  };
  return (
    <Input
      label="Session id"
      type="search"
      value={text}
      onChange={(event) => setText(event.target.value)}
      onBlur={take}
      onKeyDown={(event) => {
        if (event.key === "Enter") take();
      }}
    />
  );
}
