import { readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { syncFolder, writeDurably } from "./localDisk.ts";
import { filesIn, type Spool } from "./spool.ts";

/** A recording that was referenced by its address and is still to be fetched. */
export interface FetchJob {
  /** The name its bytes will have in the storage. */
  readonly objectName: string;
  readonly organization: string;
  readonly sessionId: string;
  readonly url: string;
  /** That of the row it belongs to: the row's recording may have been replaced since. */
  readonly receivedMs: number;
  readonly attempts: number;
  /** When it is tried next; null: given up, and tried again only when somebody wants to play it. */
  readonly nextMs: number | null;
  /** What the last attempt failed with. */
  readonly error: { readonly code: string; readonly message: string; readonly atMs: number } | null;
}

const SUFFIX = ".fetch.json";

/** Keeps the jobs in files of this machine, so that none is lost with the process. At most one a session. */
export class FetchJournal {
  readonly #spool: Spool;
  readonly #jobs = new Map<string, FetchJob>();

  private constructor(spool: Spool) {
    this.#spool = spool;
  }

  static async open(spool: Spool): Promise<FetchJournal> {
    const journal = new FetchJournal(spool);
    for (const file of await filesIn(spool.folder)) {
      if (!file.endsWith(SUFFIX)) continue;
      const job = JSON.parse(await readFile(join(spool.folder, file), "utf8")) as FetchJob;
      journal.#jobs.set(keyOf(job.organization, job.sessionId), job);
    }
    return journal;
  }

  get(organization: string, sessionId: string): FetchJob | undefined {
    return this.#jobs.get(keyOf(organization, sessionId));
  }

  all(): FetchJob[] {
    return [...this.#jobs.values()];
  }

  /** Durable when it resolves. Replaces the session's job. */
  async keep(job: FetchJob): Promise<void> {
    const former = this.get(job.organization, job.sessionId);
    await this.#spool.make();
    const path = this.#pathOf(job);
    await writeDurably(`${path}.part`, Readable.from([JSON.stringify(job)]));
    await rename(`${path}.part`, path);
    await syncFolder(this.#spool.folder);
    this.#jobs.set(keyOf(job.organization, job.sessionId), job);
    if (former !== undefined && former.objectName !== job.objectName) await rm(this.#pathOf(former), { force: true });
  }

  async drop(organization: string, sessionId: string): Promise<void> {
    const job = this.get(organization, sessionId);
    if (job === undefined) return;
    await rm(this.#pathOf(job), { force: true });
    this.#jobs.delete(keyOf(organization, sessionId));
  }

  #pathOf(job: FetchJob): string {
    return this.#spool.pathOf(job.objectName) + SUFFIX;
  }
}

const keyOf = (organization: string, sessionId: string): string => `${organization}/${sessionId}`;
