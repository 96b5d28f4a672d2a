import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { ask } from "../../api/client.ts";
import type { RecordType } from "../../api/native.generated.ts";
import { ReadOnlyNote, useIsAdmin } from "../../components/admin.tsx";
import { Button } from "../../components/button.tsx";
import { Card } from "../../components/card.tsx";
import { Dialog } from "../../components/dialog.tsx";
import { Input } from "../../components/fields.tsx";
import { Notice } from "../../components/notice.tsx";
import { PageHead } from "../../components/pageHead.tsx";
import { EmptyState, ErrorState, LoadingState } from "../../components/states.tsx";
import { Outline } from "./outline.tsx";
import { outlineOf, rowsMatching } from "./outlineRows.ts";
import { TypeEditor } from "./typeEditor.tsx";
import { TypePanel } from "./typePanel.tsx";

const REREAD_MS = 2_000;

/** Null: a new one. */
type Edited = RecordType | null;

export function RecordTypesPage() {
  const isAdmin = useIsAdmin();
  const { type: chosen } = useSearch({ from: "/signedIn/record-types" });
  const navigate = useNavigate({ from: "/record-types" });
  const [edited, edit] = useState<Edited>();
  const [told, tell] = useState<string>();
  const types = useQuery({
    queryKey: ["recordTypes"],
    queryFn: ({ signal }) => ask("GET /v1/record-types", { signal }),
    refetchInterval: ({ state }) => (state.data?.data.some(({ rereading_since }) => rereading_since !== null) ? REREAD_MS : false),
  });
  const all = types.data?.data;
  const room = useOneAtATime(chosen);
  const close = (): void => edit(undefined);
  const done = (name: string): void => {
    close();
    tell(`${name} is saved. Stored records are read again where they would be read differently.`);
    void navigate({ search: (before) => ({ ...before, type: name }) });
  };
  return (
    <>
      <PageHead title="Record types" lead="What hangs under what, and by which fields a record finds its parent.">
        {isAdmin ? (
          <Button look="primary" onClick={() => edit(null)}>
            New type
          </Button>
        ) : null}
      </PageHead>
      <div ref={room} className="grid items-start gap-4 p-4 sm:px-6 xl:grid-cols-[minmax(0,1.1fr)_minmax(0,1fr)]">
        <div className="grid min-w-0 gap-4">
          <ReadOnlyNote>You see every type.</ReadOnlyNote>
          {told === undefined ? null : <Notice tone="good">{told}</Notice>}
          {all !== undefined ? (
            <div className={`grid min-w-0 gap-4 ${chosen === undefined ? "" : "max-xl:hidden"}`}>
              <Types types={all} chosen={chosen} />
            </div>
          ) : types.error !== null ? (
            <ErrorState error={types.error} retry={() => void types.refetch()} />
          ) : (
            <LoadingState label="Loading the record types" lines={16} />
          )}
        </div>
        <div data-panel className={`min-w-0 xl:sticky xl:top-4 ${chosen === undefined ? "max-xl:hidden" : ""}`}>
          {chosen === undefined ? null : (
            <Link
              to="/record-types"
              search={({ type: _chosen, ...rest }) => rest}
              resetScroll={false}
              className="link mb-2 inline-block py-1 xl:hidden"
            >
              All types
            </Link>
          )}
          {all === undefined ? null : <TypePanel types={all} chosen={chosen} edit={edit} />}
        </div>
      </div>
      <Dialog title={edited === null ? "New record type" : `Change ${edited?.name ?? ""}`} isOpen={edited !== undefined} close={close}>
        {edited === undefined ? null : <TypeEditor type={edited} close={close} done={done} />}
      </Dialog>
    </>
  );
}

/**
 * Where list and type do not fit beside each other one is shown in place of the other, so the focus goes along: to the heading of
 * the type that was chosen, and from there back to its link in the list.
 */
function useOneAtATime(chosen: string | undefined) {
  const room = useRef<HTMLDivElement>(null);
  const former = useRef(chosen);
  useEffect(() => {
    const before = former.current;
    former.current = chosen;
    if (before === chosen || window.matchMedia("(min-width: 80rem)").matches) return;
    if (chosen !== undefined) {
      room.current?.querySelector<HTMLElement>("[data-panel] h2")?.focus({ preventScroll: true });
      room.current?.scrollIntoView({ block: "start" });
    } else if (before !== undefined) {
      room.current?.querySelector<HTMLElement>(`[data-type="${CSS.escape(before)}"]`)?.focus();
    }
  }, [chosen]);
  return room;
}

function Types({ types, chosen }: { readonly types: readonly RecordType[]; readonly chosen: string | undefined }) {
  const { q = "" } = useSearch({ from: "/signedIn/record-types" });
  const navigate = useNavigate({ from: "/record-types" });
  const look = (text: string): void =>
    void navigate({ search: ({ q: _former, ...rest }) => (text === "" ? rest : { ...rest, q: text }), replace: true, resetScroll: false });
  const rows = rowsMatching(outlineOf(types), q);
  const ownCount = types.filter(({ built_in }) => !built_in).length;
  return (
    <>
      <Input
        label="Find a type by name, product, alias or description"
        type="search"
        value={q}
        onChange={(event) => look(event.target.value)}
      />
      <Card title="What hangs under what" aside={<span className="text-muted">{`${types.length} types, ${ownCount} your own`}</span>}>
        {rows.length === 0 ? (
          <EmptyState title="No type matches">
            <Button onClick={() => look("")}>Show all</Button>
          </EmptyState>
        ) : (
          <Outline rows={rows} chosen={chosen} />
        )}
      </Card>
    </>
  );
}
