import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { ask } from "../../api/client.ts";
import { Button } from "../../components/button.tsx";
import { EmptyState, ErrorState } from "../../components/states.tsx";

/** What an empty store shows: how to send a first record, with a key that works. */
export function FirstRecord() {
  const [isCopied, setCopied] = useState(false);
  const making = useMutation({ mutationFn: () => ask("POST /v1/keys", { body: { name: "First record", scopes: ["ingest"] } }) });
  const command = curl(making.data?.secret ?? "YOUR_KEY");
  return (
    <EmptyState title="No session yet">
      <p>Send a usage record, and the session that it belongs to appears here.</p>
      <pre tabIndex={0} className="mt-4 overflow-x-auto rounded-md border border-line bg-surface p-3 text-left text-text">
        {command}
      </pre>
      <div className="mt-3 flex flex-wrap justify-center gap-2">
        {making.data === undefined ? (
          <Button look="primary" disabled={making.isPending} onClick={() => making.mutate()}>
            Make a key for it
          </Button>
        ) : null}
        <Button onClick={() => void navigator.clipboard.writeText(command).then(() => setCopied(true))}>
          {isCopied ? "Copied" : "Copy"}
        </Button>
      </div>
      {making.error === null ? null : <ErrorState error={making.error} />}
    </EmptyState>
  );
}

const curl = (key: string): string =>
  `curl ${window.location.origin}/v1/records \\
  -H "Authorization: Bearer ${key}" -H "Content-Type: application/json" \\
  -d '{"record_type": "call-control", "id": "leg-1", "telnyx_session_id": "call-1",
       "started_at": "${new Date().toISOString()}", "cost": "0.0052"}'`;
