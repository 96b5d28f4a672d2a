import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ApiError, ask } from "../../api/client.ts";
import type { Session } from "../../api/native.generated.ts";
import { fieldFault, useDeed } from "../../api/useDeed.ts";
import { useIsAdmin } from "../../components/admin.tsx";
import { Button } from "../../components/button.tsx";
import { Card } from "../../components/card.tsx";
import { Input, Select } from "../../components/fields.tsx";
import { Form, faultAt } from "../../components/form.tsx";
import { LOCALE } from "../../locale.ts";
import { type AgentDraft, analysisBody } from "./draft.ts";
import { TryResult } from "./tryResult.tsx";

const RECENT_COUNT = 25;

interface TryOutProps {
  readonly agentId: string;
  readonly draft: AgentDraft;
  /** A fault of the settings is shown where they stand. */
  setFault(fault: unknown): void;
}

/** Runs the settings as they stand in the form, saved or not, on a past session. Nothing is kept of it. */
export function TryOut({ agentId, draft, setFault }: TryOutProps) {
  const isAdmin = useIsAdmin();
  const [chosen, setChosen] = useState("");
  const [typed, setTyped] = useState("");
  const sessions = useQuery({
    queryKey: ["sessions", "of agent", agentId],
    queryFn: ({ signal }) => ask("GET /v1/sessions", { query: { agent_id: agentId, sort: "-started_at", limit: RECENT_COUNT }, signal }),
  });
  const recent = sessions.data?.data ?? [];
  const sessionId = typed.trim() || chosen || (recent[0]?.id ?? "");
  const attempt = useDeed(async () => {
    if (sessionId === "") throw fieldFault("session_id", "Choose a session, or give the id of one.");
    const answer = await ask("POST /v1/analysis/try", { body: { session_id: sessionId, settings: analysisBody(draft) } });
    return { ...answer, sessionId };
  }, []);
  const run = (): void =>
    attempt.mutate(undefined, { onSuccess: () => setFault(undefined), onError: (error) => setFault(settingsFault(error)) });
  const buttons = (
    <Button look="primary" type="submit" disabled={!isAdmin || attempt.isPending || (sessionId === "" && sessions.isPending)}>
      {attempt.isPending ? "Trying…" : "Try it out"}
    </Button>
  );
  return (
    <Card title="Try it out">
      <div className="grid gap-4 p-4">
        <p className="text-muted">
          Runs the settings as they stand in the form on a past session. Nothing is kept of what it finds; what a model costs counts towards
          the day’s budget.
        </p>
        <Form fault={settingsFault(attempt.error) === undefined ? attempt.error : undefined} submit={run} buttons={buttons}>
          <div className="grid gap-3 sm:grid-cols-2">
            <Select
              label="A recent session"
              choices={recent.length === 0 ? [["", "none yet"]] : recent.map((session) => [session.id, sessionText(session)] as const)}
              value={chosen || (recent[0]?.id ?? "")}
              onChange={(event) => setChosen(event.target.value)}
            />
            <Input
              label="Or one by its id"
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
              fault={faultAt(attempt.error, "session_id") ?? faultAt(attempt.error, "id")}
            />
          </div>
        </Form>
        {attempt.data === undefined ? null : <TryResult answer={attempt.data} sessionId={attempt.data.sessionId} />}
      </div>
    </Card>
  );
}

const shortTime = new Intl.DateTimeFormat(LOCALE, { month: "short", day: "2-digit", hour: "2-digit", minute: "2-digit" });

const sessionText = ({ id, started_at, message_count }: Session): string => {
  const when = started_at === null ? "" : `${shortTime.format(new Date(started_at))}, `;
  return `${when}${message_count} turns, ${id}`;
};

/** The same fault under the name that the form has for it; nothing where it is none of the settings. */
function settingsFault(error: unknown): ApiError | undefined {
  if (!(error instanceof ApiError) || error.field === null) return undefined;
  const field = error.field.replace(/^settings(?=\.|$)/, "analysis");
  if (!field.startsWith("analysis")) return undefined;
  return new ApiError(error.status, error.code, error.message, error.fix, field);
}
