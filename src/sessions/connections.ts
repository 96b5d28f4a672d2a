import { linkValueOf, type RecordName } from "../domain/record.ts";
import type { Registry } from "../domain/registry.ts";
import type { RecordStore, StoredRecord } from "../store/recordStore.ts";
import { type OwnedGroup, sessionsOf } from "../tree/owners.ts";

/** Values and names asked for in one look-up. */
const VALUES_AT_ONCE = 1_000;
/** A value that more records carry says little; those that decide about roots are found by their own values all the same. */
const RECORDS_PER_LOOKUP_MAX = 50_000;
const CLIMB_ROUNDS_MAX = 64;

export type Root = OwnedGroup<StoredRecord>["root"] & { readonly isSession: boolean };

/** By time (unknown last), type and id. */
export function earlierFirst(a: StoredRecord, b: StoredRecord): number {
  const [aMs, bMs] = [a.timeMs ?? Number.MAX_VALUE, b.timeMs ?? Number.MAX_VALUE];
  if (aMs !== bMs) return aMs - bMs;
  return (a.type === b.type ? a.id < b.id : a.type < b.type) ? -1 : 1;
}

export const nameKey = ({ type, id }: RecordName): string => `${type}\u0000${id}`;

/**
 * The records that one pass of the projector has read of one organization, and what is above them. Roots are exact for
 * every record that was asked for, because all that may be above those is read too.
 */
export class Connections {
  readonly #records: Pick<RecordStore, "byLinkValues" | "findMany">;
  readonly #organization: string;
  readonly #registry: Registry;
  readonly #pool = new Map<number, StoredRecord>();
  readonly #byName = new Map<string, StoredRecord>();
  readonly #byValue = new Map<string, StoredRecord[]>();
  /** Records whose roots must be exact; values of what is above them are looked up. */
  readonly #wanted = new Set<StoredRecord>();
  /** Values that are being, or have been, looked up. Trees are built side by side: who finds a value here still waits for it. */
  readonly #asked = new Map<string, Promise<void>>();
  /** Values that more records carry than were read. */
  readonly #cutOff = new Set<string>();
  #toClimb: StoredRecord[] = [];
  #roots: { byKey: Map<number, Root>; byName: Map<string, Root> } | undefined;

  constructor(records: Pick<RecordStore, "byLinkValues" | "findMany">, organization: string, registry: Registry) {
    this.#records = records;
    this.#organization = organization;
    this.#registry = registry;
  }

  /** Reads all records that carry one of these values, and all above them. */
  async wantValues(values: Iterable<string>): Promise<void> {
    const wanted = [...new Set(values)];
    await this.#lookUp(wanted);
    for (const value of wanted) for (const record of this.#byValue.get(value) ?? []) this.#want(record);
    await this.#climb();
  }

  /** Reads these records (a virtual root by those that name it), and all above them. */
  async wantNames(names: Iterable<RecordName>): Promise<void> {
    const wanted = [...names];
    const unknown = wanted.filter((name) => !this.#byName.has(nameKey(name)));
    for (let start = 0; start < unknown.length; start += VALUES_AT_ONCE) {
      this.#add(await this.#records.findMany(this.#organization, unknown.slice(start, start + VALUES_AT_ONCE)));
    }
    for (const name of wanted) {
      const record = this.#byName.get(nameKey(name));
      if (record !== undefined) this.#want(record);
    }
    await this.wantValues(wanted.filter(({ type }) => this.#registry.isVirtual(type)).map(({ id }) => id));
  }

  /**
   * All records that carry one of these values in a link, out of what was read where that is all there is of a value. What comes in
   * meanwhile is a change that is still to be looked at.
   */
  async carriersOf(values: readonly string[], limit: number): Promise<readonly StoredRecord[]> {
    await this.#lookUp(values);
    if (values.some((value) => this.#cutOff.has(value))) return this.#records.byLinkValues(this.#organization, values, limit);
    const carriers = new Set<StoredRecord>();
    for (const value of values) {
      for (const record of this.carriers(value)) if (record.links.some(([, linked]) => linked === value)) carriers.add(record);
    }
    return [...carriers];
  }

  wanted(): IterableIterator<StoredRecord> {
    return this.#wanted.values();
  }

  /** The topmost owner of a record that was wanted. */
  rootOf(record: StoredRecord): Root | undefined {
    return this.#allRoots().byKey.get(record.key);
  }

  /** The topmost owner of the record, or virtual root, of this name. Undefined: there is no such thing. */
  rootOfName(name: RecordName): Root | undefined {
    const record = this.#byName.get(nameKey(name));
    if (record !== undefined) return this.rootOf(record);
    if (!this.#registry.isVirtual(name.type)) return undefined;
    // A virtual root gives way to a real record of its type that carries its id; of several, to the earliest.
    const reals = (this.#byValue.get(name.id) ?? []).filter((carrier) => carrier.type === name.type);
    const [real] = reals.sort(earlierFirst);
    return real === undefined ? this.#allRoots().byName.get(nameKey(name)) : this.rootOf(real);
  }

  /** Records that carry this value in any of their links, or have it as their id. */
  carriers(value: string): readonly StoredRecord[] {
    return this.#byValue.get(value) ?? [];
  }

  #want(record: StoredRecord): void {
    if (this.#wanted.has(record)) return;
    this.#wanted.add(record);
    this.#toClimb.push(record);
  }

  async #climb(): Promise<void> {
    for (let round = 0; this.#toClimb.length > 0 && round < CLIMB_ROUNDS_MAX; round++) {
      const records = this.#toClimb;
      this.#toClimb = [];
      const upward = records.flatMap((record) => this.#upwardLinks(record));
      await this.#lookUp(upward.map(({ value }) => value));
      for (const { value, parentType } of upward) {
        for (const carrier of this.#byValue.get(value) ?? []) if (carrier.type === parentType) this.#want(carrier);
      }
    }
  }

  #upwardLinks(record: StoredRecord): { value: string; parentType: string }[] {
    const mappings = this.#registry.byName(record.type)?.parents ?? [];
    return mappings.flatMap(({ localField, parentType, traversalEnabled }) =>
      traversalEnabled ? record.links.filter(([field]) => field === localField).map(([, value]) => ({ value, parentType })) : [],
    );
  }

  /** Resolves when all that carries these values has been read, whoever asked for it first. */
  async #lookUp(values: readonly string[]): Promise<void> {
    const wanted = new Set(values);
    const fresh = [...wanted].filter((value) => !this.#asked.has(value));
    for (let start = 0; start < fresh.length; start += VALUES_AT_ONCE) {
      const chunk = fresh.slice(start, start + VALUES_AT_ONCE);
      const read = this.#readCarriers(chunk);
      for (const value of chunk) this.#asked.set(value, read);
    }
    await Promise.all([...wanted].map((value) => this.#asked.get(value)));
  }

  async #readCarriers(values: readonly string[]): Promise<void> {
    const found = await this.#records.byLinkValues(this.#organization, values, RECORDS_PER_LOOKUP_MAX);
    this.#add(found);
    if (found.length >= RECORDS_PER_LOOKUP_MAX) for (const value of values) await this.#lookUpAlone(value);
  }

  async #lookUpAlone(value: string): Promise<void> {
    const found = await this.#records.byLinkValues(this.#organization, [value], RECORDS_PER_LOOKUP_MAX);
    if (found.length >= RECORDS_PER_LOOKUP_MAX) this.#cutOff.add(value);
    this.#add(found);
  }

  #add(records: readonly StoredRecord[]): void {
    for (const record of records) {
      if (this.#pool.has(record.key)) continue;
      this.#roots = undefined;
      this.#pool.set(record.key, record);
      this.#byName.set(nameKey(record), record);
      const id = linkValueOf(record.id);
      for (const value of new Set([...record.links.map(([, linked]) => linked), ...(id === undefined ? [] : [id])])) {
        const carriers = this.#byValue.get(value);
        if (carriers === undefined) this.#byValue.set(value, [record]);
        else carriers.push(record);
      }
    }
  }

  #allRoots(): { byKey: Map<number, Root>; byName: Map<string, Root> } {
    if (this.#roots !== undefined) return this.#roots;
    const byKey = new Map<number, Root>();
    const byName = new Map<string, Root>();
    for (const { root, isSession, records } of sessionsOf([...this.#pool.values()], this.#registry)) {
      const found = { ...root, isSession };
      byName.set(nameKey({ type: root.type.name, id: root.id }), found);
      for (const record of records) byKey.set(record.key, found);
    }
    this.#roots = { byKey, byName };
    return this.#roots;
  }
}
