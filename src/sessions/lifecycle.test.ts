import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type LifecycleFacts, LOOKS_OVER_MS, lifecycleAt } from "./lifecycle.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const settings = { idleCloseMs: 30 * MINUTE, settleMs: 10 * MINUTE, horizonMs: 72 * HOUR };
const now = Date.parse("2026-06-01T12:00:00Z");

const going: LifecycleFacts = {
  isOver: false,
  looksOver: false,
  endedMs: null,
  lastActivityMs: now,
  firstHeardMs: now,
  lastHeardMs: now,
  eventCount: 3,
  missing: [],
  idleCloseMs: null,
};
const over: LifecycleFacts = { ...going, isOver: true, endedMs: now };

describe("the lifecycle of a session", () => {
  it("is open while something is heard of it", () => {
    expect(lifecycleAt(going, settings, now)).toEqual({
      ...{ state: "open", endedMs: null, isBackfilled: false, settledMs: null, dueMs: now + 30 * MINUTE },
    });
  });

  it("ends by itself when nothing was heard for the idle time, at its last activity", () => {
    const idle = lifecycleAt({ ...going, lastActivityMs: now - 5 * MINUTE }, settings, now + 30 * MINUTE);
    expect(idle).toMatchObject({ state: "settled", endedMs: now - 5 * MINUTE });
    expect(lifecycleAt(going, settings, now + 30 * MINUTE - 1).state).toBe("open");
  });

  it("takes the idle time of the agent instead of the server's", () => {
    expect(lifecycleAt({ ...going, idleCloseMs: MINUTE }, settings, now).dueMs).toBe(now + MINUTE);
  });

  it("has ended, and no more, while no record has come", () => {
    expect(lifecycleAt({ ...over, eventCount: 0 }, settings, now)).toMatchObject({ state: "ended", dueMs: now + 10 * MINUTE });
  });

  it("settles when nothing has changed for the settling time", () => {
    expect(lifecycleAt(over, settings, now)).toMatchObject({ state: "settling", dueMs: now + 10 * MINUTE });
    expect(lifecycleAt(over, settings, now + 10 * MINUTE)).toMatchObject({ state: "settled", dueMs: null });
  });

  it("waits for expected records up to the horizon, then settles without them", () => {
    const waiting = { ...over, missing: ["sip-trunking"] };
    expect(lifecycleAt(waiting, settings, now + 10 * MINUTE)).toMatchObject({ state: "settling", dueMs: now + 72 * HOUR });
    expect(lifecycleAt(waiting, settings, now + 72 * HOUR).state).toBe("settled");
  });

  it("tells since when it has settled, however late somebody looks, and anew after a late change", () => {
    expect(lifecycleAt(over, settings, now + 5 * HOUR).settledMs).toBe(now + 10 * MINUTE);
    const late = { ...over, lastHeardMs: now + 5 * HOUR };
    expect(lifecycleAt(late, settings, now + 6 * HOUR).settledMs).toBe(now + 5 * HOUR + 10 * MINUTE);
    expect(lifecycleAt(going, settings, now + HOUR).settledMs).toBe(now + 30 * MINUTE);
  });

  it("goes back to settling when something changes after it had settled", () => {
    const late = { ...over, lastHeardMs: now + 5 * HOUR };
    expect(lifecycleAt(late, settings, now + 5 * HOUR)).toMatchObject({ state: "settling", dueMs: now + 5 * HOUR + 10 * MINUTE });
  });

  it("counts the horizon of a backfilled session from when it was first heard of", () => {
    const old = { ...over, endedMs: now - 30 * 24 * HOUR, missing: ["sip-trunking"] };
    expect(lifecycleAt(old, settings, now)).toMatchObject({ state: "settling", isBackfilled: true, dueMs: now + 72 * HOUR });
    expect(lifecycleAt({ ...old, endedMs: now - 24 * HOUR }, settings, now).isBackfilled).toBe(false);
  });

  it("believes records that all legs have ended only when no new leg began for a while", () => {
    const looks = { ...going, looksOver: true };
    expect(lifecycleAt(looks, settings, now)).toMatchObject({ state: "open", dueMs: now + LOOKS_OVER_MS });
    expect(lifecycleAt(looks, settings, now + LOOKS_OVER_MS).state).toBe("settling");
  });

  it("never changes between now and the time it says it is due", () => {
    const facts = fc.record({
      isOver: fc.boolean(),
      looksOver: fc.boolean(),
      endedMs: fc.option(fc.integer({ min: now - 100 * HOUR, max: now })),
      lastActivityMs: fc.integer({ min: now - 100 * HOUR, max: now }),
      firstHeardMs: fc.integer({ min: now - 100 * HOUR, max: now }),
      lastHeardMs: fc.integer({ min: now - 100 * HOUR, max: now }),
      eventCount: fc.nat(3),
      missing: fc.constantFrom<readonly string[]>([], ["sip-trunking"]),
      idleCloseMs: fc.option(fc.integer({ min: MINUTE, max: HOUR })),
    });
    fc.assert(
      fc.property(facts, fc.nat(1_000), (given, thousandth) => {
        const here = lifecycleAt(given, settings, now);
        if (here.dueMs === null) {
          expect(here.state).toBe("settled");
          return;
        }
        expect(here.dueMs).toBeGreaterThan(now);
        const before = now + Math.floor(((here.dueMs - now - 1) * thousandth) / 1_000);
        expect(lifecycleAt(given, settings, before).state).toBe(here.state);
        expect(lifecycleAt(given, settings, here.dueMs).state).not.toBe(here.state);
      }),
    );
  });
});
