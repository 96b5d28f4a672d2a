import type { Clock } from "../domain/clock.ts";
import { AppError } from "../domain/errors.ts";
import type { NativeParts } from "../http/faces/native/parts.ts";
import { ErasedIds } from "../ingest/erasedIds.ts";
import type { IngestParts } from "../ingest/ingest.ts";
import { outgoingPolicy } from "../outgoing/policy.ts";
import { endIn, factsIn, linesIn, messagesIn, recordsIn } from "../pipeline.ts";
import type { Recordings } from "../recordings/recordings.ts";
import { eraseBelow } from "../sessions/index.ts";
import type { Stores } from "../store/stores.ts";
import type { Background } from "./backgroundWork.ts";
import type { Config } from "./config.ts";
import { SampleLoader } from "./loadSampleCalls.ts";
import type { Metrics } from "./metrics.ts";
import { nativeWebhooks } from "./nativeWebhooks.ts";
import type { Rereads } from "./rereads.ts";
import { newId, newSecret, sha256Hex } from "./secrets.ts";

type Given = Pick<
  NativeParts,
  "ask" | "organizations" | "keyring" | "requireScope" | "authorityOf" | "admission" | "streams" | "recordingAddress" | "office"
>;

interface Working {
  readonly stores: Stores;
  readonly clock: Clock;
  readonly metrics: Metrics;
  readonly projection: Background;
  readonly rereads: Rereads;
  readonly recordings: Recordings;
  /** Forgets a recording that is still to be fetched. */
  forgetRecording(organization: string, sessionId: string): Promise<void>;
}

/** The native face's parts: every write goes through the pipeline, and the projector hears of it. */
export function nativeParts(
  config: Config,
  given: Given,
  { stores, clock, metrics, projection, rereads, recordings, forgetRecording }: Working,
): NativeParts {
  const limits = { recordBytesMax: config.RECORD_BYTES_MAX, nestingMax: config.JSON_NESTING_MAX, keysMax: config.JSON_KEYS_MAX };
  const eraseSession: NativeParts["eraseSession"] = async (organization, id, actor) => {
    const erased = await projection.erase(organization, id);
    for (const formerId of erased.formerIds) await forgetRecording(organization, formerId);
    const { erasedId, recordCount, messageCount, recordingCount } = erased;
    const detail = `${erasedId}: ${recordCount} records, ${messageCount} messages, ${recordingCount} recordings`;
    await stores.office.audit({ organization, atMs: clock.nowMs(), actor, action: "session.erased", detail });
    return erased;
  };
  /** Another request may have come upon the same session. */
  const eraseUnlessErased = async (organization: string, id: string): Promise<void> => {
    try {
      await eraseSession(organization, id, "erasure");
    } catch (error) {
      if (!(error instanceof AppError) || !["SESSION_ERASED", "SESSION_NOT_FOUND"].includes(error.code)) throw error;
    }
  };
  const ingest: IngestParts = {
    ...{ records: stores.records, limits, hash: sha256Hex },
    eraseBelow: async ({ organization }, erased) => {
      const context = await given.organizations.context(organization);
      for (const id of await eraseBelow(stores, context, erased)) await eraseUnlessErased(organization, id);
      projection.wake();
    },
  };
  const policy = outgoingPolicy(config.OUTGOING_ALLOW);
  const intake = { conversations: stores.conversations, erasedIds: new ErasedIds(stores.office), limits };
  const parts: Omit<NativeParts, "loadSampleCalls"> = {
    ...given,
    ...nativeWebhooks(stores.office, clock, projection, policy, config.CALLTREE_SECRET_KEY),
    queueAnalyses: async (organization, sessionIds, trigger) => {
      const asked = sessionIds.map((sessionId) => ({ id: newId("an"), sessionId, trigger }));
      const queued = await stores.conversations.queueAnalyses(organization, asked, clock.nowMs());
      if (queued.length > 0) projection.wakeAnalyses();
      return queued;
    },
    waitingAnalyses: (organization) => stores.conversations.queuedAnalysisCount(organization),
    tryAnalysis: (organization, sessionId, settings) => projection.tryAnalysis(organization, sessionId, settings),
    clock,
    limits: { jsonBodyBytesMax: config.JSON_BODY_BYTES_MAX },
    newId,
    newSecret,
    takeIn: async (items, scope, dryRun) => {
      const outcomes = await recordsIn(items, scope, ingest, dryRun);
      metrics.countOutcomes(outcomes);
      return outcomes;
    },
    takeInLines: async (lines, scope, dryRun) => {
      const report = await linesIn(lines, scope, ingest, dryRun);
      for (const [outcome, count] of Object.entries(report.counts)) metrics.countOutcome(outcome, count);
      return report;
    },
    takeInFacts: (body, scope) => factsIn(body, scope, intake),
    takeInEnd: (body, scope) => endIn(body, scope, intake),
    takeInMessages: (body, scope) => messagesIn(body, scope, intake),
    projectSession: (organization, id) => projection.project(organization, [id]),
    hasSummary: async (organization, id) => {
      if ((await stores.conversations.summary(organization, id)) !== undefined) return true;
      return (await stores.conversations.session(organization, id))?.mergedInto != null;
    },
    wakeProjector: () => projection.wake(),
    eraseSession,
    projectionStatus: () => projection.status(),
    startRebuild: () => projection.startRebuild(),
    wakeReread: () => rereads.wake(),
    ratesChanged: async (organization) => {
      await stores.conversations.markAllDirty(organization);
      projection.wake();
    },
    retentionChanged: () => projection.wakeRetention(),
    agentChanged: async (organization, agentId) => {
      await stores.conversations.markAgentDirty(organization, agentId);
      projection.wake();
    },
  };
  const samples = new SampleLoader({ ...parts, stores, recordings, wakeProjector: () => projection.wake() });
  return { ...parts, loadSampleCalls: (organization, actor) => samples.load(organization, actor) };
}
