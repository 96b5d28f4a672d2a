import type { Clock } from "../domain/clock.ts";
import type { Organizations } from "../reads/index.ts";
import {
  type ErasedSession,
  eraseSession,
  type LifecycleSettings,
  type ProjectionStatus,
  Projector,
  startRebuild,
} from "../sessions/index.ts";
import type { RecordChange } from "../store/recordStore.ts";
import type { Stores } from "../store/stores.ts";
import { WebhookTeller } from "./eventTeller.ts";

export interface ProjectionSetup {
  /** Milliseconds between rounds while nothing is known to wait. 0: rounds run only when they are asked for. */
  readonly everyMs: number;
  readonly treeNodesMax: number;
  readonly lifecycle: LifecycleSettings;
  readonly holder: string;
  /** Where people reach this server; stands in what webhooks tell. */
  readonly publicAddress: string;
}

export interface ProjectionParts {
  readonly stores: Pick<Stores, "records" | "conversations" | "office">;
  readonly organizations: Organizations;
  readonly clock: Clock;
  readonly onError: (error: unknown) => void;
  deleteRecording(storageName: string): Promise<void>;
  forgetRecording(organization: string, sessionId: string): Promise<void>;
  newSecret(): string;
  /** Something was projected, and may have to be told. */
  onProjected?(): void;
}

/** What the rest of the server asks of the projector, wherever it runs. */
export interface Projection {
  /** Something was written: do not wait for the next round. */
  wake(): void;
  project(organization: string, ids: readonly string[]): Promise<void>;
  /** Records whose type's definition has changed, with their links before and after. */
  projectRecords(organization: string, changes: readonly RecordChange[]): Promise<void>;
  runUntilIdle(): Promise<boolean>;
  status(): Promise<ProjectionStatus>;
  startRebuild(): Promise<void>;
  erase(organization: string, id: string): Promise<ErasedSession>;
  close(): Promise<void>;
}

/** Facts that come in quick succession are projected together. */
const WAKE_MS = 50;

/** The projector with its clockwork, in this very thread. */
export class ProjectionWork implements Projection {
  readonly #setup: ProjectionSetup;
  readonly #parts: ProjectionParts;
  readonly #projector: Projector;
  #timer: NodeJS.Timeout | undefined;
  #nextAtMs = Number.POSITIVE_INFINITY;
  #isRunning = false;
  #isClosed = false;

  constructor(setup: ProjectionSetup, parts: ProjectionParts) {
    this.#setup = setup;
    this.#parts = parts;
    const { stores, organizations, clock, onError } = parts;
    this.#projector = new Projector({
      ...{ records: stores.records, conversations: stores.conversations, office: stores.office, organizations, clock },
      ...setup,
      teller: new WebhookTeller(stores.office, setup.publicAddress),
      onFault: (error, sessionIds) =>
        onError(sessionIds.length === 0 ? error : new Error(`sessions not projected: ${sessionIds.join(", ")}`, { cause: error })),
    });
    this.#schedule(WAKE_MS);
  }

  wake(): void {
    this.#schedule(WAKE_MS);
  }

  async project(organization: string, ids: readonly string[]): Promise<void> {
    await this.#projector.projectSessions(organization, ids);
    this.#parts.onProjected?.();
  }

  projectRecords(organization: string, changes: readonly RecordChange[]): Promise<void> {
    return this.#projector.projectRecords(organization, changes);
  }

  runUntilIdle(): Promise<boolean> {
    return this.#projector.runUntilIdle();
  }

  status(): Promise<ProjectionStatus> {
    return this.#projector.status();
  }

  async startRebuild(): Promise<void> {
    await startRebuild(this.#parts.stores.office, this.#parts.clock.nowMs());
    this.wake();
  }

  async erase(organization: string, id: string): Promise<ErasedSession> {
    const { stores, organizations, clock } = this.#parts;
    const { records, conversations, office } = stores;
    await this.#projector.projectSessions(organization, [id]);
    const erased = await this.#projector.exclusively(async () =>
      eraseSession(
        {
          ...{ records, conversations, office, treeNodesMax: this.#setup.treeNodesMax },
          deleteRecording: (name) => this.#parts.deleteRecording(name),
          newSecret: () => this.#parts.newSecret(),
        },
        await organizations.context(organization),
        id,
        clock.nowMs(),
      ),
    );
    await this.#projector.projectSessions(organization, [erased.erasedId]);
    this.wake();
    return erased;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    await this.#projector.close();
  }

  #schedule(afterMs: number): void {
    const atMs = performance.now() + afterMs;
    if (this.#isClosed || this.#setup.everyMs === 0 || atMs >= this.#nextAtMs) return;
    clearTimeout(this.#timer);
    this.#nextAtMs = atMs;
    this.#timer = setTimeout(() => void this.#run(), afterMs).unref();
  }

  async #run(): Promise<void> {
    this.#nextAtMs = Number.POSITIVE_INFINITY;
    if (this.#isRunning) return this.#schedule(WAKE_MS);
    this.#isRunning = true;
    try {
      while (!this.#isClosed && (await this.#projector.runOnce())) this.#parts.onProjected?.();
      this.#parts.onProjected?.();
    } catch (error) {
      // What was not done is still to be done: the next round finds it.
      if (!this.#isClosed) this.#parts.onError(error);
    } finally {
      this.#isRunning = false;
      this.#schedule(this.#setup.everyMs);
    }
  }
}
