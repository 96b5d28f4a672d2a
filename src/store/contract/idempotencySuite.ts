import fc from "fast-check";
import { expect, it } from "vitest";
import type { RecordDraft } from "../../domain/record.ts";
import type { RecordStore, RecordWithBody } from "../recordStore.ts";
import type { Stores } from "../stores.ts";
import { batchOf, draftOf, newOrganization } from "./drafts.ts";

const RUNS = 25;

/** Versions of a few records, each with links, cost and body of its own. */
const draft = fc
  .record({ id: fc.constantFrom("a", "b", "c"), type: fc.constantFrom("call", "speech"), version: fc.integer({ min: 1, max: 6 }) })
  .map(({ id, type, version }) =>
    draftOf(id, {
      type,
      version: BigInt(version),
      costNanos: BigInt(version) * 1_000n,
      links: [["session", `s${version % 3}`]],
      body: JSON.stringify({ id, type, version }),
    }),
  );
const drafts = fc.array(draft, { minLength: 1, maxLength: 25 });

export function describeIdempotency(stores: () => Stores): void {
  const records = (): RecordStore => stores().records;

  it("ends in the same state whatever the order, the repeats and the batches, when records carry versions", async () => {
    await fc.assert(
      fc.asyncProperty(drafts, fc.infiniteStream(fc.nat()), fc.integer({ min: 1, max: 6 }), async (sent, random, batchSize) => {
        const [one, other] = [await newOrganization(stores()), await newOrganization(stores())];
        await appendInBatches(records(), one, sent, sent.length);
        await appendInBatches(records(), other, shuffled([...sent, ...sent.slice(0, 5)], random), batchSize);
        expect(await currentState(records(), other)).toEqual(await currentState(records(), one));
      }),
      { numRuns: RUNS },
    );
  });

  it("changes nothing when everything is sent again", async () => {
    await fc.assert(
      fc.asyncProperty(drafts, fc.integer({ min: 1, max: 6 }), async (sent, batchSize) => {
        const organization = await newOrganization(stores());
        await appendInBatches(records(), organization, sent, batchSize);
        const before = await wholeState(records(), organization);
        const outcomes = await appendInBatches(records(), organization, sent, 3);
        expect(new Set(outcomes)).toEqual(new Set(["duplicate"]));
        expect(await wholeState(records(), organization)).toEqual(before);
      }),
      { numRuns: RUNS },
    );
  });
}

async function appendInBatches(store: RecordStore, organization: string, sent: readonly RecordDraft[], size: number): Promise<string[]> {
  const outcomes: string[] = [];
  for (let start = 0; start < sent.length; start += size) {
    const answers = await store.append([batchOf(organization, sent.slice(start, start + size))]);
    outcomes.push(...answers.flat().map(({ outcome }) => outcome));
  }
  return outcomes;
}

function shuffled<Item>(items: readonly Item[], random: Iterator<number>): Item[] {
  return items
    .map((item) => ({ item, place: Number(random.next().value) }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
}

/** What is current, without the keys, which follow arrival. */
async function currentState(store: RecordStore, organization: string): Promise<unknown> {
  const withoutKey = ({ key, ...record }: RecordWithBody) => record;
  const rows = await store.page({ organization, conditions: [], order: "key", limit: 100 });
  const linked = await store.byLinkValues(organization, ["s0", "s1", "s2"], 100);
  return {
    records: rows.map(withoutKey).sort((a, b) => (`${a.type} ${a.id}` < `${b.type} ${b.id}` ? -1 : 1)),
    linked: linked.map(({ type, id }) => `${type} ${id}`).sort(),
    sums: await store.sumCosts(organization),
  };
}

async function wholeState(store: RecordStore, organization: string): Promise<unknown> {
  const rows = await store.page({ organization, conditions: [], order: "key", limit: 100 });
  return { rows, histories: await Promise.all(rows.map((row) => store.history(organization, row))) };
}
