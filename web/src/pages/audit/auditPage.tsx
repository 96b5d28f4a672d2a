import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { ask } from "../../api/client.ts";
import type { AuditEntry } from "../../api/native.generated.ts";
import { AdminOnly, useIsAdmin } from "../../components/admin.tsx";
import { Button } from "../../components/button.tsx";
import { Card } from "../../components/card.tsx";
import { Input } from "../../components/fields.tsx";
import { PageHead } from "../../components/pageHead.tsx";
import { EmptyState, ErrorState, LoadingState } from "../../components/states.tsx";
import { Time } from "../../components/time.tsx";
import { deedOf, detailParts } from "./deeds.ts";

const ENTRIES_MAX = 500;

export function AuditPage() {
  const isAdmin = useIsAdmin();
  return (
    <>
      <PageHead title="Audit" lead="Who changed what, newest first." />
      <div className="grid gap-4 p-4 sm:px-6">{isAdmin ? <Audit /> : <AdminOnly what="The audit" />}</div>
    </>
  );
}

function Audit() {
  const { q = "" } = useSearch({ from: "/signedIn/audit" });
  const navigate = useNavigate({ from: "/audit" });
  const look = (text: string): void => void navigate({ search: text === "" ? {} : { q: text }, replace: true });
  const audit = useQuery({ queryKey: ["audit"], queryFn: ({ signal }) => ask("GET /v1/audit", { query: { limit: ENTRIES_MAX }, signal }) });
  const keys = useQuery({ queryKey: ["keys"], queryFn: ({ signal }) => ask("GET /v1/keys", { signal }) });
  if (audit.error !== null) return <ErrorState error={audit.error} retry={() => void audit.refetch()} />;
  const names = new Map(keys.data?.data.map(({ id, name }) => [id, name]));
  const entries = audit.data?.data ?? [];
  const found = entries.filter((entry) => matches(entry, names.get(entry.actor), q));
  return (
    <>
      <Input label="Find in the audit" type="search" className="max-w-sm" value={q} onChange={(event) => look(event.target.value)} />
      <Card title="Changes" aside={<Count found={found.length} all={entries.length} />}>
        {audit.data === undefined ? (
          <LoadingState label="Loading the audit" />
        ) : found.length > 0 ? (
          <Entries entries={found} names={names} />
        ) : entries.length === 0 ? (
          <EmptyState title="Nothing was changed yet">
            Keys, agents, webhooks, rates and settings leave a line here when they change.
          </EmptyState>
        ) : (
          <EmptyState title="Nothing matches">
            <Button onClick={() => look("")}>Show all</Button>
          </EmptyState>
        )}
      </Card>
    </>
  );
}

const Count = ({ found, all }: { readonly found: number; readonly all: number }) => (
  <span role="status" className="text-muted">
    {all === ENTRIES_MAX ? `${found} of the newest ${ENTRIES_MAX}` : found === all ? `${all}` : `${found} of ${all}`}
  </span>
);

function matches({ actor, action, detail }: AuditEntry, name: string | undefined, text: string): boolean {
  const all = [actor, name ?? "", action, deedOf(action), detail].join(" ").toLowerCase();
  return text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => all.includes(word));
}

interface EntriesProps {
  readonly entries: readonly AuditEntry[];
  readonly names: ReadonlyMap<string, string>;
}

const Entries = ({ entries, names }: EntriesProps) => (
  <ol>
    {entries.map((entry, index) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: entries have no id, and two deeds can fall into one millisecond.
      <li key={`${entry.at} ${index}`} className="grid gap-x-4 border-b border-line px-4 py-2 last:border-b-0 sm:grid-cols-[12rem_1fr]">
        <span className="text-muted">
          <Time at={entry.at} />
        </span>
        <div className="min-w-0">
          <p className="wrap-anywhere">
            <Actor actor={entry.actor} name={names.get(entry.actor)} /> {deedOf(entry.action)}
          </p>
          <Detail detail={entry.detail} />
        </div>
      </li>
    ))}
  </ol>
);

const Actor = ({ actor, name }: { readonly actor: string; readonly name: string | undefined }) =>
  name === undefined ? (
    <code className="font-semibold">{actor}</code>
  ) : (
    <strong dir="auto" className="font-semibold" title={actor}>
      {name}
    </strong>
  );

function Detail({ detail }: { readonly detail: string }) {
  const { text, json } = detailParts(detail);
  return (
    <>
      {text === "" ? null : (
        <p dir="auto" className="text-muted wrap-anywhere">
          {text}
        </p>
      )}
      {json === null ? null : (
        <details>
          <summary className="min-h-6 cursor-pointer text-muted">What was sent</summary>
          <pre className="mt-1 whitespace-pre-wrap wrap-anywhere">{json}</pre>
        </details>
      )}
    </>
  );
}
