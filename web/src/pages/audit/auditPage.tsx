import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
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

const PAGE_COUNT = 500;

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
  const audit = useInfiniteQuery({
    queryKey: ["audit"],
    queryFn: ({ pageParam, signal }) =>
      ask("GET /v1/audit", { query: { limit: PAGE_COUNT, ...(pageParam === "" ? {} : { cursor: pageParam }) }, signal }),
    initialPageParam: "",
    getNextPageParam: ({ next_cursor }) => next_cursor,
  });
  const keys = useQuery({ queryKey: ["keys"], queryFn: ({ signal }) => ask("GET /v1/keys", { signal }) });
  if (audit.error !== null) return <ErrorState error={audit.error} retry={() => void audit.refetch()} />;
  const names = new Map(keys.data?.data.map(({ id, name }) => [id, name]));
  const entries = audit.data?.pages.flatMap(({ data }) => data) ?? [];
  const found = entries.filter((entry) => matches(entry, names.get(entry.actor), q));
  return (
    <>
      <Input label="Find in the audit" type="search" className="max-w-sm" value={q} onChange={(event) => look(event.target.value)} />
      <Card title="Changes" aside={<Count found={found.length} all={entries.length} isAll={!audit.hasNextPage} />}>
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
        {audit.hasNextPage ? (
          <div className="p-3 text-center">
            <Button disabled={audit.isFetchingNextPage} onClick={() => void audit.fetchNextPage()}>
              {q === "" ? "Show older ones" : "Look further back"}
            </Button>
          </div>
        ) : null}
      </Card>
    </>
  );
}

const Count = ({ found, all, isAll }: { readonly found: number; readonly all: number; readonly isAll: boolean }) => (
  <span role="status" className="text-muted">
    {!isAll ? `${found} of the newest ${all}` : found === all ? `${all}` : `${found} of ${all}`}
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
