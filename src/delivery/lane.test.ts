import { describe, expect, it } from "vitest";
import type { Endpoint } from "../store/endpoints.ts";
import { IN_FLIGHT_MAX, isFailing, Lane, probePauseMs } from "./lane.ts";

const middle = (): number => 0.5;
const endpointOf = (given: Partial<Endpoint> = {}): Endpoint => ({
  ...{ id: "ep_1", url: "https://a.example.com/", description: null, format: "native", events: [], ratePerSec: null, secrets: [] },
  ...{ isPaused: false, createdMs: 0, updatedMs: 0, failingSinceMs: null, failureCount: 0, lastFailure: null },
  ...{ lastSuccessMs: null, stoppedMs: null, ...given },
});
const laneOf = (given: Partial<Endpoint> = {}): Lane => new Lane("one", endpointOf(given), Number.POSITIVE_INFINITY, 0);
const startedOf = (lane: Lane, nowMs: number, inFlightTotal = 0): number => {
  let started = 0;
  while (lane.start(nowMs, inFlightTotal + started)) started++;
  return started;
};
/** One after the other, each as soon as it may be. @returns when the last one failed */
function fail(lane: Lane, times: number, fromMs: number): number {
  let nowMs = fromMs;
  for (let failure = 0; failure < times; failure++) {
    nowMs = Math.max(nowMs, lane.nextMs(nowMs) ?? 0);
    lane.start(nowMs, 0);
    lane.failed(nowMs, null, false, middle);
    lane.recorded();
  }
  return nowMs;
}

describe("an endpoint in good health", () => {
  it("has 16 deliveries on their way, and another with every answer", () => {
    const lane = laneOf();
    expect(startedOf(lane, 0)).toBe(16);
    lane.succeeded();
    expect(startedOf(lane, 0)).toBe(1);
  });

  it("has fewer once half of all places are taken", () => {
    expect(startedOf(laneOf(), 0, IN_FLIGHT_MAX / 2)).toBe(4);
  });

  it("keeps to its rate", () => {
    const lane = laneOf({ ratePerSec: 10 });
    expect(startedOf(lane, 0)).toBe(1);
    lane.succeeded();
    expect(lane.nextMs(0)).toBe(100);
    expect(startedOf(lane, 99)).toBe(0);
    expect(startedOf(lane, 100)).toBe(1);
  });

  it("takes a changed rate at once", () => {
    const lane = laneOf({ ratePerSec: 1 });
    lane.refresh(endpointOf({ ratePerSec: 100 }), 0);
    expect(startedOf(lane, 0)).toBe(10);
  });

  it("is not slowed by fewer than five failures in a row", () => {
    const lane = laneOf();
    fail(lane, 4, 0);
    expect(lane.isFailing).toBe(false);
    expect(startedOf(lane, 0)).toBe(16);
  });
});

describe("an endpoint that failed five times in a row", () => {
  it("gets one delivery at a time, after pauses that grow up to five minutes", () => {
    const lane = laneOf();
    fail(lane, 5, 0);
    const pauses: number[] = [];
    for (let nowMs = 0, probe = 0; probe < 9; probe++) {
      const nextMs = lane.nextMs(nowMs) ?? 0;
      pauses.push((nextMs - nowMs) / 1_000);
      nowMs = nextMs;
      expect(startedOf(lane, nowMs - 1)).toBe(0);
      expect(startedOf(lane, nowMs)).toBe(1);
      lane.failed(nowMs, null, false, middle);
    }
    expect(pauses).toEqual([5, 10, 20, 40, 80, 160, 300, 300, 300]);
  });

  it("pauses once for all that were on their way together", () => {
    const lane = laneOf();
    expect(startedOf(lane, 0)).toBe(16);
    for (let failure = 0; failure < 16; failure++) lane.failed(0, null, false, middle);
    expect(lane.nextMs(0)).toBe(5_000);
  });

  it("is as it was after one success", () => {
    const lane = laneOf();
    const nowMs = fail(lane, 9, 0) + 600_000;
    expect(lane.wasFailing).toBe(true);
    expect(startedOf(lane, nowMs)).toBe(1);
    lane.succeeded();
    expect(lane.isFailing).toBe(false);
    expect(startedOf(lane, nowMs)).toBe(16);
    expect(lane.wasFailing).toBe(true);
    lane.recoveryTold();
    expect(lane.wasFailing).toBe(false);
  });

  it("is known again by a process that takes over", () => {
    const lane = laneOf({ failureCount: 7, failingSinceMs: 1 });
    expect(lane.isFailing).toBe(true);
    expect(startedOf(lane, 0)).toBe(1);
  });

  it("is let go at once when a person forgets its failures", () => {
    const lane = laneOf();
    const nowMs = fail(lane, 9, 0);
    expect(startedOf(lane, nowMs)).toBe(0);
    lane.refresh(endpointOf(), nowMs);
    expect(startedOf(lane, nowMs)).toBe(16);
  });

  it.each([0, 1])("never waits longer than five and a half minutes: random %d", (random) => {
    for (const count of [0, 1, 10, 1_000]) expect(probePauseMs(count, () => random)).toBeLessThanOrEqual(330_000);
  });
});

describe("an endpoint that asked to be left alone", () => {
  it("gets nothing until then, however healthy", () => {
    const lane = laneOf();
    lane.start(0, 0);
    lane.failed(0, 90_000, false, middle);
    expect(lane.nextMs(0)).toBe(90_000);
    expect(startedOf(lane, 89_999)).toBe(0);
    expect(startedOf(lane, 90_000)).toBe(16);
  });
});

describe("an endpoint that nothing may go to", () => {
  it("gets nothing while a person has paused it", () => {
    expect(startedOf(laneOf({ isPaused: true }), 0)).toBe(0);
  });

  it("gets nothing once it said that it is gone, until a person resumes it", () => {
    const lane = laneOf();
    lane.start(0, 0);
    lane.failed(0, null, true, middle);
    expect(startedOf(lane, 86_400_000)).toBe(0);
    expect(lane.nextMs(0)).toBeNull();
    lane.recorded();
    lane.refresh(endpointOf({ stoppedMs: 1, failureCount: 1 }), 1);
    expect(startedOf(lane, 1)).toBe(0);
    lane.refresh(endpointOf({ failureCount: 1 }), 2);
    expect(startedOf(lane, 2)).toBe(16);
  });

  it("is not believed to be healthy by a read from before what is not written down yet", () => {
    const lane = laneOf();
    for (let failure = 0; failure < 5; failure++) {
      lane.start(0, 0);
      lane.failed(0, null, false, middle);
    }
    lane.refresh(endpointOf(), 0);
    expect(lane.isFailing).toBe(true);
  });

  it("waits a minute after a fault of ours, which is no failure of its own", () => {
    const lane = laneOf();
    lane.start(0, 0);
    lane.faulted(0);
    expect(lane.isFailing).toBe(false);
    expect(startedOf(lane, 59_999)).toBe(0);
    expect(startedOf(lane, 60_000)).toBe(16);
  });
});

describe("whether an endpoint is failing", () => {
  it.each([
    [{ failureCount: 4, stoppedMs: null }, false],
    [{ failureCount: 5, stoppedMs: null }, true],
    [{ failureCount: 1, stoppedMs: 7 }, true],
  ])("is told of %j: %s", (health, expected) => {
    expect(isFailing(health)).toBe(expected);
  });
});
