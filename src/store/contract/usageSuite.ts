import fc from "fast-check";
import { expect, it } from "vitest";
import type { RecordDraft } from "../../domain/record.ts";
import type { RecordStore, StoredRecord } from "../recordStore.ts";
import type { Stores } from "../stores.ts";
import type { UsageGroup, UsageQuery, UsageRow } from "../usage.ts";
import { append, changed, draftOf, newOrganization } from "./drafts.ts";

const RUNS = 12;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const INT64_MAX = 9_223_372_036_854_775_807n;
const ALL = 1_000_000;

const PERIODS: readonly (readonly UsageGroup[])[] = [[], ["day"], ["hour"]];
const EVERY_GROUPING = PERIODS.flatMap((period): UsageGroup[][] => [
  [...period],
  ["type", ...period],
  [...period, "model"],
  ["model", "type", ...period],
]);

/** Records around hour and day boundaries, before 1970 too, with the largest amounts there are. */
const facts = fc.record({
  timeMs: fc.constantFrom(null, -1, -HOUR_MS, 0, HOUR_MS - 1, HOUR_MS, DAY_MS - 1, DAY_MS, DAY_MS + 5, 400 * DAY_MS + 7),
  cost: fc.constantFrom(null, 0n, 1n, -1n, 999_999_999n, -1_500_000_001n, INT64_MAX, -INT64_MAX),
  currency: fc.constantFrom(null, "EUR", "IDR"),
  model: fc.constantFrom(null, "small", "large"),
  role: fc.constantFrom("charge", "charge", "control"),
} as const);
const draft = fc
  .tuple(fc.constantFrom("a", "b", "c", "d"), fc.constantFrom("call", "speech"), fc.nat(), facts)
  .map(([id, type, mark, { cost, ...given }]) =>
    changed(id, String(mark), { ...given, type, costNanos: cost, costStatus: cost === null ? "unknown" : "reported" }),
  );

type Step = { readonly drafts: readonly RecordDraft[] } | { readonly fold: number } | { readonly reread: RecordDraft } | "drop" | "erase";
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.array(draft, { minLength: 1, maxLength: 5 }).map((drafts) => ({ drafts })) },
  { weight: 4, arbitrary: fc.constantFrom(1, 2, ALL).map((fold) => ({ fold })) },
  { weight: 2, arbitrary: draft.map((reread) => ({ reread })) },
  { weight: 1, arbitrary: fc.constant("drop" as const) },
  { weight: 1, arbitrary: fc.constant("erase" as const) },
);

export function describeUsage(stores: () => Stores): void {
  const records = (): RecordStore => stores().records;

  it("equals a plain sum over all records at every moment, by every grouping", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 14 }), async (steps) => {
        const organization = await newOrganization(stores());
        for (const [index, one] of steps.entries()) {
          await perform(records(), organization, one);
          await expectUsage(records(), { organization }, [EVERY_GROUPING[index % EVERY_GROUPING.length] ?? []]);
        }
        await expectUsage(records(), { organization }, EVERY_GROUPING);
        await records().foldUsage(ALL);
        await expectUsage(records(), { organization }, EVERY_GROUPING);
      }),
      { numRuns: RUNS },
    );
  });

  it("narrows by time to the millisecond, by type, model and currency, folded or not", async () => {
    const bound = fc.option(fc.constantFrom(-1, 0, 1, HOUR_MS - 1, HOUR_MS, HOUR_MS + 1, DAY_MS, DAY_MS + 5, DAY_MS + 6, 500 * DAY_MS), {
      nil: undefined,
    });
    const query = fc.record(
      {
        fromMs: bound,
        beforeMs: bound,
        types: fc.subarray(["call", "speech", "unheard"]),
        models: fc.subarray([null, "small", "unheard"]),
        currencies: fc.subarray([null, "EUR", "XXX"]),
      },
      { requiredKeys: [] },
    );
    const drafts = fc.sample(draft, { numRuns: 60, seed: 7 }).map((one, index) => ({ ...one, id: `${one.id}${index}` }));
    const organization = await newOrganization(stores());
    await append(records(), organization, drafts.slice(0, 40));
    await records().foldUsage(ALL);
    await append(records(), organization, drafts.slice(40));
    await fc.assert(
      fc.asyncProperty(query, fc.constantFrom(...EVERY_GROUPING), async ({ fromMs, beforeMs, ...given }, groups) => {
        const bounds = { ...(fromMs === undefined ? {} : { fromMs }), ...(beforeMs === undefined ? {} : { beforeMs }) };
        await expectUsage(records(), { organization, ...bounds, ...given }, [groups]);
      }),
      { numRuns: 60 },
    );
  });

  it("agrees with the sum of costs, and counts unknown ones beside", async () => {
    const organization = await newOrganization(stores());
    await append(records(), organization, [
      ...Array.from({ length: 5 }, (_, index) => draftOf(`idr-${index}`, { currency: "IDR", costNanos: INT64_MAX })),
      draftOf("unknown", { costNanos: null, costStatus: "unknown" }),
      draftOf("control", { role: "control" }),
    ]);
    for (let turn = 0; turn < 2; turn++) {
      expect(await records().usage({ organization }, [])).toEqual([
        { currency: "IDR", costNanos: 5n * INT64_MAX, recordCount: 5, unknownCount: 0 },
        { currency: null, costNanos: 0n, recordCount: 1, unknownCount: 1 },
      ]);
      await records().foldUsage(ALL);
    }
    const sums = await records().sumCosts(organization);
    expect(sums.find(({ currency }) => currency === "IDR")).toEqual({ currency: "IDR", nanos: 5n * INT64_MAX, count: 5 });
  });

  it("orders by the groups asked for, nulls last, then by currency", async () => {
    const organization = await newOrganization(stores());
    await append(records(), organization, [
      draftOf("a", { model: null, timeMs: 5 }),
      draftOf("b", { model: "m", timeMs: null }),
      draftOf("c", { model: "m", timeMs: 2 * DAY_MS, currency: "EUR" }),
      draftOf("d", { model: "m", timeMs: 2 * DAY_MS + 1 }),
      draftOf("e", { model: "l", timeMs: DAY_MS }),
    ]);
    const rows = await records().usage({ organization }, ["model", "day"]);
    expect(rows.map(({ model, timeMs, currency }) => [model, timeMs, currency])).toEqual([
      ["l", DAY_MS, null],
      ["m", 2 * DAY_MS, "EUR"],
      ["m", 2 * DAY_MS, null],
      ["m", null, null],
      [null, 0, null],
    ]);
  });

  it("tells how many records were folded, and folds none twice, in two calls at once either", async () => {
    const organization = await newOrganization(stores());
    await records().foldUsage(ALL);
    await append(
      records(),
      organization,
      Array.from({ length: 30 }, (_, index) => draftOf(`r${index}`)),
    );
    expect(await records().foldUsage(4)).toBe(4);
    const folded = await Promise.all([records().foldUsage(20), records().foldUsage(20)]);
    expect(folded.sort()).toEqual([20, 6]);
    expect(await records().foldUsage(ALL)).toBe(0);
    expect(await records().usage({ organization }, [])).toEqual([
      { currency: null, costNanos: 30_000_000n, recordCount: 30, unknownCount: 0 },
    ]);
  });

  it("is exact while records come in, are corrected and are folded at once", async () => {
    const organization = await newOrganization(stores());
    const ids = Array.from({ length: 40 }, (_, index) => `r${index}`);
    await append(
      records(),
      organization,
      ids.map((id) => draftOf(id, { timeMs: 1 })),
    );
    const correcting = append(
      records(),
      organization,
      ids.map((id, index) => changed(id, "moved", { timeMs: index * HOUR_MS })),
    );
    const folding = records().foldUsage(ALL);
    const reads = await Promise.all(Array.from({ length: 10 }, () => records().usage({ organization }, [])));
    for (const rows of reads) expect(rows).toMatchObject([{ recordCount: 40, costNanos: 40_000_000n }]);
    await Promise.all([correcting, folding]);
    await expectUsage(records(), { organization }, EVERY_GROUPING);
  });

  it("answers nothing for an organization without records, and never another's", async () => {
    const [one, other] = [await newOrganization(stores()), await newOrganization(stores())];
    await append(records(), other, [draftOf("a")]);
    expect(await records().usage({ organization: one }, ["type"])).toEqual([]);
    expect(await records().usage({ organization: "nobody" }, ["type"])).toEqual([]);
    await records().foldUsage(ALL);
    expect(await records().usage({ organization: one }, ["type"])).toEqual([]);
  });
}

async function perform(store: RecordStore, organization: string, one: Step): Promise<void> {
  if (one === "drop") return store.dropUsage();
  if (one === "erase") return store.erase(organization, { names: [{ type: "call", id: "d" }], linkValues: [], secret: "s" });
  if ("fold" in one) {
    await store.foldUsage(one.fold);
  } else if ("drafts" in one) {
    await append(store, organization, one.drafts);
  } else {
    const stored = await store.find(organization, one.reread);
    if (stored !== undefined) await store.replaceFacts(organization, [{ key: stored.key, body: stored.body, facts: one.reread }]);
  }
}

async function expectUsage(store: RecordStore, query: UsageQuery, groupings: readonly (readonly UsageGroup[])[]): Promise<void> {
  const rows = await store.page({ organization: query.organization, conditions: [], order: "key", limit: 1_000 });
  for (const groups of groupings) {
    const found = await store.usage(query, groups);
    const expected = plainUsage(
      rows.filter((row) => isMeant(row, query)),
      groups,
    );
    expect(new Map(found.map((row) => [keyOf(row), row]))).toEqual(expected);
    expect(found).toHaveLength(expected.size);
  }
}

function isMeant(row: StoredRecord, { fromMs, beforeMs, types, models, currencies }: UsageQuery): boolean {
  if (row.role !== "charge") return false;
  if ((fromMs !== undefined || beforeMs !== undefined) && row.timeMs === null) return false;
  if (row.timeMs !== null && (row.timeMs < (fromMs ?? row.timeMs) || row.timeMs >= (beforeMs ?? row.timeMs + 1))) return false;
  return types?.includes(row.type) !== false && models?.includes(row.model) !== false && currencies?.includes(row.currency) !== false;
}

function plainUsage(rows: readonly StoredRecord[], groups: readonly UsageGroup[]): Map<string, UsageRow> {
  const sums = new Map<string, UsageRow>();
  const periodMs = groups.includes("hour") ? HOUR_MS : groups.includes("day") ? DAY_MS : undefined;
  for (const row of rows) {
    const group = {
      ...(groups.includes("type") ? { type: row.type } : {}),
      ...(groups.includes("model") ? { model: row.model } : {}),
      ...(periodMs === undefined ? {} : { timeMs: row.timeMs === null ? null : Math.floor(row.timeMs / periodMs) * periodMs }),
      currency: row.currency,
    };
    const before = sums.get(keyOf(group)) ?? { ...group, costNanos: 0n, recordCount: 0, unknownCount: 0 };
    sums.set(keyOf(group), {
      ...before,
      costNanos: before.costNanos + (row.costNanos ?? 0n),
      recordCount: before.recordCount + 1,
      unknownCount: before.unknownCount + (row.costStatus === "unknown" ? 1 : 0),
    });
  }
  return sums;
}

const keyOf = ({ type, model, timeMs, currency }: Pick<UsageRow, "type" | "model" | "timeMs" | "currency">): string =>
  JSON.stringify([type, model, timeMs, currency]);
