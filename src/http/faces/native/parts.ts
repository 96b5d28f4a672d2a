import type { FastifyRequest } from "fastify";
import type { AgentAnalysis } from "../../../domain/analysis.ts";
import type { Clock } from "../../../domain/clock.ts";
import type { Admission } from "../../../ingest/admission.ts";
import type { IngestScope, ItemOutcome } from "../../../ingest/ingest.ts";
import type { RawItem } from "../../../ingest/takeIn.ts";
import type { LinesReport } from "../../../ingest/takeInLines.ts";
import type { FactsOutcome, MessagesReport, SessionScope } from "../../../ingest/takeInSession.ts";
import type { Ask, Organizations } from "../../../reads/index.ts";
import type { ErasedSession, ProjectionStatus } from "../../../sessions/index.ts";
import type { AnalysisTrigger } from "../../../store/analyses.ts";
import type { Delivery, DeliveryQuery } from "../../../store/endpoints.ts";
import type { OfficeStore } from "../../../store/officeStore.ts";
import type { Keyring, RequireScope } from "../../authenticate.ts";
import type { Authority } from "../../authority.ts";
import type { EventStreams } from "../../eventStream.ts";
import type { nativeOperations } from "./operations.ts";

/** What deliveries are asked for: all but the organization and the page. */
export type DeliveryFilter = Omit<DeliveryQuery, "organization" | "limit" | "beforeKey">;

/** What the native face asks of deliveries. */
export interface WebhookParts {
  /** Puts an `endpoint.test` event on its way. @throws AppError ENDPOINT_NOT_FOUND */
  test(organization: string, endpointId: string): Promise<Delivery>;
  /** The same body and message id again. @throws AppError DELIVERY_NOT_FOUND | ENDPOINT_NOT_FOUND | SESSION_ERASED | PARAMETER_INVALID */
  replay(organization: string, deliveryId: string): Promise<Delivery>;
  /** At most 10,000, the newest ones. `skipped`: found and not to be sent again. `isComplete`: no more were found. */
  replayWhere(organization: string, filter: DeliveryFilter): Promise<{ count: number; skipped: number; isComplete: boolean }>;
  /** Ends a stop, a pause and a slowdown. @throws AppError ENDPOINT_NOT_FOUND */
  resume(organization: string, endpointId: string): Promise<void>;
  /** What waits may be due sooner than it was. */
  wake(): void;
}

/** What settings that were tried out say of a session. */
export interface TriedSettings {
  readonly analyser: AgentAnalysis["analyser"];
  /** Null: no model was asked. */
  readonly model: string | null;
  /** JSON text of AnalysisOutcome (domain/analysis.ts); null: it came to nothing. */
  readonly result: string | null;
  readonly failure: { readonly code: string; readonly message: string } | null;
  readonly costNanos: bigint | null;
  readonly currency: string | null;
}

/** The sample calls that an organization has; counts are of these sessions. */
export interface LoadedSamples {
  readonly sessionIds: readonly string[];
  readonly recordCount: number;
  readonly messageCount: number;
}

/** What the native face is made of. Writes go straight to their port; reads are asked for by name. */
export interface NativeParts {
  readonly ask: Ask<typeof nativeOperations>;
  readonly office: OfficeStore;
  readonly organizations: Organizations;
  readonly keyring: Keyring;
  readonly requireScope: RequireScope;
  /** Who asks, found out as requireScope does; again and again for an answer that goes on for long. */
  authorityOf(request: FastifyRequest): Promise<Authority>;
  readonly admission: Admission;
  readonly clock: Clock;
  readonly streams: EventStreams;
  readonly limits: { readonly jsonBodyBytesMax: number };
  takeIn(items: readonly RawItem[], scope: IngestScope, dryRun: boolean): Promise<ItemOutcome[]>;
  takeInLines(source: AsyncIterable<Buffer>, scope: IngestScope, dryRun: boolean): Promise<LinesReport>;
  takeInFacts(body: unknown, scope: SessionScope): Promise<FactsOutcome>;
  takeInEnd(body: unknown, scope: SessionScope): Promise<FactsOutcome>;
  takeInMessages(body: unknown, scope: SessionScope): Promise<MessagesReport>;
  /** Resolves when reads tell what was written of this session before the call. */
  projectSession(organization: string, id: string): Promise<void>;
  /** False: reads cannot tell of this session yet. A session that was merged into another is told by that one's. */
  hasSummary(organization: string, id: string): Promise<boolean>;
  /** Something was written that the projector may wait with no longer. */
  wakeProjector(): void;
  /** @throws AppError SESSION_NOT_FOUND | SESSION_ERASED */
  eraseSession(organization: string, id: string, actor: string): Promise<ErasedSession>;
  /** A signed, time-limited address that plays a session's recording. */
  recordingAddress(request: FastifyRequest, organization: string, sessionId: string): Promise<string>;
  projectionStatus(): Promise<ProjectionStatus>;
  /** Makes everything derived again; asking twice starts it anew. */
  startRebuild(): Promise<void>;
  /** Random ids and secrets. */
  newId(prefix: string): string;
  newSecret(): { secret: string; hash: string };
  /** A type's definition changed: its stored records are to be read again. */
  wakeReread(): void;
  /** Exchange rates changed: what all sessions cost in the organization's currency is to be told anew. */
  ratesChanged(organization: string): Promise<void>;
  /** What is too old may be so sooner, or never. */
  retentionChanged(): void;
  /** An agent was configured anew: its unsettled sessions are to be projected again. */
  agentChanged(organization: string, agentId: string): Promise<void>;
  readonly webhooks: WebhookParts;
  /** The address in its plain form. @throws AppError ADDRESS_REFUSED unless it is https, or a host that OUTGOING_ALLOW names */
  checkEndpointAddress(url: string): Promise<string>;
  /** @throws AppError ADDRESS_REFUSED */
  checkModelAddress(url: string): Promise<void>;
  /** A random secret that deliveries are signed with, `whsec_…`. */
  newEndpointSecret(): string;
  /** Encrypts a secret that is to be read again. @throws AppError SECRET_KEY_MISSING */
  sealSecret(plain: string): string;
  /** @throws AppError SECRET_KEY_MISSING | SECRET_KEY_WRONG */
  openSecret(sealed: string): string;
  /** Queues one for each of these sessions that has none waiting, and makes due now what waits for later; returns the ids of those. */
  queueAnalyses(organization: string, sessionIds: readonly string[], trigger: AnalysisTrigger): Promise<string[]>;
  /** How many analyses of the organization wait. */
  waitingAnalyses(organization: string): Promise<number>;
  /** Analyses a session once by these settings and keeps nothing but what it cost. @throws AppError ANALYSIS_TRIALS_MAX */
  tryAnalysis(organization: string, sessionId: string, settings: AgentAnalysis): Promise<TriedSettings>;
  /** Loads the sample calls, by the ways that everybody's calls take; asked again it changes nothing. */
  loadSampleCalls(organization: string, actor: string): Promise<LoadedSamples>;
}
