import type { Kysely } from "kysely";
import type { LinkValue } from "../../domain/record.ts";
import type { Schema } from "./schema.ts";
import { UsageDeltas, type UsageFacts } from "./usageDeltas.ts";

const ROWS_AT_ONCE = 1_000;

/**
 * What one transaction did to records that were known before, written together at its end: rows for whoever follows the
 * feed, and the difference to usage sums.
 */
export class RecordLog {
  readonly #usage = new UsageDeltas();
  readonly #changes: { organization_key: number; record_key: number; former_links: string }[] = [];

  /** Tells the feed; `formerLinks` are those that the record has no longer. */
  changed(organizationKey: number, recordKey: number, formerLinks: readonly LinkValue[]): void {
    const text = formerLinks.length === 0 ? "[]" : JSON.stringify(formerLinks);
    this.#changes.push({ organization_key: organizationKey, record_key: recordKey, former_links: text });
  }

  /** The record counts otherwise from now on. */
  recounted(name: { organizationKey: number; typeKey: number; recordKey: number }, before: UsageFacts, after: UsageFacts): void {
    this.#usage.replace(name, before, after);
  }

  /** Must run in the transaction that made the changes, while no other can fold or correct records. */
  async write(db: Kysely<Schema>): Promise<void> {
    await this.#usage.write(db);
    for (let start = 0; start < this.#changes.length; start += ROWS_AT_ONCE) {
      await db
        .insertInto("record_change")
        .values(this.#changes.slice(start, start + ROWS_AT_ONCE))
        .execute();
    }
  }
}

/** The links of before that are not among those of now. */
export function linksGone(before: readonly LinkValue[], now: readonly LinkValue[]): LinkValue[] {
  return before.filter(([field, value]) => !now.some((link) => link[0] === field && link[1] === value));
}
