import { AppError } from "../domain/errors.ts";
import { isJsonObject, parseJson } from "../domain/json.ts";
import { type OnFault, type RecordFacts, readFacts } from "../domain/record.ts";
import type { RecordType, Registry } from "../domain/registry.ts";
import type { Organizations } from "../reads/index.ts";
import type { RereadJob } from "../store/officeStore.ts";
import type { RecordChange, RecordWithBody } from "../store/recordStore.ts";
import type { Stores } from "../store/stores.ts";
import type { Projection } from "./projectionWork.ts";

const RECORDS_AT_ONCE = 500;

/**
 * Reads stored records again after their type was defined anew, so that new mappings find old records. Jobs are kept in
 * the store: a crash resumes them, and doing a part of one twice changes nothing.
 */
export class Rereads {
  readonly #stores: Stores;
  readonly #organizations: Organizations;
  readonly #projection: Pick<Projection, "projectRecords">;
  readonly #onError: (error: unknown) => void;
  #running: Promise<void> | undefined;
  #isWoken = false;
  #isClosing = false;

  constructor(
    stores: Stores,
    organizations: Organizations,
    projection: Pick<Projection, "projectRecords">,
    onError: (error: unknown) => void,
  ) {
    this.#stores = stores;
    this.#organizations = organizations;
    this.#projection = projection;
    this.#onError = onError;
  }

  wake(): void {
    this.#isWoken = true;
    this.#running ??= this.#run();
  }

  /** Resolves when nothing is left to do. */
  async idle(): Promise<void> {
    await this.#running;
  }

  async close(): Promise<void> {
    this.#isClosing = true;
    await this.#running;
  }

  async #run(): Promise<void> {
    try {
      while (this.#isWoken && !this.#isClosing) {
        this.#isWoken = false;
        for (const job of await this.#stores.office.rereadJobs()) await this.#finish(job);
      }
    } catch (error) {
      this.#onError(error);
    } finally {
      this.#running = undefined;
    }
  }

  async #finish(job: RereadJob): Promise<void> {
    const { registry } = await this.#organizations.context(job.organization);
    const type = registry.byName(job.type);
    let { afterKey } = job;
    let faultCount = 0;
    while (!this.#isClosing) {
      const query = {
        organization: job.organization,
        type: job.type,
        conditions: [],
        order: "key",
        afterKey,
        limit: RECORDS_AT_ONCE,
      } as const;
      const rows = type === undefined ? [] : await this.#stores.records.page(query);
      const changes = rows.flatMap((row) => {
        const facts = type === undefined ? undefined : readAgain(row, type, registry, () => faultCount++);
        return facts === undefined ? [] : [{ key: row.key, body: row.body, facts }];
      });
      await this.#stores.records.replaceFacts(job.organization, changes);
      await this.#projection.projectRecords(
        job.organization,
        rows.map((row) => lookedAtAgain(job.organization, row, changes)),
      );
      afterKey = rows.at(-1)?.key ?? afterKey;
      const isDone = rows.length < RECORDS_AT_ONCE;
      await this.#stores.office.advanceReread(job, isDone ? null : afterKey);
      if (isDone) break;
    }
    if (faultCount > 0) await this.#tellFaults(job, faultCount);
  }

  /** Nobody waits for the answer of a job, so what it could not read is found in the audit trail. */
  #tellFaults({ organization, type, startedMs }: RereadJob, faultCount: number): Promise<void> {
    const detail = `${type}: ${faultCount} fields of stored records could not be read under the new definition`;
    return this.#stores.office.audit({ organization, atMs: startedMs, actor: "reread", action: "record_type.reread_faults", detail });
  }
}

/** What a record belongs to may change even when nothing that was read of it does: types decide about parents and roots. */
function lookedAtAgain(
  organization: string,
  row: RecordWithBody,
  changes: readonly { readonly key: number; readonly facts: RecordFacts }[],
): RecordChange {
  const links = changes.find(({ key }) => key === row.key)?.facts.links ?? row.links;
  return { organization, kind: "changed", type: row.type, id: row.id, links, formerLinks: row.links };
}

/**
 * A record is read as far as the new definition fits it: an unreadable time is none, an unreadable cost is unknown. It
 * never changes its id. Undefined: it has no id under the new definition, and keeps what was read before.
 */
function readAgain(row: RecordWithBody, type: RecordType, registry: Registry, onFault: OnFault): RecordFacts | undefined {
  try {
    const value = parseJson(row.body);
    return isJsonObject(value) ? { ...readFacts(value, type, registry, onFault), id: row.id } : undefined;
  } catch (error) {
    if (error instanceof AppError) return undefined;
    throw error;
  }
}
