import type { Analysed, Analyser, AnalysisInput } from "../../src/analysis/analyser.ts";
import { NOTHING } from "../../src/analysis/analysisFixtures.ts";
import { AnalysisRunner, type RunnerParts } from "../../src/analysis/runner.ts";
import type { AnalysisUsage } from "../../src/analysis/runOne.ts";
import type { AgentAnalysis, AnalysisOutcome } from "../../src/domain/analysis.ts";
import { viewAgentAnalysis } from "../../src/domain/analysisSettings.ts";
import { foldFacts } from "../../src/domain/sessionFacts.ts";
import { summaryOf } from "../../src/domain/sessionFixtures.ts";
import type { StoredAnalysis } from "../../src/store/analyses.ts";
import { messageOf, projectionOf, rowOf, sessionWith, WRITTEN } from "../../src/store/contract/conversationDrafts.ts";
import { newOrganization } from "../../src/store/contract/drafts.ts";
import { openStores } from "../../src/store/open.ts";
import type { Stores } from "../../src/store/stores.ts";
import { sqlite } from "./databases.ts";

export const START_MS = Date.UTC(2026, 4, 4, 23, 0);

/** What tests of the runner have in their hands: a real database, a clock that stands, and notes of all that it was told. */
export interface Workplace {
  readonly stores: Stores;
  readonly organization: string;
  nowMs: number;
  readonly inputs: AnalysisInput[];
  readonly usages: (AnalysisUsage & { readonly sessionId: string })[];
  readonly finished: string[];
  readonly faults: unknown[];
  runner(given?: Partial<RunnerParts>): AnalysisRunner;
  putAgent(settings: AgentAnalysis | null): Promise<void>;
  /** A projected session of that agent, with two messages, and an analysis of it in the queue. */
  queue(id: string): Promise<void>;
  analysisOf(id: string): Promise<StoredAnalysis>;
}

export const SUMMARY: AgentAnalysis = { ...NOTHING, analyser: "builtin", summary: true };
export const BY_MODEL: AgentAnalysis = { ...SUMMARY, analyser: "llm" };
const AGENT = "agent";

export const OUTCOME: AnalysisOutcome = {
  ...{ analyser: "builtin", language: "en", summary: "They talked.", leftOut: [], cut: null },
  figures: { talkMs: { user: null, assistant: null }, silenceMs: null, longestSilenceMs: null, interruptions: 0, turns: 2 },
};

export const analysed = (used: Partial<Analysed> = {}): Analysed => ({
  ...{ outcome: OUTCOME, model: null, inputTokens: null, outputTokens: null },
  ...used,
});

export interface OpenedDatabase extends AsyncDisposable {
  readonly stores: Stores;
}

export async function openDatabase(): Promise<OpenedDatabase> {
  const { url, dispose } = await sqlite.open();
  const stores = await openStores(url, "write");
  return {
    stores,
    [Symbol.asyncDispose]: async () => {
      await stores[Symbol.asyncDispose]();
      await dispose();
    },
  };
}

/** An organization of its own; what earlier tests have left in the queue is out of the way. */
export async function workplace({ stores }: OpenedDatabase, analyse: Analyser["analyse"] = async () => analysed()): Promise<Workplace> {
  await stores.conversations.claimAnalyses("nobody's", Number.MAX_SAFE_INTEGER - 1, Number.MAX_SAFE_INTEGER, 1_000_000);
  const organization = await newOrganization(stores);
  const noting: Analyser = {
    analyse: (input, signal) => {
      here.inputs.push(input);
      return analyse(input, signal);
    },
  };
  const here: Workplace = {
    ...{ stores, organization, nowMs: START_MS, inputs: [], usages: [], finished: [], faults: [] },
    runner: (given) =>
      new AnalysisRunner({
        ...{ conversations: stores.conversations, office: stores.office, builtin: noting, llm: () => noting, holder: "me" },
        clock: { nowMs: () => here.nowMs },
        openSecret: (sealed) => `opened ${sealed}`,
        sleep: untilStopped,
        onUsage: async (_organization, sessionId, usage) => void here.usages.push({ ...usage, sessionId }),
        onFinished: async (_organization, sessionId) => void here.finished.push(sessionId),
        onFault: (error) => void here.faults.push(error),
        ...given,
      }),
    putAgent: (settings) => {
      const analysis = settings === null ? null : JSON.stringify(viewAgentAnalysis(settings));
      return stores.office.putAgent(organization, {
        ...{ id: AGENT, name: "Tables", expectedRecordTypes: [], idleCloseSec: null, updatedMs: 1, analysis },
      });
    },
    queue: async (id) => {
      const row = await sessionWith(stores.conversations, organization, id);
      const messages = [
        messageOf("late", { role: "assistant", content: "Hello.", createdMs: 2_000 }),
        messageOf("early", { content: "Hello?", createdMs: 1_000 }),
      ];
      await stores.conversations.addMessages(organization, id, messages, WRITTEN);
      const facts = { ...foldFacts([]), agentId: AGENT };
      await stores.conversations.saveProjections(organization, [
        projectionOf(row, { summary: summaryOf(id, { facts, durationMs: 3_000, currency: "EUR" }) }),
      ]);
      await stores.conversations.queueAnalyses(organization, [{ id: `an_${id}`, sessionId: id, trigger: "request" }], here.nowMs);
    },
    analysisOf: async (id) => {
      const { key } = await rowOf(stores.conversations, organization, id);
      const analysis = (await stores.conversations.analyses(organization, [key])).at(-1);
      if (analysis === undefined) throw new Error(`there is no analysis of ${id}`);
      return analysis;
    },
  };
  await here.putAgent(SUMMARY);
  return here;
}

/** Time stands still: only the signal ends a pause. */
const untilStopped = (_ms: number, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal?.aborted === true) resolve();
    else signal?.addEventListener("abort", () => resolve(), { once: true });
  });
