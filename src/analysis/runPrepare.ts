import type { AgentAnalysis } from "../domain/analysis.ts";
import {
  type ModelSettings,
  NO_ORGANIZATION_ANALYSIS,
  type OrganizationAnalysis,
  parseOrganizationAnalysis,
} from "../domain/analysisOrganization.ts";
import { parseAgentAnalysis } from "../domain/analysisSettings.ts";
import { AppError } from "../domain/errors.ts";
import type { SessionSummary } from "../domain/session.ts";
import { turnsOf } from "../reads/readSession.ts";
import type { Analyser, AnalysisInput } from "./analyser.ts";
import type { AnalysisParts } from "./runOne.ts";

export type Prepared =
  | {
      readonly kind: "ready";
      readonly analyser: Analyser;
      readonly input: AnalysisInput;
      /** Null: no model is asked, and nothing is spent. */
      readonly model: ModelSettings | null;
      readonly budget: OrganizationAnalysis;
      readonly currency: string;
    }
  | { readonly kind: "skipped" | "failed"; readonly code: string; readonly reason: string };

/** The session as it is now, the settings of its agent as they are now (or those that are `tried`), and the analyser that these ask for. */
export async function prepare(organization: string, sessionId: string, parts: AnalysisParts, tried?: AgentAnalysis): Promise<Prepared> {
  const found = await findSession(organization, sessionId, parts);
  if (found === undefined) return { kind: "skipped", code: "SESSION_NOT_FOUND", reason: "The session is not there any more." };
  const { agentId, agentName } = found.facts;
  const agent = agentId === null ? undefined : await parts.office.agent(organization, agentId);
  const wanted = agent?.analysis ?? null;
  if (wanted === null && tried === undefined) {
    return { kind: "skipped", code: "ANALYSIS_NOT_CONFIGURED", reason: "The session has no agent that has analysis switched on." };
  }
  const settings = tried ?? parseAgentAnalysis(JSON.parse(wanted ?? "{}"));
  const chosen = settings.analyser === "builtin" ? BUILTIN : await chooseModel(organization, parts);
  if (chosen.kind !== "chosen") return chosen;
  const messages = turnsOf(await parts.conversations.messages(organization, await keysOf(organization, found, parts)), found);
  return {
    kind: "ready",
    analyser: chosen.model === null ? parts.builtin : await parts.llm(chosen.model, chosen.key),
    input: { settings, messages, durationMs: found.durationMs, agentName: agentName ?? agent?.name ?? null },
    model: chosen.model,
    budget: chosen.budget,
    currency: found.currency,
  };
}

async function findSession(organization: string, sessionId: string, { conversations }: AnalysisParts): Promise<SessionSummary | undefined> {
  const row = await conversations.session(organization, sessionId);
  return row === undefined || row.erasedMs !== null ? undefined : conversations.summary(organization, row.mergedInto ?? row.id);
}

/** Of all rows that turned out to be this session: each may have brought messages. */
async function keysOf(organization: string, { id, mergedFrom }: SessionSummary, { conversations }: AnalysisParts): Promise<number[]> {
  const rows = await Promise.all([id, ...mergedFrom].map((one) => conversations.session(organization, one)));
  return rows.filter((row) => row !== undefined).map((row) => row.key);
}

interface Chosen {
  readonly kind: "chosen";
  readonly model: ModelSettings | null;
  readonly key: string | null;
  readonly budget: OrganizationAnalysis;
}

const BUILTIN: Chosen = { kind: "chosen", model: null, key: null, budget: NO_ORGANIZATION_ANALYSIS };

async function chooseModel(organization: string, parts: AnalysisParts): Promise<Chosen | Exclude<Prepared, { kind: "ready" }>> {
  const row = await parts.office.analysisSettings(organization);
  const budget = row === undefined ? NO_ORGANIZATION_ANALYSIS : parseOrganizationAnalysis(JSON.parse(row.settings));
  if (budget.model === null) {
    const reason = "The agent wants the llm analyser, and no model is set with PUT /v1/analysis/settings.";
    return { kind: "failed", code: "ANALYSIS_NOT_CONFIGURED", reason };
  }
  const sealed = row?.sealedKey ?? null;
  try {
    return { kind: "chosen", model: budget.model, key: sealed === null ? null : parts.openSecret(sealed), budget };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { kind: "failed", code: error.code, reason: error.message };
  }
}
