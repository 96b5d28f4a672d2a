import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ask } from "../../api/client.ts";
import { meQuery } from "../../api/signIn.ts";
import { Button } from "../../components/button.tsx";
import { Dialog } from "../../components/dialog.tsx";
import { Money } from "../../components/money.tsx";
import { faultText } from "../../components/notice.tsx";

interface AnalysisRunProps {
  readonly id: string;
  readonly isFirst: boolean;
  /** It waits or is being made. */
  readonly isDue: boolean;
}

interface Estimate {
  readonly estimated_cost: string | null;
  readonly currency: string;
  readonly estimate_basis: string;
}

/** Has the session analysed again; where that costs money, or nobody can say, it asks before. */
export function AnalysisRun({ id, isFirst, isDue }: AnalysisRunProps) {
  const queries = useQueryClient();
  const me = useQuery(meQuery);
  const [estimate, setEstimate] = useState<Estimate>();
  const run = useMutation({
    mutationFn: () => ask("POST /v1/sessions/{id}/analysis", { path: { id }, body: {} }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["session", id] }),
    onSettled: () => setEstimate(undefined),
  });
  const look = useMutation({
    mutationFn: async () => (await ask("POST /v1/analysis", { body: { id, preview: true } })) as Estimate,
    onSuccess: (told) => (told.estimated_cost !== null && Number(told.estimated_cost) === 0 ? run.mutate() : setEstimate(told)),
  });
  if (me.data?.scopes.includes("admin") !== true) return null;
  const error = run.error ?? look.error;
  const isBusy = run.isPending || look.isPending || isDue;
  return (
    <span className="flex flex-wrap items-center justify-end gap-2">
      {error === null ? null : (
        <span role="alert" className="max-w-prose text-danger">
          {faultText(error)}
        </span>
      )}
      {/* Switched off it would lose the focus. */}
      <Button
        aria-disabled={isBusy}
        className="aria-disabled:cursor-default aria-disabled:opacity-60"
        onClick={() => {
          if (isBusy) return;
          run.reset();
          look.mutate();
        }}
      >
        {isDue ? "Being analysed…" : isFirst ? "Analyse" : "Analyse again"}
      </Button>
      <span role="status" className="sr-only">
        {isDue ? "The session is being analysed." : ""}
      </span>
      <Dialog
        title={isFirst ? "Analyse this session?" : "Analyse it again?"}
        isOpen={estimate !== undefined}
        close={() => setEstimate(undefined)}
      >
        {estimate === undefined ? null : <Asked estimate={estimate} />}
        <div className="mt-5 flex justify-end gap-2">
          <Button onClick={() => setEstimate(undefined)}>Cancel</Button>
          <Button look="primary" disabled={run.isPending} onClick={() => run.mutate()}>
            Analyse
          </Button>
        </div>
      </Dialog>
    </span>
  );
}

const Asked = ({ estimate: { estimated_cost, currency, estimate_basis } }: { readonly estimate: Estimate }) => (
  <>
    <p>
      {estimated_cost === null ? (
        "What it costs is not known: no prices are set."
      ) : (
        <>
          It costs about <Money amount={estimated_cost} currency={currency} places={0} />.
        </>
      )}
    </p>
    <p className="mt-1 text-muted">{estimate_basis}</p>
  </>
);
