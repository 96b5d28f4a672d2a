import { describe, expect, it } from "vitest";
import { ANCHOR_KEPT_MS, PageAnchors, type PageQuestion } from "./pageAnchors.ts";

const question: PageQuestion = {
  organization: "org_a",
  keyId: "key_1",
  route: "calls",
  asked: { filters: { status: "completed" }, sort: "started_at", size: 20 },
  pageNumber: 1,
};

function anchorsOver(rows: { newest: number }) {
  const clock = { now: 1_000, nowMs: () => clock.now };
  return { clock, anchors: new PageAnchors({ clock, newestKey: async () => rows.newest }) };
}

describe("page anchors", () => {
  it("give later pages the newest row that the first page saw", async () => {
    const rows = { newest: 7 };
    const { anchors } = anchorsOver(rows);
    expect(await anchors.upToKey(question)).toBe(7);
    rows.newest = 9;
    expect(await anchors.upToKey({ ...question, pageNumber: 2 })).toBe(7);
    expect(await anchors.upToKey({ ...question, pageNumber: 3 })).toBe(7);
  });

  it("start anew with the first page", async () => {
    const rows = { newest: 7 };
    const { anchors } = anchorsOver(rows);
    await anchors.upToKey(question);
    rows.newest = 9;
    expect(await anchors.upToKey(question)).toBe(9);
    expect(await anchors.upToKey({ ...question, pageNumber: 2 })).toBe(9);
  });

  it("start with a later page where no first one was asked for, and keep to that", async () => {
    const rows = { newest: 7 };
    const { anchors } = anchorsOver(rows);
    expect(await anchors.upToKey({ ...question, pageNumber: 2 })).toBe(7);
    rows.newest = 9;
    expect(await anchors.upToKey({ ...question, pageNumber: 3 })).toBe(7);
  });

  it.each([
    ["organization", { organization: "org_b" }],
    ["key", { keyId: "key_2" }],
    ["route", { route: "phone-history" }],
    ["filter", { asked: { filters: { status: "failed" }, sort: "started_at", size: 20 } }],
    ["page size", { asked: { filters: { status: "completed" }, sort: "started_at", size: 21 } }],
  ])("keep lists of another %s apart", async (_what, other) => {
    const rows = { newest: 7 };
    const { anchors } = anchorsOver(rows);
    await anchors.upToKey(question);
    rows.newest = 9;
    expect(await anchors.upToKey({ ...question, ...other, pageNumber: 2 })).toBe(9);
  });

  it("are kept for ten minutes after the last page", async () => {
    const rows = { newest: 7 };
    const { anchors, clock } = anchorsOver(rows);
    await anchors.upToKey(question);
    rows.newest = 9;
    clock.now += ANCHOR_KEPT_MS - 1;
    expect(await anchors.upToKey({ ...question, pageNumber: 2 })).toBe(7);
    clock.now += ANCHOR_KEPT_MS - 1;
    expect(await anchors.upToKey({ ...question, pageNumber: 3 })).toBe(7);
    clock.now += ANCHOR_KEPT_MS;
    expect(await anchors.upToKey({ ...question, pageNumber: 4 })).toBe(9);
  });

  it("are bounded: the list that was unused for longest is forgotten first", async () => {
    const rows = { newest: 7 };
    const { anchors } = anchorsOver(rows);
    await anchors.upToKey(question);
    await anchors.upToKey({ ...question, route: "used again" });
    rows.newest = 9;
    for (let index = 0; index < 9_998; index++) await anchors.upToKey({ ...question, route: `other ${index}` });
    await anchors.upToKey({ ...question, route: "used again", pageNumber: 2 });
    await anchors.upToKey({ ...question, route: "one too many" });
    expect(await anchors.upToKey({ ...question, route: "used again", pageNumber: 3 })).toBe(7);
    expect(await anchors.upToKey({ ...question, pageNumber: 2 })).toBe(9);
  });
});
