import fc from "fast-check";
import { expect, it } from "vitest";
import type { MakeOrganization } from "./conversationDrafts.ts";
import { deliveryOf, dueOf, endpointOf, failedOf, resultOf, type UseOffice } from "./endpointDrafts.ts";

/** Deliveries of tests before are not waited for. */
const BEFORE_ALL_MS = -1_000_000;

export function describeDeliveryOrder(office: UseOffice, organization: MakeOrganization): void {
  const withEndpoints = async (...ids: readonly string[]): Promise<string> => {
    const one = await organization();
    for (const id of ids) await office().createEndpoint(one, endpointOf(id));
    return one;
  };

  it("sends the events of one session to one endpoint one after the other, and those without a session at once", async () => {
    const one = await withEndpoints("ep", "ep2");
    const of = (id: string, endpointId: string, sessionId: string | null) => deliveryOf(one, endpointId, id, { sessionId });
    await office().addDeliveries(
      [of("a1", "ep", "a"), of("a2", "ep", "a"), of("b1", "ep", "b"), of("x", "ep", null), of("y", "ep", null)],
      null,
    );
    await office().addDeliveries([of("a3", "ep", "a"), of("a1'", "ep2", "a")], null);
    expect(await dueOf(office(), one, 10)).toEqual(["a1", "b1", "x", "y", "a1'"]);
    expect(await dueOf(office(), one, 10, { busy: ["a1", "x"] })).toEqual(["b1", "y", "a1'"]);
    expect(await dueOf(office(), one, 9)).toEqual([]);
    await office().recordAttempts([failedOf(one, "a1", { nextAttemptMs: 500 }), resultOf(one, "b1")]);
    expect(await dueOf(office(), one, 499)).toEqual(["x", "y", "a1'"]);
    expect(await dueOf(office(), one, 500)).toEqual(["x", "y", "a1'", "a1"]);
    await office().recordAttempts([failedOf(one, "a1", { status: "dead", nextAttemptMs: null })]);
    expect(await dueOf(office(), one, 10)).toEqual(["a2", "x", "y", "a1'"]);
    await office().recordAttempts([resultOf(one, "a2"), resultOf(one, "a3")]);
    expect(await dueOf(office(), one, 10)).toEqual(["x", "y", "a1'"]);
  });

  it("gives out at most so many of each endpoint, and those of one do not stand before those of another", async () => {
    const one = await withEndpoints("many", "few");
    const many = Array.from({ length: 50 }, (_, index) =>
      deliveryOf(one, "many", `m${index}`, { nextAttemptMs: 1, sessionId: `s${index}` }),
    );
    await office().addDeliveries([...many, deliveryOf(one, "few", "f")], null);
    expect(await dueOf(office(), one, 10, { perEndpoint: 2 })).toEqual(["m0", "m1", "f"]);
    expect(await dueOf(office(), one, 10, { perEndpoint: 2, busy: ["m0", "f"] })).toEqual(["m1", "m2"]);
  });

  it("holds back the deliveries of a paused endpoint, loses none, and takes new ones meanwhile", async () => {
    const one = await withEndpoints("ep");
    await office().addDeliveries([deliveryOf(one, "ep", "a")], null);
    await office().updateEndpoint(one, "ep", { isPaused: true, updatedMs: 2 });
    await office().addDeliveries([deliveryOf(one, "ep", "b")], null);
    expect(await dueOf(office(), one, 1_000)).toEqual([]);
    await office().updateEndpoint(one, "ep", { isPaused: false, updatedMs: 3 });
    expect(await dueOf(office(), one, 1_000)).toEqual(["a", "b"]);
  });

  it("tells when the next is due, of endpoints that are served", async () => {
    const one = await withEndpoints("ep", "paused");
    const at = (id: string, endpointId: string, nextAttemptMs: number) =>
      deliveryOf(one, endpointId, id, { nextAttemptMs, sessionId: "s" });
    await office().updateEndpoint(one, "paused", { isPaused: true, updatedMs: 2 });
    await office().addDeliveries([at("p", "paused", BEFORE_ALL_MS - 9)], null);
    expect((await office().nextDueMs()) ?? 0).toBeGreaterThan(BEFORE_ALL_MS);
    await office().addDeliveries([at("a", "ep", BEFORE_ALL_MS + 5), at("behind", "ep", BEFORE_ALL_MS)], null);
    expect(await office().nextDueMs()).toBe(BEFORE_ALL_MS + 5);
    await office().recordAttempts([resultOf(one, "a")]);
    expect(await office().nextDueMs()).toBe(BEFORE_ALL_MS);
    await office().recordAttempts([resultOf(one, "behind")]);
    expect(await office().nextDueMs()).not.toBe(BEFORE_ALL_MS);
  });

  it("leaves none waiting behind one that is finished by another writer at the same moment", async () => {
    const one = await withEndpoints("ep");
    for (let round = 0; round < 20; round++) {
      const of = (id: string) => deliveryOf(one, "ep", `${id}${round}`, { sessionId: `s${round}` });
      await office().addDeliveries([of("first")], null);
      await Promise.all([
        office().recordAttempts([resultOf(one, `first${round}`)]),
        office().addDeliveries([of("second")], null),
        office().addDeliveries([of("third")], null),
      ]);
    }
    expect(await dueOf(office(), one, 10)).toHaveLength(20);
  });

  it("agrees with a plain model of lines whatever is added and whatever becomes of it", async () => {
    const step = fc.record({
      endpoint: fc.constantFrom("ep", "ep2"),
      session: fc.constantFrom("a", "b", null),
      deed: fc.constantFrom("add", "add", "deliver", "fail", "bury", "pause"),
      atMs: fc.integer({ min: 0, max: 20 }),
      pick: fc.nat({ max: 30 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
        const one = await withEndpoints("ep", "ep2");
        const model = new Lines();
        for (const { endpoint, session, deed, atMs, pick } of steps) {
          const chosen = model.waiting[pick % Math.max(1, model.waiting.length)];
          if (deed === "add") {
            const id = model.add(endpoint, session, atMs);
            await office().addDeliveries([deliveryOf(one, endpoint, id, { sessionId: session, nextAttemptMs: atMs })], null);
          } else if (deed === "pause") {
            const isPaused = model.turn(endpoint);
            await office().updateEndpoint(one, endpoint, { isPaused, updatedMs: atMs });
          } else if (chosen !== undefined && deed === "fail") {
            chosen.atMs = atMs;
            await office().recordAttempts([failedOf(one, chosen.id, { nextAttemptMs: atMs })]);
          } else if (chosen !== undefined) {
            model.waiting.splice(model.waiting.indexOf(chosen), 1);
            const buried = failedOf(one, chosen.id, { status: "dead", nextAttemptMs: null });
            await office().recordAttempts([deed === "bury" ? buried : resultOf(one, chosen.id)]);
          }
          expect(await dueOf(office(), one, 10)).toEqual(model.due(10));
        }
      }),
      { numRuns: 25 },
    );
  });
}

interface Waiting {
  readonly id: string;
  readonly endpoint: string;
  readonly session: string | null;
  readonly number: number;
  atMs: number;
}

/** What the port promises of lines, said plainly. */
class Lines {
  readonly waiting: Waiting[] = [];
  readonly #paused = new Set<string>();
  #count = 0;

  add(endpoint: string, session: string | null, atMs: number): string {
    const number = ++this.#count;
    this.waiting.push({ id: `dl_${number}`, endpoint, session, number, atMs });
    return `dl_${number}`;
  }

  turn(endpoint: string): boolean {
    if (!this.#paused.delete(endpoint)) this.#paused.add(endpoint);
    return this.#paused.has(endpoint);
  }

  due(nowMs: number): string[] {
    const isFirst = (one: Waiting): boolean =>
      one.session === null ||
      !this.waiting.some((other) => other.endpoint === one.endpoint && other.session === one.session && other.number < one.number);
    return this.waiting
      .filter((one) => isFirst(one) && one.atMs <= nowMs && !this.#paused.has(one.endpoint))
      .toSorted((a, b) => a.atMs - b.atMs || a.number - b.number)
      .map(({ id }) => id);
  }
}
