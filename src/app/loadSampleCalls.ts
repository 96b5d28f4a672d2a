import { Readable } from "node:stream";
import { parseAgentAnalysis, viewAgentAnalysis } from "../domain/analysisSettings.ts";
import type { Clock } from "../domain/clock.ts";
import { AppError } from "../domain/errors.ts";
import { SAMPLE_AGENTS, type SampleAgent } from "../generate/sampleAgents.ts";
import type { SampleCall } from "../generate/sampleCall.ts";
import { sampleCalls } from "../generate/sampleCalls.ts";
import type { LoadedSamples, NativeParts } from "../http/faces/native/parts.ts";
import type { Recordings } from "../recordings/recordings.ts";
import type { Stores } from "../store/stores.ts";

export interface SampleParts
  extends Pick<NativeParts, "takeIn" | "takeInFacts" | "takeInMessages" | "projectSession" | "queueAnalyses" | "organizations"> {
  readonly stores: Pick<Stores, "conversations" | "office">;
  readonly recordings: Pick<Recordings, "find" | "upload">;
  readonly clock: Clock;
  /** The projector need wait no longer. */
  wakeProjector(): void;
}

/** Their records come from a source of their own: whichever key asks again, it asks for the same. */
const SOURCE = "sample-calls";
const HOUR_MS = 3_600_000;

/**
 * Loads the sample calls into an organization, by the ways that everybody's calls take. Asked again it changes nothing: the days
 * before its first time are the calls' days for good, and one that was erased stays erased.
 */
export class SampleLoader {
  readonly #parts: SampleParts;
  readonly #underWay = new Map<string, Promise<LoadedSamples>>();

  constructor(parts: SampleParts) {
    this.#parts = parts;
  }

  /** Two who ask at the same time wait for the same. */
  load(organization: string, actor: string): Promise<LoadedSamples> {
    const underWay = this.#underWay.get(organization);
    if (underWay !== undefined) return underWay;
    const loading = this.#load(organization, actor).finally(() => this.#underWay.delete(organization));
    this.#underWay.set(organization, loading);
    return loading;
  }

  async #load(organization: string, actor: string): Promise<LoadedSamples> {
    const { stores, clock, organizations } = this.#parts;
    const wantedMs = Math.floor(clock.nowMs() / HOUR_MS) * HOUR_MS;
    const base = await stores.office.putServerValueOnce(`sample calls ${organization}`, String(wantedMs));
    const { currency } = (await organizations.context(organization)).organization;
    for (const agent of SAMPLE_AGENTS) await this.#putAgent(organization, agent);
    const loaded = { sessionIds: [] as string[], recordCount: 0, messageCount: 0 };
    for (const call of sampleCalls(Number(base), currency)) {
      if (!(await this.#tellFacts(organization, call))) continue;
      const { records, messages } = await this.#putRest(organization, call);
      loaded.sessionIds.push(call.id);
      loaded.recordCount += records;
      loaded.messageCount += messages;
    }
    this.#parts.wakeProjector();
    const detail = `${loaded.sessionIds.length} sessions, ${loaded.recordCount} records, ${loaded.messageCount} messages`;
    await stores.office.audit({ organization, atMs: clock.nowMs(), actor, action: "sample_calls.loaded", detail });
    return loaded;
  }

  /** An agent that is there may have been changed by somebody. */
  async #putAgent(organization: string, { id, name, analysis }: SampleAgent): Promise<void> {
    const { stores, clock } = this.#parts;
    if ((await stores.office.agent(organization, id)) !== undefined) return;
    const settings = JSON.stringify(viewAgentAnalysis(parseAgentAnalysis(analysis)));
    const unset = { expectedRecordTypes: [], idleCloseSec: null };
    await stores.office.putAgent(organization, { id, name, ...unset, analysis: settings, updatedMs: clock.nowMs() });
  }

  /** Facts come first, so that the records find the session they belong to. False: it was erased. */
  async #tellFacts(organization: string, { id, facts }: SampleCall): Promise<boolean> {
    try {
      await this.#parts.takeInFacts(facts, { organization, id, receivedMs: this.#parts.clock.nowMs() });
      return true;
    } catch (error) {
      if (error instanceof AppError && error.code === "SESSION_ERASED") return false;
      throw error;
    }
  }

  async #putRest(organization: string, call: SampleCall): Promise<{ records: number; messages: number }> {
    const { takeIn, takeInMessages, projectSession, organizations, clock } = this.#parts;
    const { id } = call;
    const receivedMs = clock.nowMs();
    await takeInMessages(call.messages, { organization, id, receivedMs });
    if (call.makeRecording !== null) await this.#putRecording(organization, id, call.makeRecording);
    const { registry } = await organizations.context(organization);
    const items = call.records.map((value, index) => ({ index, value }));
    const outcomes = await takeIn(items, { organization, source: SOURCE, registry, receivedMs }, false);
    await projectSession(organization, id);
    await this.#analyse(organization, call);
    const kept = outcomes.filter(({ outcome }) => outcome !== "rejected");
    return { records: new Set(kept.map(({ recordType, id: name }) => `${recordType} ${name}`)).size, messages: call.messages.length };
  }

  async #putRecording(organization: string, id: string, makeRecording: () => Iterable<Uint8Array<ArrayBuffer>>): Promise<void> {
    const { recordings } = this.#parts;
    try {
      await recordings.find(organization, id);
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== "RECORDING_NOT_FOUND") throw error;
      await recordings.upload(organization, id, Readable.from(makeRecording()));
    }
  }

  /** At once, and the older ones too: the server by itself analyses nothing that was over long before it came in. */
  async #analyse(organization: string, { id, facts }: SampleCall): Promise<void> {
    const { conversations } = this.#parts.stores;
    const agentId = (facts["agent"] as { readonly id?: string } | undefined)?.id;
    if (!SAMPLE_AGENTS.some((agent) => agent.id === agentId)) return;
    const row = await conversations.session(organization, id);
    if (row === undefined || (await conversations.analyses(organization, [row.key])).length > 0) return;
    await this.#parts.queueAnalyses(organization, [id], "request");
  }
}
