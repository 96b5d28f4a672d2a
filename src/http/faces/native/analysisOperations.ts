import type { AnalyserName } from "../../../domain/analysis.ts";
import {
  NO_ORGANIZATION_ANALYSIS,
  type OrganizationAnalysis,
  parseOrganizationAnalysis,
  viewOrganizationAnalysis,
} from "../../../domain/analysisOrganization.ts";
import { parseAgentAnalysis } from "../../../domain/analysisSettings.ts";
import { convertNanos, formatNanos, parseDecimal } from "../../../domain/money.ts";
import { formatTimeOrNull } from "../../../domain/time.ts";
import { checkAnswerSize, type ReadContext, type ReadOperations } from "../../../reads/index.ts";
import { findSession } from "../../../reads/readSession.ts";
import type { SessionCondition } from "../../../store/conversationStore.ts";
import { analysisView } from "./presentAnalysis.ts";
import { decodeSessionCursor, encodeSessionCursor } from "./sessionCursor.ts";
import type { OneSession } from "./sessionOperations.ts";

interface Of {
  readonly organization: string;
}

const DAY_MS = 86_400_000;

async function settingsOf(context: ReadContext, organization: string): Promise<OrganizationAnalysis> {
  const row = await context.office.analysisSettings(organization);
  return row === undefined ? NO_ORGANIZATION_ANALYSIS : parseOrganizationAnalysis(JSON.parse(row.settings));
}

/** Without the key, which never leaves the server. */
async function settings(context: ReadContext, { organization }: Of): Promise<string> {
  const nowMs = context.clock.nowMs();
  const [row, { organization: owner }, spent] = await Promise.all([
    context.office.analysisSettings(organization),
    context.organizations.context(organization),
    context.conversations.analysisSpent(organization, nowMs - (nowMs % DAY_MS)),
  ]);
  const known = row === undefined ? NO_ORGANIZATION_ANALYSIS : parseOrganizationAnalysis(JSON.parse(row.settings));
  return JSON.stringify({
    ...viewOrganizationAnalysis(known),
    api_key_set: row !== undefined && row.sealedKey !== null,
    currency: owner.currency,
    spent_today: {
      count: spent.count,
      input_tokens: spent.inputTokens,
      output_tokens: spent.outputTokens,
      cost: formatNanos(spent.costNanos),
    },
    updated_at: formatTimeOrNull(row?.updatedMs ?? null),
  });
}

/** All that were ever asked for, newest first. Throws AppError SESSION_NOT_FOUND | SESSION_ERASED. */
async function analyses(context: ReadContext, { organization, id }: OneSession): Promise<string> {
  const found = await findSession(context, organization, id);
  const data = (await context.conversations.analyses(organization, found.keys)).toReversed().map(analysisView);
  const text = JSON.stringify({ data, next_cursor: null, totals: { analyses: data.length } });
  checkAnswerSize(context, text.length);
  return text;
}

/** What a request to analyse one session comes upon. */
export interface AnalysisTarget {
  /** The session that the asked one is now. */
  readonly id: string;
  readonly agentId: string | null;
  /** Null: its agent wants no analysis. */
  readonly analyser: AnalyserName | null;
  readonly hasModel: boolean;
}

/** Throws AppError SESSION_NOT_FOUND | SESSION_ERASED. */
async function target(context: ReadContext, { organization, id }: OneSession): Promise<string> {
  const { summary } = await findSession(context, organization, id);
  const { agentId } = summary.facts;
  const [agent, known] = await Promise.all([
    agentId === null ? undefined : context.office.agent(organization, agentId),
    settingsOf(context, organization),
  ]);
  const analysis = agent?.analysis ?? null;
  const told: AnalysisTarget = {
    ...{ id: summary.id, agentId },
    analyser: analysis === null ? null : parseAgentAnalysis(JSON.parse(analysis)).analyser,
    hasModel: known.model !== null,
  };
  return JSON.stringify(told);
}

export interface BulkArguments extends Of {
  readonly conditions: readonly SessionCondition[];
}

/** Only what is over can be judged. */
const OVER: SessionCondition = { column: "state", oneOf: ["ended", "settling", "settled"] };
const SORT = { column: "createdMs", descending: true } as const;

/** Agents that want analysis, by the analyser they want. An `llm` without a model is left out: it could only fail. */
async function agentsBy(context: ReadContext, organization: string): Promise<Readonly<Record<AnalyserName, readonly WantingAgent[]>>> {
  const [agents, { model }] = await Promise.all([context.office.agents(organization), settingsOf(context, organization)]);
  const wanting = agents.flatMap(({ id, analysis }) =>
    analysis === null ? [] : [{ id, analyser: parseAgentAnalysis(JSON.parse(analysis)).analyser, settingsCharacters: analysis.length }],
  );
  return {
    builtin: wanting.filter(({ analyser }) => analyser === "builtin"),
    llm: model === null ? [] : wanting.filter(({ analyser }) => analyser === "llm"),
  };
}

interface WantingAgent {
  readonly id: string;
  readonly settingsCharacters: number;
}

const ofAgents = (agents: readonly WantingAgent[]): SessionCondition => ({ column: "agentId", oneOf: agents.map(({ id }) => id) });

export interface BulkPage {
  readonly ids: readonly string[];
  readonly next: string | null;
  /** False: no agent of the organization wants analysis, or none that can have it. */
  readonly isConfigured: boolean;
}

/** Ids of sessions that bulk analysis is to look at, newest first, a page at a time. */
async function candidates(
  context: ReadContext,
  { organization, conditions, cursor, limit }: BulkArguments & { readonly cursor?: string; readonly limit: number },
): Promise<string> {
  const { builtin, llm } = await agentsBy(context, organization);
  const agents = [...builtin, ...llm];
  if (agents.length === 0) return JSON.stringify({ ids: [], next: null, isConfigured: false } satisfies BulkPage);
  const question = { sort: SORT, conditions };
  const after = cursor === undefined ? {} : { after: decodeSessionCursor(cursor, question) };
  const wanted = [...conditions, OVER, ofAgents(agents)];
  const rows = await context.conversations.listSessions({ organization, conditions: wanted, sort: SORT, limit, ...after });
  const last = rows.length < limit ? undefined : rows.at(-1);
  const page: BulkPage = {
    ids: rows.map(({ summary }) => summary.id),
    next: last === undefined ? null : encodeSessionCursor(question, last),
    isConfigured: true,
  };
  return JSON.stringify(page);
}

/** A rule of thumb, told with every estimate; docs/analysis.md has it too. */
export const ESTIMATED_TOKENS = { message: 40, session: 1_000, answer: 400, charactersPerToken: 4 } as const;

/** How many sessions bulk analysis would look at, and about what that would cost. */
async function estimate(context: ReadContext, { organization, conditions }: BulkArguments): Promise<string> {
  const [{ builtin, llm }, known, { organization: owner }] = await Promise.all([
    agentsBy(context, organization),
    settingsOf(context, organization),
    context.organizations.context(organization),
  ]);
  const totalsOf = async (agents: readonly WantingAgent[]): Promise<{ count: number; messageCount: number }> => {
    if (agents.length === 0) return { count: 0, messageCount: 0 };
    return context.conversations.sessionTotals({ organization, conditions: [...conditions, OVER, ofAgents(agents)] });
  };
  const [ofBuiltin, ofLlm] = await Promise.all([totalsOf(builtin), totalsOf(llm)]);
  const settingsCharacters = Math.max(0, ...llm.map((agent) => agent.settingsCharacters));
  const told = costOf(ofLlm, settingsCharacters, known);
  return JSON.stringify({
    count: ofBuiltin.count + ofLlm.count,
    estimated_cost: told.costNanos === null ? null : formatNanos(told.costNanos),
    currency: owner.currency,
    estimate_basis: told.basis,
  });
}

function costOf(
  { count, messageCount }: { readonly count: number; readonly messageCount: number },
  settingsCharacters: number,
  { model }: OrganizationAnalysis,
): { readonly costNanos: bigint | null; readonly basis: string } {
  if (count === 0) return { costNanos: 0n, basis: "The builtin analyser costs nothing." };
  const { message, session, answer, charactersPerToken } = ESTIMATED_TOKENS;
  const perSession = session + Math.ceil(settingsCharacters / charactersPerToken);
  const tokens = { input: count * perSession + messageCount * message, output: count * answer };
  const basis =
    `${count} sessions with ${messageCount} messages for the llm analyser: ${message} tokens a message and ${perSession} a session in, ` +
    `${answer} a session out`;
  const [input, output] = [model?.inputPrice ?? null, model?.outputPrice ?? null];
  if (input === null || output === null) return { costNanos: null, basis: `${basis}; input_price and output_price are not set.` };
  return { costNanos: priceOf(tokens.input, input) + priceOf(tokens.output, output), basis: `${basis}, at the prices of the settings.` };
}

/** A price is that of a million tokens; a millionth of the currency's unit is a thousand nanos. */
const priceOf = (tokens: number, price: string): bigint => {
  const decimal = parseDecimal(price);
  if (decimal === undefined) throw new Error("A stored price cannot be read.");
  return convertNanos(BigInt(tokens) * 1_000n, decimal);
};

export const analysisOperations = {
  "native.analysisSettings": settings,
  "native.analyses": analyses,
  "native.analysisTarget": target,
  "native.analysisCandidates": candidates,
  "native.analysisEstimate": estimate,
} satisfies ReadOperations;
