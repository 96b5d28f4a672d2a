import { describe, expect, it } from "vitest";
import type { CostStatus, RecordDraft } from "../../domain/record.ts";
import type { RecordPageQuery, RecordStore } from "../recordStore.ts";
import type { Stores } from "../stores.ts";
import { append, changed, draftOf, newOrganization } from "./drafts.ts";

const ALWAYS_MS = -62_167_219_200_000;

type Asked = Partial<Omit<RecordPageQuery, "organization">>;

export function describePages(stores: () => Stores): void {
  const records = (): RecordStore => stores().records;
  const stored = async (drafts: readonly RecordDraft[]): Promise<string> => {
    const organization = await newOrganization(stores());
    await append(records(), organization, drafts);
    return organization;
  };
  const idsOf = async (organization: string, asked: Asked): Promise<string[]> =>
    (await records().page({ organization, conditions: [], order: "time", limit: 100, ...asked })).map(({ id }) => id);

  const timed = [
    draftOf("late", { timeMs: 30 }),
    draftOf("none-1"),
    draftOf("early", { timeMs: 10 }),
    draftOf("speech", { type: "speech", timeMs: 20 }),
    draftOf("none-2", { type: "speech" }),
    draftOf("tie", { timeMs: 10 }),
  ];

  it("orders by time, ties by arrival, with records without a time last in both directions", async () => {
    const organization = await stored(timed);
    expect(await idsOf(organization, { order: "time" })).toEqual(["early", "tie", "speech", "late", "none-1", "none-2"]);
    expect(await idsOf(organization, { order: "time_descending" })).toEqual(["late", "speech", "tie", "early", "none-2", "none-1"]);
    expect(await idsOf(organization, { order: "time", type: "call" })).toEqual(["early", "tie", "late", "none-1"]);
    expect(await idsOf(organization, { order: "time_descending", type: "speech" })).toEqual(["speech", "none-2"]);
    expect(await idsOf(organization, { order: "key" })).toEqual(timed.map(({ id }) => id));
  });

  it("cuts the same order into pages at any offset", async () => {
    const organization = await stored(timed);
    for (const order of ["time", "time_descending", "key"] as const) {
      for (const type of [undefined, "call"] as const) {
        const asked = { order, ...(type === undefined ? {} : { type }) };
        const all = await idsOf(organization, asked);
        for (let offset = 0; offset <= all.length + 1; offset++) {
          expect(await idsOf(organization, { ...asked, offset, limit: 2 })).toEqual(all.slice(offset, offset + 2));
        }
      }
    }
    expect(await idsOf(organization, { limit: 0 })).toEqual([]);
  });

  it("goes on after a key, undisturbed by corrections of what was read", async () => {
    const organization = await stored(Array.from({ length: 7 }, (_, index) => draftOf(`r${index}`, { timeMs: 7 - index })));
    const first = await records().page({ organization, conditions: [], order: "key", limit: 3 });
    expect(first.map(({ id }) => id)).toEqual(["r0", "r1", "r2"]);
    await append(records(), organization, [changed("r1", "corrected"), draftOf("r7")]);
    expect(await idsOf(organization, { order: "key", afterKey: first[2]?.key ?? 0 })).toEqual(["r3", "r4", "r5", "r6", "r7"]);
  });

  it("stays as it was up to a key while new records come, in any order, and counts no more", async () => {
    const organization = await stored(timed);
    const upToKey = await records().newestKey(organization);
    const asked = [
      { order: "time" },
      { order: "time_descending" },
      { order: "key", type: "call" },
      { order: "time", conditions: [{ column: "timeMs", from: 10 }] },
      { order: "key", conditions: [{ column: "id", equals: "tie" }] },
      { order: "time", conditions: [{ column: "link", field: "f", equals: "v" }] },
    ] as const;
    const before = await Promise.all(asked.map((one) => idsOf(organization, one)));
    const newer = timed.map(({ id, type, timeMs }) => draftOf(`${id}-newer`, { type, timeMs, links: [["f", "v"]] }));
    await append(records(), organization, [...newer, draftOf("tie", { type: "third", timeMs: 10 })]);
    expect(await Promise.all(asked.map((one) => idsOf(organization, { ...one, upToKey })))).toEqual(before);
    const pages = [0, 2, 4, 6].map((offset) => idsOf(organization, { order: "time_descending", offset, limit: 2, upToKey }));
    expect((await Promise.all(pages)).flat()).toEqual(before[1]);
    expect(await records().count({ organization, conditions: [], upToKey })).toBe(6);
    expect(await records().count({ organization, conditions: [{ column: "link", field: "f", equals: "v" }], upToKey })).toBe(0);
    expect(await records().count({ organization, conditions: [] })).toBe(13);
  });

  it("knows the newest key of an organization, and zero where there is none", async () => {
    const organization = await stored(timed);
    const all = await records().page({ organization, conditions: [], order: "key", limit: 100 });
    await stored(timed);
    expect(await records().newestKey(organization)).toBe(all.at(-1)?.key);
    expect(await records().newestKey(await newOrganization(stores()))).toBe(0);
    expect(await records().newestKey("nobody")).toBe(0);
  });

  it("gives each record's body with its page", async () => {
    const organization = await stored(timed);
    const page = await records().page({ organization, conditions: [], order: "key", limit: 10 });
    expect(page.map(({ body }) => body)).toEqual(timed.map(({ body }) => body));
  });

  it("takes times from the first instant up to, and without, the last", async () => {
    const organization = await stored(timed);
    const within = (from?: number, before?: number): Asked => ({
      conditions: [{ column: "timeMs", ...(from === undefined ? {} : { from }), ...(before === undefined ? {} : { before }) }],
    });
    expect(await idsOf(organization, within(10, 20))).toEqual(["early", "tie"]);
    expect(await idsOf(organization, within(20))).toEqual(["speech", "late"]);
    expect(await idsOf(organization, within(undefined, 30))).toEqual(["early", "tie", "speech"]);
    expect(await idsOf(organization, within(20, 20))).toEqual([]);
    expect(await idsOf(organization, { ...within(10), type: "call", order: "key" })).toEqual(["late", "early", "tie"]);
  });

  it("finds an id within one type and over all of them", async () => {
    const organization = await stored([draftOf("x"), draftOf("x", { type: "speech" }), draftOf("y")]);
    const conditions = [{ column: "id", equals: "x" }] as const;
    expect(await idsOf(organization, { conditions })).toEqual(["x", "x"]);
    expect(await idsOf(organization, { conditions, type: "speech" })).toEqual(["x"]);
    expect(await idsOf(organization, { conditions: [{ column: "id", equals: "X" }] })).toEqual([]);
  });

  it("tells a link by field and exact value, whatever characters they have", async () => {
    const odd = 'v"]],[["f","\\ 😀\t';
    const organization = await stored([
      draftOf("right", {
        links: [
          ["f", "v"],
          ["g", "w"],
        ],
      }),
      draftOf("other-field", { links: [["g", "v"]] }),
      draftOf("odd", { links: [["f", odd]] }),
      draftOf("numeral", { links: [["f", "01"]] }),
    ]);
    const linked = (field: string, equals: string) =>
      idsOf(organization, { conditions: [{ column: "link", field, equals }], order: "key" });
    expect(await linked("f", "v")).toEqual(["right"]);
    expect(await linked("g", "v")).toEqual(["other-field"]);
    expect(await linked("g", "w")).toEqual(["right"]);
    expect(await linked("f", odd)).toEqual(["odd"]);
    expect(await linked("f", "01")).toEqual(["numeral"]);
    expect(await linked("f", "1")).toEqual([]);
    expect(await linked("f", "V")).toEqual([]);
  });

  it("joins conditions with and", async () => {
    const organization = await stored([
      draftOf("a", { timeMs: 5, links: [["f", "v"]] }),
      draftOf("b", { timeMs: 50, links: [["f", "v"]] }),
      draftOf("c", { timeMs: 5 }),
    ]);
    const conditions = [
      { column: "timeMs", before: 10 },
      { column: "link", field: "f", equals: "v" },
    ] as const;
    expect(await idsOf(organization, { conditions })).toEqual(["a"]);
    expect(await records().count({ organization, conditions })).toBe(1);
  });

  it("counts over all pages, and zero where there is nothing", async () => {
    const organization = await stored(timed);
    expect(await records().count({ organization, conditions: [] })).toBe(6);
    expect(await records().count({ organization, type: "speech", conditions: [] })).toBe(2);
    expect(await records().count({ organization, type: "unheard", conditions: [] })).toBe(0);
    expect(await records().count({ organization: "nobody", conditions: [] })).toBe(0);
    expect(await records().page({ organization: "nobody", conditions: [], order: "key", limit: 5 })).toEqual([]);
  });

  describe("by cost status", () => {
    const rates = [
      { currency: "EUR", effectiveMs: ALWAYS_MS },
      { currency: "GBP", effectiveMs: 2_000 },
      { currency: "GBP", effectiveMs: 1_000 },
    ];
    const costs = [
      draftOf("own", { timeMs: 5 }),
      draftOf("named", { currency: "USD", timeMs: 4 }),
      draftOf("unknown", { costNanos: null, costStatus: "unknown", type: "speech", timeMs: 3 }),
      draftOf("unknown-euros", { costNanos: null, costStatus: "unknown", currency: "EUR" }),
      draftOf("euros", { currency: "EUR", costStatus: "estimated" }),
      draftOf("late-pounds", { currency: "GBP", timeMs: 1_000 }),
      draftOf("early-pounds", { currency: "GBP", timeMs: 999 }),
      draftOf("untimed-pounds", { currency: "GBP" }),
      draftOf("yen", { currency: "JPY", costStatus: "rated", type: "speech", timeMs: 8 }),
      draftOf("unknown-yen", { costNanos: null, costStatus: "unknown", currency: "JPY" }),
    ];
    const having = (...oneOf: CostStatus[]): Asked => ({
      conditions: [{ column: "costStatus", oneOf, currency: "USD", rates }],
      order: "key",
    });

    it("tells a foreign cost by whether a rate was there at its time, or when it came in", async () => {
      const organization = await stored(costs);
      expect(await idsOf(organization, having("unknown"))).toEqual(["unknown", "unknown-euros", "unknown-yen"]);
      expect(await idsOf(organization, having("unconverted"))).toEqual(["early-pounds", "yen"]);
      expect(await idsOf(organization, having("reported"))).toEqual(["own", "named", "late-pounds", "untimed-pounds"]);
      expect(await idsOf(organization, having("estimated", "rated"))).toEqual(["euros"]);
      expect(await idsOf(organization, having("unknown", "unconverted"))).toEqual([
        ...["unknown", "unknown-euros", "early-pounds", "yen", "unknown-yen"],
      ]);
      expect(await idsOf(organization, having("reported", "rated", "estimated", "unknown", "unconverted"))).toEqual(
        costs.map(({ id }) => id),
      );
      expect(await idsOf(organization, having())).toEqual([]);
    });

    it("pages, counts, and keeps to a type, to keys and to an organization", async () => {
      const [organization, other] = [await stored(costs), await stored([])];
      const { conditions = [] } = having("unknown", "unconverted");
      expect(await records().count({ organization, conditions })).toBe(5);
      expect(await records().count({ organization, conditions, type: "speech" })).toBe(2);
      expect(await records().count({ organization: other, conditions })).toBe(0);
      expect(await idsOf(organization, { conditions, order: "key", type: "speech" })).toEqual(["unknown", "yen"]);
      for (const order of ["key", "time", "time_descending"] as const) {
        const all = await idsOf(organization, { conditions, order });
        expect(all).toHaveLength(5);
        for (let offset = 0; offset < 6; offset++) {
          expect(await idsOf(organization, { conditions, order, offset, limit: 2 })).toEqual(all.slice(offset, offset + 2));
        }
      }
      const [first] = await records().page({ organization, conditions, order: "key", limit: 1 });
      expect(await idsOf(organization, { conditions, order: "key", afterKey: first?.key ?? 0, limit: 2 })).toEqual([
        "unknown-euros",
        "early-pounds",
      ]);
      expect(await idsOf(organization, { conditions, order: "key", upToKey: first?.key ?? 0 })).toEqual(["unknown"]);
      expect(await idsOf(other, { conditions })).toEqual([]);
    });
  });
}
