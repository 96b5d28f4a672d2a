import type { FastifyRequest } from "fastify";
import type { Clock } from "../../../domain/clock.ts";
import type { Admission } from "../../../ingest/admission.ts";
import type { IngestScope, ItemOutcome } from "../../../ingest/ingest.ts";
import type { RawItem } from "../../../ingest/takeIn.ts";
import type { LinesReport } from "../../../ingest/takeInLines.ts";
import type { FactsOutcome, MessagesReport, SessionScope } from "../../../ingest/takeInSession.ts";
import type { Ask, Organizations } from "../../../reads/index.ts";
import type { ErasedSession, ProjectionStatus } from "../../../sessions/index.ts";
import type { OfficeStore } from "../../../store/officeStore.ts";
import type { Keyring, RequireScope } from "../../authenticate.ts";
import type { EventStreams } from "../../eventStream.ts";
import type { nativeOperations } from "./operations.ts";

/** What the native face is made of. Writes go straight to their port; reads are asked for by name. */
export interface NativeParts {
  readonly ask: Ask<typeof nativeOperations>;
  readonly office: OfficeStore;
  readonly organizations: Organizations;
  readonly keyring: Keyring;
  readonly requireScope: RequireScope;
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
  /** An agent was configured anew: its unsettled sessions are to be projected again. */
  agentChanged(organization: string, agentId: string): Promise<void>;
}
