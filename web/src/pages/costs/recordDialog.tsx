import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ask } from "../../api/client.ts";
import type { Record as StoredRecord } from "../../api/native.generated.ts";
import { CopyButton } from "../../components/copyButton.tsx";
import { Dialog } from "../../components/dialog.tsx";
import { Fault } from "../../components/notice.tsx";

interface RecordName {
  readonly record_type: string;
  readonly id: string;
}

interface RecordDialogProps {
  readonly record: StoredRecord | null;
  close(): void;
}

/** A record as it was sent, and the way to the session that it belongs to, where it has one. */
export function RecordDialog({ record, close }: RecordDialogProps) {
  return (
    <Dialog title={record === null ? "" : `${record.record_type} record`} isOpen={record !== null} close={close}>
      {record === null ? null : <Content record={record} />}
    </Dialog>
  );
}

function Content({ record }: { readonly record: StoredRecord }) {
  const { record_type, id } = record;
  const session = useQuery({
    queryKey: ["session-of", record_type, id],
    queryFn: ({ signal }) => sessionOf({ record_type, id }, signal),
  });
  const text = JSON.stringify(record.record, null, 2);
  return (
    <div className="grid gap-3">
      <p className="font-mono text-[0.8125rem] wrap-anywhere text-muted">
        <bdi>{id}</bdi>
      </p>
      <div className="flex min-h-8 items-center justify-between gap-3" aria-live="polite">
        {session.error !== null ? (
          <Fault error={session.error} />
        ) : session.data === undefined ? (
          <span className="text-muted">Looking for its session…</span>
        ) : session.data === null ? (
          <span className="text-muted">It belongs to no session.</span>
        ) : (
          <Link to="/sessions/$id" params={{ id: session.data }} search={{ record: `${record_type}/${id}` }} className="link">
            Open it in its session
          </Link>
        )}
        <CopyButton text={text} />
      </div>
      <section aria-label="The record as it was sent" tabIndex={0} className="max-h-[55dvh] overflow-auto rounded-md bg-raised p-3">
        <pre dir="ltr" className="wrap-anywhere whitespace-pre-wrap">
          {text}
        </pre>
      </section>
    </div>
  );
}

/** No tree is deeper for long; a cycle ends here too. */
const STEPS_MAX = 12;

/** From owner to owner, up to the root that a session is known by. */
async function sessionOf(record: RecordName, signal: AbortSignal): Promise<string | null> {
  let place: RecordName | null = record;
  for (let step = 0; place !== null && step < STEPS_MAX; step++) {
    // Asked first, for a root that only its members' values make has no record, and so no links to tell.
    const session = await rootedAt(place, signal);
    if (session !== null) return session;
    place = await ownerOf(place, signal);
  }
  return null;
}

async function rootedAt({ record_type, id }: RecordName, signal: AbortSignal): Promise<string | null> {
  const query = { root_record_type: record_type, root_id: id, limit: 1 };
  return (await ask("GET /v1/sessions", { query, signal })).data[0]?.id ?? null;
}

const ownerOf = async ({ record_type, id }: RecordName, signal: AbortSignal): Promise<RecordName | null> =>
  (await ask("GET /v1/records/{record_type}/{id}/links", { path: { record_type, id }, signal })).owner;
