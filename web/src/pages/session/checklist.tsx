import { useQuery } from "@tanstack/react-query";
import { ask } from "../../api/client.ts";

interface ChecklistProps {
  /** Of the definition that fits. */
  readonly status: string | null;
  readonly satisfied: readonly string[];
  readonly sessionId: string;
}

/** What has to have happened, and whether it has: the whole list where the agent still has that definition. */
export function Checklist({ status, satisfied, sessionId }: ChecklistProps) {
  const whole = useDefinition(sessionId, status);
  const items = whole === undefined ? satisfied : [...whole, ...satisfied.filter((item) => !whole.includes(item))];
  if (items.length === 0) return null;
  return (
    <ul aria-label="Checklist" className="mt-2 grid gap-0.5">
      {items.map((item) => {
        const isSatisfied = satisfied.includes(item);
        return (
          <li key={item} className={`flex gap-2 ${isSatisfied ? "" : "text-muted"}`}>
            <span aria-hidden="true" className={isSatisfied ? "text-good" : ""}>
              {isSatisfied ? "✓" : "○"}
            </span>
            <span className="sr-only">{isSatisfied ? "Satisfied:" : "Not satisfied:"}</span>
            <span dir="auto" className="min-w-0 wrap-anywhere">
              {item}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

/** The checklist of the agent's definition of that status; undefined where there is none any more. */
function useDefinition(sessionId: string, status: string | null): readonly string[] | undefined {
  const agentId = useQuery({
    queryKey: ["session", sessionId],
    queryFn: ({ signal }) => ask("GET /v1/sessions/{id}", { path: { id: sessionId }, signal }),
    select: ({ agent }) => agent?.id ?? null,
  }).data;
  const { data: agents } = useQuery({
    queryKey: ["agents"],
    queryFn: ({ signal }) => ask("GET /v1/agents", { signal }),
    enabled: status !== null && agentId !== null && agentId !== undefined,
  });
  const definitions = agents?.data.find(({ id }) => id === agentId)?.analysis?.resolution?.definitions;
  return definitions?.find((definition) => definition.status === status)?.checklist;
}
