import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
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
      <div className="grid items-start gap-4 p-4 sm:px-6 xl:grid-cols-[minmax(0,1.1fr)_minmax(0,1fr)]">
        <div className="grid min-w-0 gap-4">
          <ReadOnlyNote>You see every type.</ReadOnlyNote>
          {told === undefined ? null : <Notice tone="good">{told}</Notice>}
          {all !== undefined ? (
            <Types types={all} chosen={chosen} />
          ) : types.error !== null ? (
            <ErrorState error={types.error} retry={() => void types.refetch()} />
          ) : (
            <LoadingState label="Loading the record types" lines={16} />
          )}
        </div>
        <div className="min-w-0 xl:sticky xl:top-4">{all === undefined ? null : <TypePanel types={all} chosen={chosen} edit={edit} />}</div>
      </div>
      <Dialog title={titleOf(edited)} isOpen={edited !== undefined} close={close}>
        {edited === undefined ? null : <TypeEditor type={edited} types={all ?? []} close={close} done={done} />}
      </Dialog>
    </>
  );
}

function titleOf(edited: Edited | undefined): string {
  if (edited === null) return "New record type";
  if (edited === undefined) return "";
  return edited.built_in ? `Add parents to ${edited.name}` : `Change ${edited.name}`;
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
