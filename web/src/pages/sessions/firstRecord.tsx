import { useMutation, useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { ask } from "../../api/client.ts";
import { meQuery } from "../../api/signIn.ts";
import { Button } from "../../components/button.tsx";
import { CopyButton } from "../../components/copyButton.tsx";
import { Fault, Notice } from "../../components/notice.tsx";

/** How often it is looked whether something came in. */
const LOOK_MS = 2_000;

/** What an empty store shows: the ways to the first session, each with what it needs. */
export function FirstRecord({ reload }: { reload(): void }) {
  const me = useQuery(meQuery);
  const can = (scope: string): boolean => me.data?.scopes.includes(scope) ?? false;
  const isAdmin = can("admin");
  return (
    <div className="mx-auto w-full max-w-3xl px-4 py-8 sm:px-6">
      <h2 className="text-base">No session yet</h2>
      <p className="mt-1 text-muted">A session appears as soon as something of it is known: a usage record, a message, or who called.</p>
      <Waiting reload={reload} />
      <div className="mt-6 grid gap-8">
        <SendRecord mayMakeKeys={isAdmin} />
        <LoadSamples mayLoad={isAdmin || can("ingest")} reload={reload} />
        <OtherWays />
      </div>
    </div>
  );
}

/** Records come before their sessions: says so, and shows the sessions as soon as they are there. */
function Waiting({ reload }: { reload(): void }) {
  const records = useQuery({
    queryKey: ["records", "any"],
    queryFn: ({ signal }) => ask("GET /v1/records", { query: { limit: 1 }, signal }),
    refetchInterval: LOOK_MS,
  });
  const hasRecords = (records.data?.data.length ?? 0) > 0;
  useEffect(() => {
    if (!hasRecords) return;
    const timer = window.setInterval(reload, LOOK_MS);
    return () => window.clearInterval(timer);
  }, [hasRecords, reload]);
  return hasRecords ? (
    <div className="mt-4">
      <Notice tone="good">Records have come in. Their sessions are being put together and appear here by themselves.</Notice>
    </div>
  ) : null;
}

function SendRecord({ mayMakeKeys }: { readonly mayMakeKeys: boolean }) {
  const shown = useRef<HTMLPreElement>(null);
  const making = useMutation({
    mutationFn: () => ask("POST /v1/keys", { body: { name: "First record", scopes: ["ingest"] } }),
    // Its button is gone then; what was made stands in the command.
    onSuccess: () => shown.current?.focus(),
  });
  const command = curl(making.data?.secret ?? "YOUR_KEY");
  return (
    <section aria-labelledby="send-record">
      <h3 id="send-record" className="font-semibold">
        Send your first record
      </h3>
      <pre ref={shown} tabIndex={0} className="mt-2 overflow-x-auto rounded-md border border-line bg-surface p-3">
        {command}
      </pre>
      <div className="mt-2 flex flex-wrap items-center gap-2">
        {making.data === undefined ? (
          <Button
            look="primary"
            disabled={!mayMakeKeys}
            aria-disabled={making.isPending}
            onClick={() => (making.isPending ? undefined : making.mutate())}
          >
            Make a key for it
          </Button>
        ) : null}
        <CopyButton text={command} label="Copy the command" />
        {mayMakeKeys ? null : (
          <p className="text-muted">Your key may not make others: put one with the scope “ingest” in place of YOUR_KEY.</p>
        )}
        {making.data === undefined ? null : <p className="text-muted">The key is in the command; it is shown only now.</p>}
      </div>
      <Fault error={making.error} />
    </section>
  );
}

function LoadSamples({ mayLoad, reload }: { readonly mayLoad: boolean; reload(): void }) {
  const loading = useMutation({ mutationFn: () => ask("POST /v1/sample-calls", { body: {} }), onSuccess: reload });
  return (
    <section aria-labelledby="load-samples">
      <h3 id="load-samples" className="font-semibold">
        Or look at sample calls first
      </h3>
      <p className="mt-1 text-muted">A handful of calls of several providers, with what was said, a recording and what each part cost.</p>
      <div className="mt-2 flex flex-wrap items-center gap-2">
        <Button disabled={!mayLoad} aria-disabled={loading.isPending} onClick={() => (loading.isPending ? undefined : loading.mutate())}>
          {loading.isPending ? "Loading sample calls…" : "Load sample calls"}
        </Button>
        {mayLoad ? null : <p className="text-muted">Your key may only read. Sign in with one that has the scope “ingest” or “admin”.</p>}
      </div>
      <Fault error={loading.error} />
    </section>
  );
}

const OtherWays = () => (
  <section aria-labelledby="other-ways">
    <h3 id="other-ways" className="font-semibold">
      Other ways in
    </h3>
    <ul className="mt-2 grid list-disc gap-1 pl-5 text-muted">
      <li>
        Whole calls with their transcripts, facts and recordings: the routes under Sessions in the{" "}
        <a href="/docs" className="link">
          API reference
        </a>
        .
      </li>
      <li>
        On the server's own machine, <code>calltree demo</code> loads one worked example, and <code>calltree import</code> reads files.
      </li>
    </ul>
  </section>
);

const curl = (key: string): string =>
  `curl ${window.location.origin}/v1/records \\
  -H "Authorization: Bearer ${key}" -H "Content-Type: application/json" \\
  -d '{"record_type": "call-control", "id": "leg-1", "telnyx_session_id": "call-1",
       "started_at": "${new Date().toISOString()}", "cost": "0.0052"}'`;
