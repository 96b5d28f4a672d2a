import { setTimeout as after } from "node:timers/promises";
import { builtinAnalyser } from "../analysis/builtin/builtinAnalyser.ts";
import { AnalysisRunner } from "../analysis/runner.ts";
import type { AnalysisUsage } from "../analysis/runOne.ts";
import { formatNanos } from "../domain/money.ts";
import type { RecordName } from "../domain/record.ts";
import { OVERHEAD_FIELD, readRecord } from "../domain/record.ts";
import { formatTime } from "../domain/time.ts";
import { guardedFetchForModels } from "../outgoing/guardedFetch.ts";
import type { OutgoingPolicy } from "../outgoing/policy.ts";
import type { ProjectionParts } from "./projectionWork.ts";
import { sha256Hex } from "./secrets.ts";

export interface AnalysisWorkParts extends Pick<ProjectionParts, "stores" | "organizations" | "clock" | "onError"> {
  readonly policy: OutgoingPolicy;
  readonly holder: string;
  openSecret(sealed: string): string;
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** An analysis was saved: its session is to be projected. */
  onFinished(organization: string, sessionId: string): Promise<void>;
}

/** Records that Calltree writes itself carry this source, so that nobody else's key corrects them. */
const SOURCE = "calltree";
const CARRIERS_MAX = 1_000;
const ASSISTANTS: ReadonlySet<string> = new Set(["ai-voice-assistant", "ai-messaging-assistant"]);

/** The runner of analyses with everything that it needs of this server. */
export function analysisRunner(parts: AnalysisWorkParts): AnalysisRunner {
  const { stores, clock, onError, policy } = parts;
  return new AnalysisRunner({
    ...{ conversations: stores.conversations, office: stores.office, clock, holder: parts.holder, sleep: parts.sleep },
    builtin: builtinAnalyser(),
    llm: async (settings, key) => {
      // Half a second and twenty megabytes that a server without a model does without.
      const { llmAnalyser } = await import("../analysis/llm/llmAnalyser.ts");
      const sleep = async (ms: number, signal: AbortSignal): Promise<void> => void (await after(ms, undefined, { signal }));
      return llmAnalyser(settings, key, { fetch: guardedFetchForModels(policy), clock, sleep });
    },
    openSecret: parts.openSecret,
    onUsage: (organization, sessionId, usage) => recordUsage(parts, organization, sessionId, usage),
    onFinished: parts.onFinished,
    onFault: onError,
  });
}

/** What a model was used for is a record of the session, and no part of what the session cost. */
async function recordUsage(
  { stores, organizations, clock }: AnalysisWorkParts,
  organization: string,
  sessionId: string,
  usage: AnalysisUsage,
): Promise<void> {
  const { registry } = await organizations.context(organization);
  const { inputTokens, outputTokens } = usage;
  const row = await stores.conversations.session(organization, sessionId);
  const survivor = row?.mergedInto == null ? row : await stores.conversations.session(organization, row.mergedInto);
  const conversation = survivor?.root == null ? undefined : await conversationOf(stores, organization, survivor.root);
  const body = {
    record_type: "inference",
    id: `${usage.analysisId}-${usage.attempt}`,
    [OVERHEAD_FIELD]: true,
    usecase: "session analysis",
    // What hangs nowhere is not found when the session is erased, and so may not name it.
    ...(conversation === undefined ? {} : { session_id: sessionId, conversation_id: conversation }),
    created_at: formatTime(usage.startedMs),
    inference_time: usage.durationMs / 1_000,
    model: usage.model,
    ...(inputTokens === null ? {} : { user_prompt_tokens: inputTokens }),
    ...(outputTokens === null ? {} : { completion_tokens: outputTokens }),
    ...(inputTokens === null || outputTokens === null ? {} : { tokens: inputTokens + outputTokens }),
    ...(usage.costNanos === null ? {} : { cost: formatNanos(usage.costNanos), currency: usage.currency }),
  };
  const draft = readRecord(body, JSON.stringify(body), registry, sha256Hex);
  await stores.records.append([{ organization, source: SOURCE, receivedMs: clock.nowMs(), records: [draft] }]);
}

/** By which an inference hangs in the tree of this root: that of its assistant, directly below it or below one of its legs. */
async function conversationOf(
  { records }: AnalysisWorkParts["stores"],
  organization: string,
  root: RecordName,
): Promise<string | undefined> {
  const near = await records.byLinkValues(organization, [root.id], CARRIERS_MAX);
  const values = near.flatMap(({ links }) => links.map(([, value]) => value));
  const found = values.length === 0 ? [] : await records.byLinkValues(organization, [...new Set(values)], CARRIERS_MAX);
  const assistant = [...near, ...found].find(({ type }) => ASSISTANTS.has(type));
  return assistant?.links.find(([field]) => field === "conversation_id")?.[1];
}
