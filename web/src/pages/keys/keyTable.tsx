import { useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ask } from "../../api/client.ts";
import type { Key } from "../../api/native.generated.ts";
import { meQuery } from "../../api/signIn.ts";
import { useDeed } from "../../api/useDeed.ts";
import { Badge } from "../../components/badge.tsx";
import { Button } from "../../components/button.tsx";
import { type DataColumn, DataTable } from "../../components/dataTable.tsx";
import { Confirm } from "../../components/dialog.tsx";
import { faultText } from "../../components/notice.tsx";
import { Time } from "../../components/time.tsx";

/** Valid keys first, each kind newest first. */
const inOrder = (keys: readonly Key[]): readonly Key[] =>
  keys.toSorted(
    (one, other) =>
      Number(one.revoked_at !== null) - Number(other.revoked_at !== null) || Date.parse(other.created_at) - Date.parse(one.created_at),
  );

interface KeyTableProps {
  readonly keys: readonly Key[];
  tell(text: string): void;
}

export function KeyTable({ keys, tell }: KeyTableProps) {
  const [doomed, setDoomed] = useState<Key>();
  const { data: me } = useSuspenseQuery(meQuery);
  const columns: readonly DataColumn<Key>[] = [
    { title: "Name", look: "sm:min-w-44 max-w-80", show: (key) => <KeyName given={key} isOwn={key.id === me.key_id} /> },
    { title: "May", show: ({ scopes }) => scopes.join(", ") },
    { title: "Source", look: "max-sm:hidden", show: ({ source }) => <code>{source}</code> },
    { title: "State", look: "max-sm:hidden", show: (key) => <State revokedAt={key.revoked_at} /> },
    { title: "Last used", look: "max-md:hidden", show: (key) => <LastUsed at={key.last_used_at} /> },
    { title: "Made", look: "max-lg:hidden", show: (key) => <Time at={key.created_at} /> },
    {
      title: "Actions",
      align: "right",
      show: (key) =>
        key.revoked_at === null ? (
          <Button look="quiet" aria-label={`Revoke ${key.name}`} onClick={() => setDoomed(key)}>
            Revoke
          </Button>
        ) : null,
    },
  ];
  return (
    <>
      <DataTable caption="Keys" columns={columns} rows={inOrder(keys)} keyOf={({ id }) => id} />
      <Revoke key={doomed?.id ?? ""} doomed={doomed} isOwn={doomed?.id === me.key_id} close={() => setDoomed(undefined)} tell={tell} />
    </>
  );
}

const KeyName = ({ given: { name, id, revoked_at }, isOwn }: { readonly given: Key; readonly isOwn: boolean }) => (
  <div className="min-w-0">
    <div className="flex min-w-0 flex-wrap items-center gap-2">
      <span dir="auto" className="font-medium wrap-anywhere">
        {name}
      </span>
      {isOwn ? <Badge tone="live">this one is yours</Badge> : null}
      {revoked_at === null ? null : (
        <span className="sm:hidden">
          <Badge tone="danger">revoked</Badge>
        </span>
      )}
    </div>
    <code className="text-muted">{id}</code>
  </div>
);

const State = ({ revokedAt }: { readonly revokedAt: string | null }) =>
  revokedAt === null ? <Badge tone="good">valid</Badge> : <Badge tone="danger">revoked</Badge>;

const LastUsed = ({ at }: { readonly at: string | null }) => (at === null ? <span className="text-muted">never</span> : <Time at={at} />);

interface RevokeProps {
  readonly doomed: Key | undefined;
  readonly isOwn: boolean;
  close(): void;
  tell(text: string): void;
}

function Revoke({ doomed, isOwn, close, tell }: RevokeProps) {
  const revoke = useDeed((id: string) => ask("DELETE /v1/keys/{id}", { path: { id } }), ["keys", "audit", "me"]);
  const confirm = (): void => {
    if (doomed === undefined) return;
    revoke.mutate(doomed.id, {
      onSuccess: () => {
        close();
        tell(`${doomed.name} is revoked. Whoever shows it is refused from now on.`);
      },
    });
  };
  return (
    <Confirm
      title="Revoke the key?"
      isOpen={doomed !== undefined}
      isBusy={revoke.isPending}
      deed="Revoke it"
      error={revoke.error === null ? undefined : faultText(revoke.error)}
      confirm={confirm}
      close={close}
    >
      <p>
        <strong dir="auto" className="text-text wrap-anywhere">
          {doomed?.name}
        </strong>{" "}
        is refused at once, and everybody who signed in with it is shut out. It cannot be made valid again.
      </p>
      {isOwn ? (
        <p className="mt-2 font-medium text-danger">You are signed in with this key: you will be shut out yourself, at once.</p>
      ) : null}
    </Confirm>
  );
}
