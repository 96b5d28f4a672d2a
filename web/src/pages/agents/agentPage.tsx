import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { ask } from "../../api/client.ts";
import type { Agent } from "../../api/native.generated.ts";
import { useDeed } from "../../api/useDeed.ts";
import { ReadOnlyNote } from "../../components/admin.tsx";
import { PageHead } from "../../components/pageHead.tsx";
import { ErrorState, LoadingState } from "../../components/states.tsx";
import { UnsavedGuard } from "../../components/unsaved.tsx";
import { AgentForm } from "./agentForm.tsx";
import { agentBody, draftOf, isSameDraft } from "./draft.ts";
import { Medians } from "./medians.tsx";
import { agentsQuery } from "./queries.ts";
import { TryOut } from "./tryOut.tsx";

export function AgentPage() {
  const { id } = useParams({ from: "/signedIn/agents/$id" });
  // The list, for it knows of one that is not configured without a refusal.
  const agents = useQuery(agentsQuery);
  const agent = agents.data?.data.find((one) => one.id === id);
  return (
    <>
      <PageHead title={agent?.name ?? id} lead={agent === undefined ? "" : id}>
        <Link to="/sessions" search={{ agent: agent?.name ?? id }} className="link py-1">
          Its sessions
        </Link>
        <Link to="/agents" className="link py-1">
          All agents
        </Link>
      </PageHead>
      {agents.data !== undefined ? (
        <Editor key={id} id={id} agent={agent} />
      ) : agents.error !== null ? (
        <ErrorState error={agents.error} retry={() => void agents.refetch()} />
      ) : (
        <LoadingState label="Loading the agent" lines={12} />
      )}
    </>
  );
}

function Editor({ id, agent }: { readonly id: string; readonly agent: Agent | undefined }) {
  const [saved, setSaved] = useState(() => draftOf(agent));
  const [draft, setDraft] = useState(saved);
  const isDirty = !isSameDraft(draft, saved);
  const save = useDeed(async () => ask("PUT /v1/agents/{id}", { path: { id }, body: agentBody(draft) }), ["agents", "audit"]);
  const [fault, setFault] = useState<unknown>();
  const submit = (): void =>
    save.mutate(undefined, {
      onSuccess: (answer) => {
        const kept = draftOf(answer);
        setSaved(kept);
        setDraft(kept);
        setFault(undefined);
      },
      onError: setFault,
    });
  return (
    <div className="grid items-start gap-4 p-4 sm:px-6 xl:grid-cols-[minmax(0,1.2fr)_minmax(0,1fr)]">
      <div className="grid min-w-0 gap-4">
        <ReadOnlyNote>You see how this agent is configured.</ReadOnlyNote>
        <AgentForm
          draft={draft}
          change={(part) => setDraft((before) => ({ ...before, ...part }))}
          fault={fault}
          isDirty={isDirty}
          isSaving={save.isPending}
          isSaved={save.isSuccess && !isDirty}
          isKnown={agent !== undefined}
          submit={submit}
          undo={() => setDraft(saved)}
        />
      </div>
      <div className="grid min-w-0 gap-4 xl:sticky xl:top-4">
        <TryOut agentId={id} draft={draft} setFault={setFault} />
        <Medians id={id} />
      </div>
      <UnsavedGuard isDirty={isDirty} />
    </div>
  );
}
