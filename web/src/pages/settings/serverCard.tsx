import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { ask, send } from "../../api/client.ts";
import { meQuery } from "../../api/signIn.ts";
import { useIsAdmin } from "../../components/admin.tsx";
import { Badge } from "../../components/badge.tsx";
import { Card } from "../../components/card.tsx";
import { faultText } from "../../components/notice.tsx";
import { Time } from "../../components/time.tsx";
import { LOCALE } from "../../locale.ts";

const REFRESH_MS = 5_000;

/** Whether the server and its store answer, and how far what is derived is behind. */
export function ServerCard() {
  const isAdmin = useIsAdmin();
  const ready = useQuery({
    queryKey: ["ready"],
    queryFn: ({ signal }) => send<{ readonly status: string }>("GET", "/readyz", undefined, signal),
    refetchInterval: REFRESH_MS,
    retry: false,
  });
  const { data: me } = useSuspenseQuery(meQuery);
  return (
    <Card title="Server">
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-6 gap-y-1.5 p-4 [&_dt]:text-muted">
        <dt>State</dt>
        <dd>
          {ready.error !== null ? (
            <>
              <Badge tone="danger">not ready</Badge> {faultText(ready.error)}
            </>
          ) : ready.data === undefined ? (
            "…"
          ) : (
            <Badge tone="good">{ready.data.status}</Badge>
          )}
        </dd>
        <dt>Version</dt>
        <dd>{me.version}</dd>
        {isAdmin ? <Projection /> : null}
      </dl>
    </Card>
  );
}

function Projection() {
  const projection = useQuery({
    queryKey: ["projection"],
    queryFn: ({ signal }) => ask("GET /v1/projection", { signal }),
    refetchInterval: REFRESH_MS,
  });
  const { data, error } = projection;
  if (error !== null) return <Pair name="Summaries">{faultText(error)}</Pair>;
  if (data === undefined) return <Pair name="Summaries">…</Pair>;
  const { behind, dirty_sessions, rebuild } = data;
  return (
    <>
      <Pair name="Summaries">
        {behind === 0 && dirty_sessions === 0
          ? "up to date"
          : `${behind.toLocaleString(LOCALE)} changes to look through, ${dirty_sessions.toLocaleString(LOCALE)} sessions to sum again`}
      </Pair>
      {rebuild.started_at === null ? null : (
        <Pair name="Rebuild">
          {rebuild.running ? `${rebuild.done.toLocaleString(LOCALE)} of ${rebuild.total.toLocaleString(LOCALE)} since ` : "done; begun "}
          <Time at={rebuild.started_at} />
        </Pair>
      )}
    </>
  );
}

const Pair = ({ name, children }: { readonly name: string; readonly children: ReactNode }) => (
  <>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </>
);
