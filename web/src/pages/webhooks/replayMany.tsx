import { useQuery } from "@tanstack/react-query";
import { ask } from "../../api/client.ts";
import { useDeed } from "../../api/useDeed.ts";
import { Button } from "../../components/button.tsx";
import { Confirm, Dialog } from "../../components/dialog.tsx";
import { faultText } from "../../components/notice.tsx";
import type { LedgerFilter } from "./search.ts";

const COUNTED_MAX = 500;

interface ReplayManyProps {
  readonly isOpen: boolean;
  close(): void;
  readonly filter: LedgerFilter;
  tell(text: string): void;
}

export function ReplayMany(props: ReplayManyProps) {
  const { isOpen, close, filter } = props;
  if (filter.event === undefined) return <Ask {...props} />;
  return (
    <Dialog title="Send all of these again?" isOpen={isOpen} close={close}>
      <p className="text-muted">
        The server cannot choose by event. Take the filter on the event away, or narrow by endpoint, session, state or time.
      </p>
      <div className="mt-5 flex justify-end">
        <Button onClick={close}>Close</Button>
      </div>
    </Dialog>
  );
}

function Ask({ isOpen, close, filter, tell }: ReplayManyProps) {
  const { event: _event, ...which } = filter;
  const replay = useDeed(
    // The server wants a session or a time range: until now is all that there is.
    () => ask("POST /v1/deliveries/replay", { body: { ...(isNarrow(filter) ? {} : { created_to: new Date().toISOString() }), ...which } }),
    ["deliveries", "endpoints", "audit"],
  );
  const count = useQuery({
    queryKey: ["deliveries", "count", filter],
    queryFn: ({ signal }) => ask("GET /v1/deliveries", { query: { ...filter, limit: COUNTED_MAX }, signal }),
    enabled: isOpen,
    select: ({ data, next_cursor }) => (next_cursor === null ? `${data.length}` : `more than ${COUNTED_MAX}`),
  });
  const confirm = (): void =>
    replay.mutate(undefined, {
      onSuccess: ({ replayed, skipped, complete }) => {
        close();
        tell(
          [
            `${replayed} sent again.`,
            ...(skipped === 0 ? [] : [`${skipped} left: still pending, or their session or endpoint is gone.`]),
            ...(complete ? [] : ["Those were the newest; ask again for what is older."]),
          ].join(" "),
        );
      },
    });
  return (
    <Confirm
      title="Send all of these again?"
      isOpen={isOpen}
      isBusy={replay.isPending || count.data === undefined}
      deed={`Send ${count.data ?? "…"} again`}
      error={replay.error === null ? (count.error === null ? undefined : faultText(count.error)) : faultText(replay.error)}
      instead="Cancel"
      confirm={confirm}
      close={close}
    >
      <p>
        {count.data ?? "…"} deliveries match what is filtered. Each event goes to each endpoint once, in the order in which they were made,
        with the same body and the same webhook-id. Receivers that have them already see them again.
      </p>
    </Confirm>
  );
}

const isNarrow = ({ session_id, created_from, created_to }: LedgerFilter): boolean =>
  session_id !== undefined || created_from !== undefined || created_to !== undefined;
