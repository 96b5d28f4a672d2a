import { useState } from "react";
import { ask } from "../../api/client.ts";
import type { Endpoint } from "../../api/native.generated.ts";
import { useDeed } from "../../api/useDeed.ts";
import { Button } from "../../components/button.tsx";
import { Select } from "../../components/fields.tsx";
import { Form } from "../../components/form.tsx";
import { Secret } from "../../components/secret.tsx";

const OVERLAPS = [
  ["86400", "for a day: the receiver can be changed meanwhile"],
  ["604800", "for a week"],
  ["2592000", "for 30 days"],
  ["0", "not at all: the old one has leaked"],
] as const;

export function RotateSecret({ endpoint, close }: { readonly endpoint: Endpoint; close(): void }) {
  const [overlap, setOverlap] = useState("86400");
  const rotate = useDeed(
    (seconds: number) => ask("POST /v1/endpoints/{id}/rotate-secret", { path: { id: endpoint.id }, body: { overlap_sec: seconds } }),
    ["endpoints", "audit"],
  );
  if (rotate.data !== undefined) {
    return (
      <div className="grid gap-4">
        <p>Every delivery is signed with the new secret from now on.</p>
        <Secret name="The new secret" secret={rotate.data.secret} close={close} />
      </div>
    );
  }
  const buttons = (
    <>
      <Button look="primary" type="submit" disabled={rotate.isPending}>
        Make a new secret
      </Button>
      <Button onClick={close}>Cancel</Button>
    </>
  );
  return (
    <Form fault={rotate.error} submit={() => rotate.mutate(Number(overlap))} buttons={buttons}>
      <p className="text-muted wrap-anywhere">{endpoint.url}</p>
      <Select
        label="The old secret signs as well"
        choices={OVERLAPS}
        value={overlap}
        onChange={(event) => setOverlap(event.target.value)}
      />
    </Form>
  );
}
