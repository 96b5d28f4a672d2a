import { AppError } from "../../domain/errors.ts";
import type { LinkValue } from "../../domain/record.ts";
import type { RecordChange, RecordFeed } from "../recordStore.ts";
import type { Reading } from "./dialect.ts";
import { parseLinks } from "./incoming.ts";
import type { NameReader } from "./names.ts";

/** New records are a log by their keys; what happened to them afterwards is another. A position is a place in both. */
interface Position {
  readonly recordKey: number;
  readonly changeKey: number;
}

/** Of the changed record, or of one that is new. */
interface Entry {
  readonly kind: RecordChange["kind"];
  readonly recordKey: number;
  readonly formerLinks: readonly LinkValue[];
}

interface FeedRow {
  readonly record_key: bigint | number;
  readonly organization_key: bigint | number;
  readonly type_key: bigint | number;
  readonly id: string;
  readonly links: string;
}

const KEYS_AT_ONCE = 500;

export class RecordFeedReads {
  readonly #reading: Reading;
  readonly #names: NameReader;
  readonly #organizations = new Map<number, string>();

  constructor(reading: Reading, names: NameReader) {
    this.#reading = reading;
    this.#names = names;
  }

  async changes(after: string | null, limit: number): Promise<RecordFeed> {
    const from = parsePosition(after);
    const newRows = await this.#newRecords(from.recordKey, limit + 1);
    const changeRows = await this.#changesAfter(from.changeKey, limit + 1);
    // Neither of the two logs may hold the other up when both are long.
    const changesTaken = changeRows.slice(0, Math.max(Math.floor(limit / 2), limit - newRows.length));
    const newTaken = newRows.slice(0, limit - changesTaken.length);
    const changedRows = await this.#records(changesTaken.map(({ recordKey }) => recordKey));
    const rows = new Map(newTaken.map((row) => [Number(row.record_key), row]));
    for (const [key, row] of changedRows) rows.set(key, row);
    const entries: Entry[] = [
      ...newTaken.map((row) => ({ kind: "new" as const, recordKey: Number(row.record_key), formerLinks: [] })),
      ...changesTaken,
    ];
    const next = {
      recordKey: Number(newTaken.at(-1)?.record_key ?? from.recordKey),
      changeKey: changesTaken.at(-1)?.changeKey ?? from.changeKey,
    };
    const isEnd = newTaken.length === newRows.length && changesTaken.length === changeRows.length;
    return { changes: await this.#tell(entries, rows), next: formatPosition(next), isEnd };
  }

  async behind(after: string | null): Promise<number> {
    const { recordKey, changeKey } = parsePosition(after);
    const newest = await this.#newest();
    return Math.max(0, newest.recordKey - recordKey) + Math.max(0, newest.changeKey - changeKey);
  }

  async end(): Promise<string> {
    return formatPosition(await this.#newest());
  }

  async #newest(): Promise<Position> {
    const { db } = this.#reading;
    const newest = await db
      .selectFrom("record")
      .select((expression) => expression.fn.max("record_key").as("key"))
      .executeTakeFirst();
    const newestChange = await db
      .selectFrom("record_change")
      .select((expression) => expression.fn.max("change_key").as("key"))
      .executeTakeFirst();
    return { recordKey: Number(newest?.key ?? 0), changeKey: Number(newestChange?.key ?? 0) };
  }

  async #newRecords(afterKey: number, limit: number): Promise<FeedRow[]> {
    return this.#reading.db
      .selectFrom("record")
      .select(["record_key", "organization_key", "type_key", "id", "links"])
      .where("record_key", ">", afterKey)
      .orderBy("record_key")
      .limit(limit)
      .execute();
  }

  async #changesAfter(afterKey: number, limit: number): Promise<(Entry & { readonly changeKey: number })[]> {
    const rows = await this.#reading.db
      .selectFrom("record_change")
      .select(["change_key", "record_key", "former_links"])
      .where("change_key", ">", afterKey)
      .orderBy("change_key")
      .limit(limit)
      .execute();
    return rows.map((row) => ({
      kind: "changed",
      changeKey: Number(row.change_key),
      recordKey: Number(row.record_key),
      formerLinks: parseLinks(row.former_links),
    }));
  }

  async #records(keys: readonly number[]): Promise<Map<number, FeedRow>> {
    const found = new Map<number, FeedRow>();
    const distinct = [...new Set(keys)];
    for (let start = 0; start < distinct.length; start += KEYS_AT_ONCE) {
      const rows = await this.#reading.db
        .selectFrom("record")
        .select(["record_key", "organization_key", "type_key", "id", "links"])
        .where("record_key", "in", distinct.slice(start, start + KEYS_AT_ONCE))
        .execute();
      for (const row of rows) found.set(Number(row.record_key), row);
    }
    return found;
  }

  async #tell(entries: readonly Entry[], rows: ReadonlyMap<number, FeedRow>): Promise<RecordChange[]> {
    const changes: RecordChange[] = [];
    for (const { kind, recordKey, formerLinks } of entries) {
      const row = rows.get(recordKey);
      if (row === undefined) throw new Error(`record ${recordKey}, which has changed, is not there`);
      const links = parseLinks(row.links);
      changes.push({
        organization: await this.#organization(Number(row.organization_key)),
        kind,
        type: await this.#typeName(Number(row.organization_key), Number(row.type_key)),
        id: row.id,
        links,
        formerLinks,
      });
    }
    return changes;
  }

  async #organization(key: number): Promise<string> {
    if (!this.#organizations.has(key)) {
      const rows = await this.#reading.db.selectFrom("organization").select(["organization_key", "id"]).execute();
      for (const row of rows) this.#organizations.set(Number(row.organization_key), row.id);
    }
    const id = this.#organizations.get(key);
    if (id === undefined) throw new Error(`a record names organization ${key}, which the database does not know`);
    return id;
  }

  async #typeName(organizationKey: number, typeKey: number): Promise<string> {
    if (this.#names.typeName(typeKey) === undefined) await this.#names.load(organizationKey);
    const name = this.#names.typeName(typeKey);
    if (name === undefined) throw new Error(`a record names type ${typeKey}, which the database does not know`);
    return name;
  }
}

export function parsePosition(text: string | null): Position {
  if (text === null) return { recordKey: 0, changeKey: 0 };
  const match = /^(\d{1,16}):(\d{1,16})$/.exec(text);
  if (match === null) throw new AppError("INTERNAL", `"${text}" is no position in the feed of records.`);
  return { recordKey: Number(match[1]), changeKey: Number(match[2]) };
}

const formatPosition = ({ recordKey, changeKey }: Position): string => `${recordKey}:${changeKey}`;
