import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ask } from "../../api/client.ts";
import type { Delivery } from "../../api/native.generated.ts";
import { meQuery } from "../../api/signIn.ts";
import { Button } from "../../components/button.tsx";
import { Dialog } from "../../components/dialog.tsx";
import { Fault } from "../../components/notice.tsx";

interface DeliveryReplayProps {
  readonly delivery: Delivery;
  readonly url: string | undefined;
}

/** Sends a delivery that is over once more, after asking: whoever hears it may act on it again. */
export function DeliveryReplay({ delivery: { id, event, status, endpoint_id }, url }: DeliveryReplayProps) {
  const [isAsking, setIsAsking] = useState(false);
  const queries = useQueryClient();
  const me = useQuery(meQuery);
  const replay = useMutation({
    mutationFn: () => ask("POST /v1/deliveries/{id}/replay", { path: { id } }),
    onSuccess: async () => {
      setIsAsking(false);
      await queries.invalidateQueries({ queryKey: ["deliveries"] });
    },
  });
  const open = (): void => {
    replay.reset();
    setIsAsking(true);
  };
  if (status === "pending" || me.data?.scopes.includes("admin") !== true) return null;
  return (
    <>
      <Button onClick={open} aria-label={`Send ${event} again`}>
        Send again
      </Button>
      <Dialog title="Send this event again?" isOpen={isAsking} close={() => setIsAsking(false)}>
        <p className="wrap-anywhere text-muted">
          {event} goes to {url ?? endpoint_id} once more, with the same message id, so that the receiver can know it again.
        </p>
        <div className="mt-3">
          <Fault error={replay.error} />
        </div>
        <div className="mt-5 flex justify-end gap-2">
          <Button onClick={() => setIsAsking(false)}>Cancel</Button>
          <Button look="primary" disabled={replay.isPending} onClick={() => replay.mutate()}>
            Send it again
          </Button>
        </div>
      </Dialog>
    </>
  );
}
