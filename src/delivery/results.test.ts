import { describe, expect, it } from "vitest";
import type { AttemptResult } from "../store/endpoints.ts";
import { Results } from "./results.ts";

const resultOf = (deliveryId: string): AttemptResult => ({
  ...{ organization: "one", deliveryId, status: "delivered", nextAttemptMs: null, atMs: 1, stopsEndpoint: false },
  attempt: { startedMs: 0, status: 200, latencyMs: 1, failure: null, answer: null },
});
const soon = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function recorder(faults: number) {
  const batches: string[][] = [];
  const told: unknown[] = [];
  let left = faults;
  const results = new Results({
    record: async (batch) => {
      if (left-- > 0) throw new Error("the store is away");
      batches.push(batch.map(({ deliveryId }) => deliveryId));
    },
    sleep: soon,
    onFault: (error) => told.push(error),
  });
  return { results, batches, told };
}

describe("results of attempts", () => {
  it("are written down together, a hundred at most, in their order", async () => {
    const { results, batches } = recorder(0);
    const ids = Array.from({ length: 250 }, (_, index) => `d${index}`);
    for (const id of ids) results.add(resultOf(id));
    await results.settled();
    expect(batches.map((batch) => batch.length)).toEqual([100, 100, 50]);
    expect(batches.flat()).toEqual(ids);
  });

  it("wait while the store is away, and are written once each when it is back", async () => {
    const { results, batches, told } = recorder(3);
    results.add(resultOf("a"));
    await soon();
    results.add(resultOf("b"));
    await results.settled();
    expect(batches.flat()).toEqual(["a", "b"]);
    expect(told).toHaveLength(3);
  });

  it("do not keep a server from closing whose store is away", async () => {
    const { results, batches, told } = recorder(Number.POSITIVE_INFINITY);
    results.add(resultOf("a"));
    await results.close();
    expect(batches).toEqual([]);
    expect(told.length).toBeGreaterThan(0);
  });
});
