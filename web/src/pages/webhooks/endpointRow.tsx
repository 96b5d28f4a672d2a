import { Link } from "@tanstack/react-router";
import type { Endpoint } from "../../api/native.generated.ts";
import { useIsAdmin } from "../../components/admin.tsx";
import { Badge, type Tone } from "../../components/badge.tsx";
import { Button } from "../../components/button.tsx";
import { Fact } from "../../components/fact.tsx";
import { Time } from "../../components/time.tsx";
import { arrivedText } from "./arrived.ts";
import type { OpenDialog } from "./endpointDialogs.tsx";
import type { Success } from "./queries.ts";

const TONES: Readonly<Record<Endpoint["status"], Tone>> = { active: "good", failing: "danger", paused: "neutral", stopped: "danger" };
/** After so many failures in a row it is tried with one delivery at a time. */
const SLOWED_FROM = 5;

const healthWord = ({ status, failure_count }: Endpoint): string =>
  status === "failing" && failure_count >= SLOWED_FROM ? "failing, slowed" : status;

interface EndpointRowProps {
  readonly endpoint: Endpoint;
  readonly success: Success | undefined;
  open(dialog: OpenDialog): void;
}

/** One endpoint: where it leads, how it fares, and what can be done with it. */
export function EndpointRow({ endpoint, success, open }: EndpointRowProps) {
  const { id, url, description, status, format, events } = endpoint;
  return (
    <li className="grid gap-2 border-b border-line px-4 py-3 last:border-b-0">
      <div className="flex min-w-0 flex-wrap items-start justify-between gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-72">
          <div className="flex min-w-0 flex-wrap items-center gap-2">
            <strong className="font-medium wrap-anywhere">{url}</strong>
            <Badge tone={TONES[status]}>{healthWord(endpoint)}</Badge>
          </div>
          {description === null || description === "" ? null : (
            <p dir="auto" className="wrap-anywhere">
              {description}
            </p>
          )}
          <p className="text-muted wrap-anywhere">
            <code>{id}</code> · {format} · {events.length === 0 ? "all events" : events.join(", ")}
          </p>
        </div>
        <Deeds endpoint={endpoint} open={open} />
      </div>
      <Health endpoint={endpoint} success={success} />
    </li>
  );
}

function Deeds({ endpoint, open }: Pick<EndpointRowProps, "endpoint" | "open">) {
  if (!useIsAdmin()) return null;
  const { url, status, failure_count } = endpoint;
  const rests = status === "paused" || status === "stopped" || failure_count >= SLOWED_FROM;
  const deeds: readonly (readonly [OpenDialog["kind"], string])[] = [
    ["test", "Test"],
    ...(rests ? ([["resume", "Resume"]] as const) : []),
    ["edit", "Edit"],
    ["rotate", "New secret"],
    ["delete", "Delete"],
  ];
  return (
    <div className="flex flex-wrap gap-1">
      {deeds.map(([kind, name]) => (
        <Button
          key={kind}
          look={kind === "test" || kind === "resume" ? "plain" : "quiet"}
          aria-label={`${name} ${url}`}
          onClick={() => open(kind === "new" ? { kind } : { kind, endpoint })}
        >
          {name}
        </Button>
      ))}
    </div>
  );
}

function Health({ endpoint, success }: Pick<EndpointRowProps, "endpoint" | "success">) {
  const { id, pending_count, dead_count, failing_since, failure_count, last_failure, last_success_at, stopped_at } = endpoint;
  const arrived = arrivedText(endpoint, success);
  return (
    <>
      <dl className="flex flex-wrap gap-x-6 gap-y-1">
        {arrived === null ? null : <Fact name="Arrived">{arrived}</Fact>}
        <Fact name="Pending">
          <CountLink id={id} status="pending" count={pending_count} />
        </Fact>
        <Fact name="Dead">
          <CountLink id={id} status="dead" count={dead_count} />
        </Fact>
        <Fact name="Last success">
          {last_success_at === null ? <span className="text-muted">never</span> : <Time at={last_success_at} />}
        </Fact>
      </dl>
      {failing_since === null || stopped_at !== null ? null : (
        <p className="text-danger wrap-anywhere">
          {failure_count} failed {failure_count === 1 ? "attempt" : "attempts in a row"} since <Time at={failing_since} />: {last_failure}
        </p>
      )}
      {stopped_at === null ? null : (
        <p className="text-danger">
          It answered 410 at <Time at={stopped_at} />: nothing is sent, and nothing is lost, until you resume it.
        </p>
      )}
    </>
  );
}

const CountLink = ({ id, status, count }: { readonly id: string; readonly status: string; readonly count: number }) =>
  count === 0 ? (
    <>0</>
  ) : (
    <Link to="/webhooks" search={{ endpoint: id, status }} className="link" aria-label={`${count} ${status}, show them`}>
      {count}
    </Link>
  );
