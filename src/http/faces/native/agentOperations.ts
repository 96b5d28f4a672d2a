import { AppError } from "../../../domain/errors.ts";
import { formatTime } from "../../../domain/time.ts";
import type { ReadContext, ReadOperations } from "../../../reads/index.ts";
import type { Agent } from "../../../store/officeStore.ts";

export const agentView = (agent: Agent) => ({
  id: agent.id,
  name: agent.name,
  expected_record_types: agent.expectedRecordTypes,
  idle_close_sec: agent.idleCloseSec,
  analysis: agent.analysis === null ? null : (JSON.parse(agent.analysis) as unknown),
  updated_at: formatTime(agent.updatedMs),
});

interface Of {
  readonly organization: string;
}

export const agentOperations = {
  "native.agents": async (context: ReadContext, { organization }: Of) => {
    const views = (await context.office.agents(organization)).map(agentView);
    return JSON.stringify({ data: views, next_cursor: null, totals: { agents: views.length } });
  },
  /** Throws AppError AGENT_NOT_FOUND. */
  "native.agent": async (context: ReadContext, { organization, id }: Of & { readonly id: string }) => {
    const agent = await context.office.agent(organization, id);
    if (agent === undefined) throw new AppError("AGENT_NOT_FOUND", `No agent "${id}" was configured.`);
    return JSON.stringify(agentView(agent));
  },
} satisfies ReadOperations;
