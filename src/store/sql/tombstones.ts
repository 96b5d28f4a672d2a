import type { Kysely } from "kysely";
import { AppError } from "../../domain/errors.ts";
import type { RecordName } from "../../domain/record.ts";
import { erasedValue } from "../erasure.ts";
import { isErased } from "./erasedRecord.ts";
import { type IncomingRecord, parseLinks } from "./incoming.ts";
import type { Schema } from "./schema.ts";

const AT_ONCE = 500;

/** A name is remembered whole: ids such as "17" are used by many types. */
export const nameTombstone = (secret: string, { type, id }: RecordName): string => erasedValue(secret, JSON.stringify([type, id]));

export async function addTombstones(db: Kysely<Schema>, organizationKey: number, values: readonly string[]): Promise<void> {
  const distinct = [...new Set(values)].sort();
  for (let start = 0; start < distinct.length; start += AT_ONCE) {
    await db
      .insertInto("record_tombstone")
      .values(distinct.slice(start, start + AT_ONCE).map((value) => ({ organization_key: organizationKey, value })))
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}

/** @throws AppError INTERNAL when it is another than before: what was erased under the first could not be told again */
export async function keepSecret(db: Kysely<Schema>, organizationKey: number, secret: string): Promise<void> {
  await db
    .insertInto("record_erasure")
    .values({ organization_key: organizationKey, secret })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const kept = await db
    .selectFrom("record_erasure")
    .select("secret")
    .where("organization_key", "=", organizationKey)
    .executeTakeFirstOrThrow();
  if (kept.secret !== secret) throw new AppError("INTERNAL", "Records of this organization were erased under another secret.");
}

/** The secrets of organizations that had something erased. Once there they never change, so those that were met are remembered. */
export class ErasureSecrets {
  readonly #known = new Map<number, string>();

  async read(db: Kysely<Schema>, organizationKeys: ReadonlySet<number>): Promise<ReadonlyMap<number, string>> {
    const unknown = [...organizationKeys].filter((key) => !this.#known.has(key));
    if (unknown.length > 0) {
      const rows = await db
        .selectFrom("record_erasure")
        .select(["organization_key", "secret"])
        .where("organization_key", "in", unknown)
        .execute();
      for (const row of rows) this.#known.set(Number(row.organization_key), row.secret);
    }
    return this.#known;
  }
}

/**
 * Those of one organization's records whose name, id or links were erased before, and all others of this group under their
 * names. Stored records that were shared with what was erased stay what they are.
 */
export async function findTombstoned(
  db: Kysely<Schema>,
  organizationKey: number,
  secret: string,
  records: readonly IncomingRecord[],
): Promise<IncomingRecord[]> {
  const memory = new Map<string, string>();
  const erased = (text: string): string => {
    const known = memory.get(text) ?? erasedValue(secret, text);
    memory.set(text, known);
    return known;
  };
  const marksOf = ({ draft }: IncomingRecord): string[] => [
    nameTombstone(secret, draft),
    erased(draft.id),
    ...draft.links.map(([, value]) => erased(value)),
  ];
  const marks = records.map(marksOf);
  const found = await readTombstones(db, organizationKey, new Set(marks.flat()));
  if (found.size === 0) return [];
  const met = records.filter((_, index) => marks[index]?.some((mark) => found.has(mark)));
  const known = await carriedByStored(db, met);
  // A record that has outlived the erasure belongs to somebody else as well, and says nothing new by what it carries already.
  const isNew = (record: IncomingRecord): boolean => {
    const carried = known.get(keyOf(record));
    const [name = "", ...values] = marksOf(record).filter((mark) => found.has(mark));
    if (carried === undefined || name === nameTombstone(secret, record.draft)) return true;
    const before = new Set([...carried].map(erased));
    return [name, ...values].some((mark) => !before.has(mark));
  };
  const doomed = new Set(met.filter(isNew).map(keyOf));
  return records.filter((record) => doomed.has(keyOf(record)));
}

const keyOf = ({ typeKey, draft }: IncomingRecord): string => `${typeKey} ${draft.id}`;

/** Id and link values of those that are stored and not erased, by type and id. */
async function carriedByStored(db: Kysely<Schema>, records: readonly IncomingRecord[]): Promise<Map<string, Set<string>>> {
  const carried = new Map<string, Set<string>>();
  for (const [typeKey, ofType] of Map.groupBy(records, (record) => record.typeKey)) {
    const ids = [...new Set(ofType.map(({ draft }) => draft.id))];
    const organizationKey = ofType[0]?.organizationKey ?? 0;
    for (let start = 0; start < ids.length; start += AT_ONCE) {
      const rows = await db
        .selectFrom("record")
        .select(["id", "links", "content_hash"])
        .where("organization_key", "=", organizationKey)
        .where("type_key", "=", typeKey)
        .where("id", "in", ids.slice(start, start + AT_ONCE))
        .execute();
      for (const row of rows) {
        if (isErased(row.content_hash)) continue;
        carried.set(`${typeKey} ${row.id}`, new Set([row.id, ...parseLinks(row.links).map(([, value]) => value)]));
      }
    }
  }
  return carried;
}

async function readTombstones(db: Kysely<Schema>, organizationKey: number, values: ReadonlySet<string>): Promise<Set<string>> {
  const found = new Set<string>();
  const wanted = [...values];
  for (let start = 0; start < wanted.length; start += AT_ONCE) {
    const rows = await db
      .selectFrom("record_tombstone")
      .select("value")
      .where("organization_key", "=", organizationKey)
      .where("value", "in", wanted.slice(start, start + AT_ONCE))
      .execute();
    for (const row of rows) found.add(row.value);
  }
  return found;
}
