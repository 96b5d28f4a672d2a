import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ask } from "../../api/client.ts";
import { AdminOnly, useIsAdmin } from "../../components/admin.tsx";
import { Button } from "../../components/button.tsx";
import { Card } from "../../components/card.tsx";
import { Notice } from "../../components/notice.tsx";
import { PageHead } from "../../components/pageHead.tsx";
import { EmptyState, ErrorState, LoadingState } from "../../components/states.tsx";
import { KeyTable } from "./keyTable.tsx";
import { NewKeyDialog } from "./newKeyDialog.tsx";

export function KeysPage() {
  const isAdmin = useIsAdmin();
  const [isOpen, setOpen] = useState(false);
  const [told, setTold] = useState<string>();
  return (
    <>
      <PageHead title="Keys" lead="Programs and people show a key with each request; it says who they are and what they may do.">
        {isAdmin ? (
          <Button look="primary" onClick={() => setOpen(true)}>
            New key
          </Button>
        ) : null}
      </PageHead>
      <div className="grid gap-4 p-4 sm:px-6">
        {told === undefined ? null : <Notice tone="good">{told}</Notice>}
        {isAdmin ? <Keys tell={setTold} /> : <AdminOnly what="The list of keys" />}
      </div>
      <NewKeyDialog isOpen={isOpen} close={() => setOpen(false)} />
    </>
  );
}

function Keys({ tell }: { tell(text: string): void }) {
  const keys = useQuery({ queryKey: ["keys"], queryFn: ({ signal }) => ask("GET /v1/keys", { signal }) });
  if (keys.error !== null) return <ErrorState error={keys.error} retry={() => void keys.refetch()} />;
  if (keys.data === undefined) return <LoadingState label="Loading the keys" />;
  const { data } = keys.data;
  const validCount = data.filter(({ revoked_at }) => revoked_at === null).length;
  return (
    <Card title="All keys" aside={<span className="text-muted">{`${validCount} valid, ${data.length - validCount} revoked`}</span>}>
      {data.length === 0 ? (
        <EmptyState title="No key yet">Make one for each program, so that each can be revoked alone.</EmptyState>
      ) : (
        <KeyTable keys={data} tell={tell} />
      )}
    </Card>
  );
}
