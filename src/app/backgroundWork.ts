import { setTimeout as after } from "node:timers/promises";
import type { AnalysisRunner } from "../analysis/runner.ts";
import type { TriedAnalysis } from "../analysis/runTrial.ts";
import {
  Deliverer,
  type DeliveryStats,
  type Replayed,
  type ReplayParts,
  replayDelivery,
  replayWhere,
  testEndpoint,
} from "../delivery/index.ts";
import type { AgentAnalysis } from "../domain/analysis.ts";
import { withRecordingAddresses } from "../http/faces/ravan/recordingAddresses.ts";
import { outgoingPolicy } from "../outgoing/policy.ts";
import { RecordingAddresses } from "../recordings/signedAddress.ts";
import type { DeliveryQuery } from "../store/endpoints.ts";
import { analysisRunner } from "./analysisWork.ts";
import { type Projection, type ProjectionParts, type ProjectionSetup, ProjectionWork } from "./projectionWork.ts";
import { RetentionWork } from "./retentionWork.ts";
import { decryptSecret, newId, sealing } from "./secrets.ts";

export interface BackgroundSetup extends ProjectionSetup {
  readonly outgoingAllow: string | null;
  readonly secretKey: string | null;
}

/** What the rest of the server asks of all that works behind it, wherever that runs. */
export interface Background extends Projection {
  /** @returns the delivery's id @throws AppError ENDPOINT_NOT_FOUND */
  testEndpoint(organization: string, endpointId: string): Promise<string>;
  /** @returns the new delivery's id @throws AppError DELIVERY_NOT_FOUND | ENDPOINT_NOT_FOUND | SESSION_ERASED | PARAMETER_INVALID */
  replayDelivery(organization: string, id: string): Promise<string>;
  replayWhere(query: Omit<DeliveryQuery, "limit" | "beforeKey">): Promise<Replayed>;
  /** Something may be due sooner than it was. */
  wakeDeliveries(): void;
  /** Analyses were asked for. */
  wakeAnalyses(): void;
  /** The setting was changed. */
  wakeRetention(): void;
  /** Erases what is older than retention says, now. False: another server is at it. */
  keepRetention(): Promise<boolean>;
  /** See analysis/runTrial.ts. @throws AppError ANALYSIS_TRIALS_MAX */
  tryAnalysis(organization: string, sessionId: string, settings: AgentAnalysis): Promise<TriedAnalysis>;
  deliveryStats(): Promise<DeliveryStats>;
  /** Analyses and deliveries until nothing is due. False: another server does the work. */
  followUp(): Promise<boolean>;
}

/** Finished deliveries are kept so long, to be looked at and sent again. */
const DELIVERIES_KEPT_MS = 30 * 24 * 3_600_000;
const DELIVERY_TIMEOUT_MS = 15_000;
/** Longer than a delivery is tried for, and for its receiver to fetch what it names. */
const RECORDING_ADDRESS_MS = 7 * 24 * 3_600_000;

/** Projector, analyses and webhooks in this very thread. */
export class BackgroundWork extends ProjectionWork implements Background {
  readonly #analyses: AnalysisRunner;
  readonly #deliverer: Deliverer;
  readonly #replayParts: ReplayParts;
  readonly #retention: RetentionWork;

  constructor(setup: BackgroundSetup, parts: ProjectionParts) {
    super(setup, { ...parts, onProjected: () => this.#wake() });
    const { stores, clock, onError } = parts;
    const policy = outgoingPolicy(setup.outgoingAllow);
    const given = { policy, sleep: sleepUnlessStopped, openSecret: (sealed: string) => openSecret(setup.secretKey, sealed) };
    this.#analyses = analysisRunner({
      ...{ ...parts, ...given, holder: setup.holder },
      onFinished: (organization, sessionId) => this.project(organization, [sessionId]),
    });
    this.#replayParts = { office: stores.office, clock, newId };
    this.#deliverer = new Deliverer({
      ...{ conversations: stores.conversations, office: stores.office, clock, newId },
      ...{ holder: setup.holder, keptMs: DELIVERIES_KEPT_MS, timeoutMs: DELIVERY_TIMEOUT_MS, ratePerSecDefault: null },
      ...given,
      random: Math.random,
      completeBody: recordingAddressWriter(setup, parts),
      onFault: onError,
    });
    this.#retention = new RetentionWork({
      ...{ conversations: stores.conversations, office: stores.office, clock, holder: setup.holder },
      erase: (organization, id) => this.erase(organization, id),
      project: (organization, ids) => this.project(organization, ids),
      deleteRecording: (name) => parts.deleteRecording(name),
      forgetRecording: (organization, id) => parts.forgetRecording(organization, id),
      onFault: onError,
    });
    if (setup.everyMs === 0) return;
    this.#retention.start();
    this.#analyses.start();
    this.#deliverer.start();
  }

  async testEndpoint(organization: string, endpointId: string): Promise<string> {
    const id = await testEndpoint(this.#replayParts, organization, endpointId);
    this.wakeDeliveries();
    return id;
  }

  async replayDelivery(organization: string, id: string): Promise<string> {
    const added = await replayDelivery(this.#replayParts, organization, id);
    this.wakeDeliveries();
    return added;
  }

  async replayWhere(query: Omit<DeliveryQuery, "limit" | "beforeKey">): Promise<Replayed> {
    const replayed = await replayWhere(this.#replayParts, query);
    this.wakeDeliveries();
    return replayed;
  }

  wakeDeliveries(): void {
    this.#deliverer.wake();
  }

  wakeAnalyses(): void {
    this.#analyses.wake();
  }

  wakeRetention(): void {
    this.#retention.wake();
  }

  keepRetention(): Promise<boolean> {
    return this.#retention.run();
  }

  async tryAnalysis(organization: string, sessionId: string, settings: AgentAnalysis): Promise<TriedAnalysis> {
    const tried = await this.#analyses.tryOut(organization, { id: newId("try"), sessionId, settings });
    // What a model was used for is a record of the session now.
    if (tried.model !== null) this.wake();
    return tried;
  }

  deliveryStats(): Promise<DeliveryStats> {
    return this.#deliverer.stats();
  }

  async followUp(): Promise<boolean> {
    await this.#analyses.runUntilIdle();
    return this.#deliverer.runUntilIdle();
  }

  override async close(): Promise<void> {
    await this.#retention.close();
    await this.#analyses.close();
    await this.#deliverer.close();
    await super.close();
  }

  #wake(): void {
    this.wakeAnalyses();
    this.wakeDeliveries();
  }
}

/** Puts signed addresses in the place of the marks that presenters leave for recordings. */
function recordingAddressWriter(setup: BackgroundSetup, { stores, clock }: ProjectionParts) {
  const addresses = new RecordingAddresses({
    ...{ office: stores.office, clock, lifeMs: RECORDING_ADDRESS_MS, newId },
    ...sealing(setup.secretKey),
  });
  return (organization: string, body: string): Promise<string> =>
    withRecordingAddresses(body, async (sessionId) => {
      const path = `/api/v1/calling/sessions/${encodeURIComponent(sessionId)}/recording`;
      return setup.publicAddress + (await addresses.sign({ organization, sessionId, path }));
    });
}

function openSecret(secretKey: string | null, sealed: string): string {
  if (secretKey === null) throw new Error("CALLTREE_SECRET_KEY is not set, so no webhook can be signed.");
  return decryptSecret(secretKey, sealed);
}

async function sleepUnlessStopped(ms: number, signal?: AbortSignal): Promise<void> {
  // A wake-up, or the end of the process, comes as an abort.
  await after(ms, undefined, { ref: false, ...(signal === undefined ? {} : { signal }) }).catch(() => {});
}
