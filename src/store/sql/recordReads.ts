import { sql } from "kysely";
import type { RecordName } from "../../domain/record.ts";
import type { RecordFeed, RecordPageQuery, RecordStore, RecordVersion, RecordWithBody, StoredRecord } from "../recordStore.ts";
import type { UsageGroup, UsageRow } from "../usage.ts";
import type { Reading, RecordRow } from "./dialect.ts";
import { guarded } from "./errors.ts";
import type { LinkHash } from "./linkHash.ts";
import { NameReader } from "./names.ts";
import { RecordFeedReads } from "./recordFeed.ts";
import { countRows, newestKey, type PageScope, readPageRows } from "./recordPages.ts";
import { toRecords } from "./recordRow.ts";
import type { RecordChanges } from "./recordWrites.ts";
import { HISTORY_STANDINGS, ROLES } from "./schema.ts";
import { type RecordUsageQuery, readUsage } from "./usageReads.ts";

export type RecordWrites = Pick<RecordStore, "append"> & RecordChanges;
type RecordReading = Omit<RecordStore, keyof RecordWrites | "abilities">;

const NANOS_PER_UNIT = 1_000_000_000n;

/** The reading half of the RecordStore port, the same on both engines. */
export class RecordReads implements RecordReading {
  readonly #reading: Reading;
  readonly #names: NameReader;
  readonly #hash: LinkHash;
  readonly #feed: RecordFeedReads;

  constructor(reading: Reading, hash: LinkHash) {
    this.#reading = reading;
    this.#names = new NameReader(reading.db);
    this.#hash = hash;
    this.#feed = new RecordFeedReads(reading, this.#names);
  }

  find(organization: string, name: RecordName): Promise<RecordWithBody | undefined> {
    return this.#within(organization, undefined, async (organizationKey) => {
      const [record] = await this.#byNames(organizationKey, [name]);
      if (record === undefined) return undefined;
      const bodies = await this.#reading.lookups.bodies(organizationKey, [record.key]);
      return { ...record, body: bodies.get(record.key) ?? "" };
    });
  }

  findMany(organization: string, names: readonly RecordName[]): Promise<StoredRecord[]> {
    return this.#within(organization, [], (organizationKey) => this.#byNames(organizationKey, names));
  }

  history(organization: string, name: RecordName): Promise<RecordVersion[]> {
    return this.#within(organization, [], async (organizationKey) => {
      const [record] = await this.#byNames(organizationKey, [name]);
      if (record === undefined) return [];
      const bodies = await this.#reading.lookups.bodies(organizationKey, [record.key]);
      const rows = await this.#reading.db
        .selectFrom("record_history")
        .select(["standing", "received_ms", "source_key", "body"])
        .where("record_key", "=", record.key)
        .orderBy("received_ms", "desc")
        .orderBy("history_key", "desc")
        .execute();
      const { receivedMs, source } = record;
      const current: RecordVersion = { receivedMs, source, body: bodies.get(record.key) ?? "", standing: "current" };
      return [
        current,
        ...rows.map((row) => ({
          receivedMs: Number(row.received_ms),
          source: this.#names.sourceName(Number(row.source_key)) ?? source,
          body: row.body,
          standing: HISTORY_STANDINGS[Number(row.standing)] ?? "superseded",
        })),
      ];
    });
  }

  byLinkValues(organization: string, values: readonly string[], limit: number): Promise<StoredRecord[]> {
    return this.#within(organization, [], async (organizationKey) => {
      const wanted = new Set(values);
      const hashes = [...new Set([...wanted].map(this.#hash))];
      const rows = await this.#reading.lookups.byLinkHashes(organizationKey, hashes, limit);
      const records = await this.#carrying(organizationKey, wanted, rows);
      if (rows.length < limit || records.length === rows.length) return records;
      // Some rows only shared a hash: they must not take the places of rows that carry a value.
      const all = await this.#reading.lookups.byLinkHashes(organizationKey, hashes, Number.MAX_SAFE_INTEGER);
      return (await this.#carrying(organizationKey, wanted, all)).slice(0, limit);
    });
  }

  async countLinkValue(organization: string, value: string, countMax: number): Promise<number> {
    return (await this.byLinkValues(organization, [value], countMax)).length;
  }

  bodies(organization: string, keys: readonly number[]): Promise<Map<number, string>> {
    return this.#within(organization, new Map<number, string>(), (organizationKey) => this.#reading.lookups.bodies(organizationKey, keys));
  }

  page(query: RecordPageQuery): Promise<RecordWithBody[]> {
    return this.#within(query.organization, [], async (organizationKey) => {
      const rows = await readPageRows(this.#reading, await this.#scopeOf(organizationKey, query), query);
      const records = await toRecords(rows, organizationKey, this.#names);
      const bodies = await this.#reading.lookups.bodies(
        organizationKey,
        records.map((record) => record.key),
      );
      return records.map((record) => ({ ...record, body: bodies.get(record.key) ?? "" }));
    });
  }

  count(query: Pick<RecordPageQuery, "organization" | "type" | "conditions" | "upToKey">): Promise<number> {
    return this.#within(query.organization, 0, async (organizationKey) =>
      countRows(this.#reading, await this.#scopeOf(organizationKey, query), query),
    );
  }

  newestKey(organization: string): Promise<number> {
    return this.#within(organization, 0, async (organizationKey) => newestKey(this.#reading, await this.#scopeOf(organizationKey, {})));
  }

  changes(after: string | null, limit: number): Promise<RecordFeed> {
    return guarded(() => this.#feed.changes(after, limit));
  }

  endOfChanges(): Promise<string> {
    return guarded(() => this.#feed.end());
  }

  changesBehind(after: string | null): Promise<number> {
    return guarded(() => this.#feed.behind(after));
  }

  usage(query: RecordUsageQuery, groups: readonly UsageGroup[]): Promise<UsageRow[]> {
    return this.#within(query.organization, [], (organizationKey) => readUsage(this.#reading, this.#names, organizationKey, query, groups));
  }

  seenFields(organization: string, type: string): Promise<string[]> {
    return this.#within(organization, [], async (organizationKey) => {
      const typeKey = await this.#names.typeKey(organizationKey, type);
      if (typeKey === undefined) return [];
      const rows = await this.#reading.db.selectFrom("record_field").select("name").where("type_key", "=", typeKey).execute();
      return rows.map((row) => row.name).sort();
    });
  }

  countsByType(organization: string): Promise<{ type: string; count: number }[]> {
    return this.#within(organization, [], async (organizationKey) => {
      const rows = await this.#reading.db
        .selectFrom("record")
        .select(["type_key", (expression) => expression.fn.countAll().as("count")])
        .where("organization_key", "=", organizationKey)
        .groupBy("type_key")
        .execute();
      await this.#names.load(organizationKey);
      const counts = rows.map((row) => ({ type: this.#names.typeName(Number(row.type_key)) ?? "", count: Number(row.count) }));
      return counts.sort((a, b) => (a.type < b.type ? -1 : 1));
    });
  }

  sumCosts(organization: string): Promise<{ currency: string | null; nanos: bigint; count: number }[]> {
    return this.#within(organization, [], async (organizationKey) => {
      const rows = await this.#reading.db
        .selectFrom("record")
        .select((expression) => [
          "currency",
          // A 64-bit sum of nanos overflows at 9.2 billion units, so units and nanos are summed apart.
          sql<string | null>`CAST(SUM(cost_nanos / 1000000000) AS text)`.as("units"),
          sql<string | null>`CAST(SUM(cost_nanos % 1000000000) AS text)`.as("nanos"),
          expression.fn.countAll().as("count"),
        ])
        .where("organization_key", "=", organizationKey)
        .where("role", "=", ROLES.indexOf("charge"))
        .groupBy("currency")
        .orderBy("currency")
        .execute();
      return rows.map(({ currency, units, nanos, count }) => ({
        currency,
        nanos: BigInt(units ?? 0) * NANOS_PER_UNIT + BigInt(nanos ?? 0),
        count: Number(count),
      }));
    });
  }

  async #within<Result>(organization: string, absent: Result, read: (organizationKey: number) => Promise<Result>): Promise<Result> {
    return guarded(async () => {
      const organizationKey = await this.#names.organizationKey(organization);
      return organizationKey === undefined ? absent : read(organizationKey);
    });
  }

  async #byNames(organizationKey: number, names: readonly RecordName[]): Promise<StoredRecord[]> {
    const rows: RecordRow[] = [];
    for (const [type, ofType] of Map.groupBy(names, (name) => name.type)) {
      const typeKey = await this.#names.typeKey(organizationKey, type);
      if (typeKey === undefined) continue;
      const ids = [...new Set(ofType.map(({ id }) => id))];
      for (const row of await this.#reading.lookups.byIds(organizationKey, typeKey, ids)) rows.push(row);
    }
    return toRecords(rows, organizationKey, this.#names);
  }

  async #carrying(organizationKey: number, values: ReadonlySet<string>, rows: readonly RecordRow[]): Promise<StoredRecord[]> {
    const records = await toRecords(rows, organizationKey, this.#names);
    return records.filter((record) => record.links.some(([, value]) => values.has(value)));
  }

  async #scopeOf(organizationKey: number, { type }: { type?: string }): Promise<PageScope> {
    if (type === undefined) return { organizationKey, typeKeys: await this.#names.typeKeys(organizationKey), hash: this.#hash };
    const typeKey = await this.#names.typeKey(organizationKey, type);
    return { organizationKey, typeKeys: typeKey === undefined ? [] : [typeKey], hash: this.#hash };
  }
}
