import { useSuspenseQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ask } from "../../api/client.ts";
import { meQuery } from "../../api/signIn.ts";
import { useDeed } from "../../api/useDeed.ts";
import { Button } from "../../components/button.tsx";
import { Card } from "../../components/card.tsx";
import { Fault, Notice } from "../../components/notice.tsx";
import { LOCALE } from "../../locale.ts";

const STALE = ["sessions", "session-series", "usage", "costs", "dearest", "work-list", "agents", "audit"] as const;

/** The calls that an empty list of sessions offers, for later too. */
export function SampleCallsCard() {
  const { data: me } = useSuspenseQuery(meQuery);
  const mayLoad = me.scopes.includes("admin") || me.scopes.includes("ingest");
  const load = useDeed(() => ask("POST /v1/sample-calls", { body: {} }), STALE);
  const countText = (count: number, name: string): string => `${count.toLocaleString(LOCALE)} ${name}${count === 1 ? "" : "s"}`;
  return (
    <Card title="Sample calls">
      <div className="grid gap-3 p-4">
        <p className="text-muted">
          Loads a handful of calls of the last days, with transcripts, recordings and costs, and two agents that are analysed. They are
          sessions like any others: they count in the sums, and each can be erased. Loading them again changes nothing.
        </p>
        {mayLoad ? (
          <div>
            <Button disabled={load.isPending} onClick={() => load.mutate(undefined)}>
              {load.isPending ? "Loading sample calls…" : "Load sample calls"}
            </Button>
          </div>
        ) : (
          <p className="text-muted">Your key may only read. Sign in with one that has the scope “ingest” or “admin”.</p>
        )}
        <Fault error={load.error} />
        {load.data === undefined ? null : (
          <Notice tone="good">
            {countText(load.data.session_ids.length, "sample call")} with {countText(load.data.record_count, "record")} and{" "}
            {countText(load.data.message_count, "message")} are here.{" "}
            <Link to="/sessions" className="link">
              Look at the sessions
            </Link>
          </Notice>
        )}
      </div>
    </Card>
  );
}
