/** The rows of the sessions' table, in a real browser against a real server. */
import { readFile } from "node:fs/promises";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { axeFaults } from "./support/browser.ts";
import { openPageServer, type PageServer } from "./support/pageServer.ts";
import { fillOpposites, fillPlain, PLAIN_SESSIONS, plainId, rowOf, shownIds, startOf } from "./support/sessionRows.ts";

let pages: PageServer;

beforeAll(async () => {
  pages = await openPageServer();
  await fillPlain(pages);
  await fillOpposites(pages);
}, 180_000);

afterAll(() => pages?.[Symbol.asyncDispose]());

const scroller = (page: Page) => page.getByRole("region", { name: "Sessions", exact: true });

describe("the keyboard", () => {
  it("walks with j and k, opens with Enter, and coming back finds the same row chosen at the same height", async () => {
    await using visited = await pages.signedIn("/sessions?agent=Agent");
    const { page } = visited;
    await page.getByRole("link", { name: plainId(0), exact: true }).waitFor();
    for (let step = 0; step < 21; step++) {
      await page.keyboard.press("j");
      await page.locator(`a[data-session="${plainId(step)}"]:focus`).waitFor();
    }
    await page.keyboard.press("k");
    await page.locator(`a[data-session="${plainId(19)}"]:focus`).waitFor();
    const scrolled = await scroller(page).evaluate((element) => (element as unknown as { scrollTop: number }).scrollTop);
    expect(scrolled).toBeGreaterThan(0);
    await page.keyboard.press("Enter");
    await page.waitForURL(`**/sessions/${plainId(19)}`);
    await expect.poll(() => page.evaluate("document.activeElement !== document.body")).toBe(true);
    await page.goBack();
    await page.locator(`a[data-session="${plainId(19)}"]:focus`).waitFor();
    expect(await scroller(page).evaluate((element) => (element as unknown as { scrollTop: number }).scrollTop)).toBe(scrolled);
    await page.keyboard.press("x");
    await expect.poll(() => page.locator("tr[aria-current]").count()).toBe(0);
  });

  it("shows its keys with ?, and Escape closes them", async () => {
    await using visited = await pages.signedIn("/sessions");
    const { page } = visited;
    await scroller(page).waitFor();
    await page.keyboard.press("?");
    await page.getByRole("dialog").getByText("next session").waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").getByText("next session").waitFor({ state: "hidden" });
  });
});

describe("the rows", () => {
  it("are all reached by scrolling, while few exist", async () => {
    await using visited = await pages.signedIn("/sessions?sort=id&agent=Agent");
    const { page } = visited;
    await page.getByRole("link", { name: plainId(0), exact: true }).waitFor();
    await scroller(page).evaluate((element) => element.scrollTo(0, 1e9));
    await page.getByRole("link", { name: plainId(PLAIN_SESSIONS - 1), exact: true }).waitFor();
    expect(await page.getByRole("row").count()).toBeLessThan(80);
    expect(visited.faults).toEqual([]);
  });

  it("are counted and summed over all that match", async () => {
    await using visited = await pages.signedIn("/sessions?agent_id=brief,patient");
    const sums = visited.page.getByLabel("All that match");
    await expect.poll(() => sums.textContent()).toContain("sessions2");
    expect(await sums.textContent()).toContain("2.512500");
    await sums.getByText("record left out of the cost").waitFor();
  });

  it("are sorted by the heads of their columns", async () => {
    await using visited = await pages.signedIn("/sessions?agent_id=brief,patient");
    const { page } = visited;
    await page.getByRole("button", { name: /^Cost/ }).click();
    await expect.poll(() => shownIds(page)).toEqual(["long-voice", "short-web"]);
    await page.getByRole("button", { name: /^Cost/ }).click();
    await expect.poll(() => shownIds(page)).toEqual(["short-web", "long-voice"]);
    expect(await page.getByRole("columnheader", { name: /^Cost/ }).getAttribute("aria-sort")).toBe("ascending");
  });

  it("have the columns that were chosen, in their order, and an export is what is shown", async () => {
    await using visited = await pages.signedIn("/sessions?agent_id=brief,patient&columns=id,owned_cost,agent_name");
    const { page } = visited;
    await page.getByRole("link", { name: "short-web", exact: true }).waitFor();
    await page.getByRole("button", { name: "Columns", exact: true }).click();
    await page.getByRole("checkbox", { name: "Channel" }).check();
    await page.getByRole("button", { name: "Move Channel to the left" }).click();
    await page.waitForURL((url) => url.searchParams.get("columns") === "id,owned_cost,channel,agent_name");
    await page.keyboard.press("Escape");
    const heads = await page.getByRole("columnheader").allTextContents();
    expect(heads.map((head) => head.trim())).toEqual(["Session", "CostUSD", "Channel", "Agent"]);

    await page.getByRole("button", { name: "Export", exact: true }).click();
    await page.getByText("2 rows, with the filters and the order that you see.").waitFor();
    const waiting = page.waitForEvent("download");
    await page.getByRole("link", { name: /^CSV/ }).click();
    const exported = await readFile(await (await waiting).path(), "utf8");
    expect(exported.trim().split(/\r?\n/)).toEqual([
      "id,owned_cost,channel,agent_name,unknown_cost_count,unconverted_count",
      "long-voice,2.500000,voice,Patience,1,0",
      "short-web,0.012500,web,Brief & Co,0,0",
    ]);
    await page.goto("/sessions");
    await expect.poll(() => page.getByRole("columnheader").count()).toBe(4);
    expect(visited.faults).toEqual([]);
  });
});

describe("live rows", () => {
  it("change where they stand", async () => {
    await using visited = await pages.signedIn("/sessions?agent=Agent");
    const { page } = visited;
    await page.getByText("Live", { exact: true }).waitFor();
    await rowOf(page, plainId(5)).waitFor();
    const before = await shownIds(page);
    await pages.write("PUT", `/v1/sessions/${plainId(5)}`, { agent: { name: "Agent renamed meanwhile" } });
    await pages.server.project();
    await rowOf(page, plainId(5)).getByText("Agent renamed meanwhile").waitFor();
    expect(await shownIds(page)).toEqual(before);
    await pages.write("PUT", `/v1/sessions/${plainId(5)}`, { agent: { name: "Somebody else" } });
    await pages.server.project();
    await rowOf(page, plainId(5)).getByText("Somebody else").waitFor();
    expect(await shownIds(page)).toEqual(before);
    expect(await rowOf(page, plainId(5)).getAttribute("title")).toContain("no longer matches");
  });

  it("wait above the table while one reads, and come in when asked", async () => {
    await using visited = await pages.signedIn("/sessions");
    const { page } = visited;
    await page.getByText("Live", { exact: true }).waitFor();
    await page.getByRole("link", { name: plainId(0), exact: true }).waitFor();
    await page.keyboard.press("j");
    await page.locator("tbody a:focus").waitFor();
    const before = await shownIds(page);
    for (const id of ["later-1", "later-2"]) await pages.write("PUT", `/v1/sessions/${id}`, { started_at: startOf(-5) });
    await pages.server.project();
    await page.getByRole("button", { name: "2 new sessions" }).waitFor();
    expect(await shownIds(page)).toEqual(before);
    await page.keyboard.press("r");
    await page.getByRole("link", { name: "later-2", exact: true }).waitFor();
    await expect.poll(() => page.getByRole("button", { name: /new session/ }).count()).toBe(0);
    expect(visited.faults).toEqual([]);
  });

  it("come in by themselves at the top, where nothing is chosen", async () => {
    await using visited = await pages.signedIn("/sessions");
    const { page } = visited;
    await page.getByText("Live", { exact: true }).waitFor();
    await page.getByRole("link", { name: plainId(0), exact: true }).waitFor();
    await pages.write("PUT", "/v1/sessions/newest-of-all", { started_at: startOf(-60) });
    await pages.server.project();
    await page.getByRole("link", { name: "newest-of-all", exact: true }).waitFor();
    expect((await shownIds(page))[0]).toBe("newest-of-all");
  });

  it("keep the place of one that was erased, and say so", async () => {
    await pages.write("PUT", "/v1/sessions/to-erase", { started_at: startOf(-1) });
    await pages.server.project();
    await using visited = await pages.signedIn("/sessions");
    const { page } = visited;
    await page.getByText("Live", { exact: true }).waitFor();
    await rowOf(page, "to-erase").waitFor();
    await pages.server.call("DELETE", "/v1/sessions/to-erase");
    await pages.server.project();
    await expect.poll(async () => (await rowOf(page, "to-erase").getAttribute("title")) ?? "").toContain("erased");
  });
});

describe("an empty store", () => {
  it("gives a command with a real key, whose record then appears by itself", async () => {
    await using empty = await openPageServer();
    await using visited = await empty.signedIn("/sessions");
    const { page } = visited;
    await page.getByRole("heading", { name: "No session yet" }).waitFor();
    expect(await page.getByRole("region", { name: "Over time", exact: true }).count()).toBe(0);
    await page.getByRole("button", { name: "Make a key for it" }).click();
    await expect.poll(() => page.locator("pre").textContent()).not.toContain("YOUR_KEY");
    const key = /Bearer (\S+)"/.exec((await page.locator("pre").textContent()) ?? "")?.[1] ?? "";
    const record = { record_type: "call-control", id: "leg-1", telnyx_session_id: "first-call", cost: "0.0052" };
    const sent = await empty.server.call("POST", "/v1/records", { key, body: { ...record, started_at: "2026-05-04T10:00:00Z" } });
    expect(sent.status).toBe(200);
    await page.getByText("Records have come in").waitFor();
    await empty.server.project();
    await page.locator("a[data-session]").first().waitFor();
    expect(visited.faults).toEqual([]);
  });

  it("loads sample calls and shows them, in the charts too, with the focus at the top", async () => {
    await using empty = await openPageServer();
    await using visited = await empty.signedIn("/sessions");
    const { page } = visited;
    const loaded = page.waitForResponse("**/v1/sample-calls");
    await page.getByRole("button", { name: "Load sample calls" }).press("Enter");
    const { session_ids: ids } = (await (await loaded).json()) as { session_ids: string[] };
    await empty.server.project();
    await expect.poll(async () => (await shownIds(page)).toSorted()).toEqual(ids.toSorted());
    await page.locator("h1:focus").waitFor();
    await expect.poll(() => page.getByLabel("All that match").locator("dd").first().textContent()).toBe(String(ids.length));
    await expect.poll(() => page.getByRole("slider", { name: "Sessions over time" }).getAttribute("aria-valuetext")).toMatch(/ 1 session$/);
    expect(visited.faults).toEqual([]);
  });

  it("says why a key that only reads can do neither", async () => {
    const { key } = await pages.server.newOrganization(["read"]);
    await using visited = await pages.visit();
    const { page } = visited;
    await page.goto("/sign-in");
    await page.getByLabel("API key").fill(key);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByText("Your key may only read.").waitFor();
    expect(await page.getByRole("button", { name: "Load sample calls" }).isDisabled()).toBe(true);
    expect(await page.getByRole("button", { name: "Make a key for it" }).isDisabled()).toBe(true);
  });
});

describe("on a phone", () => {
  const size = { width: 360, height: 780 };

  it("a row tells who, when, how it stands and what it cost, in two lines", async () => {
    await using visited = await pages.signedIn("/sessions?agent_id=patient,brief", { size });
    const { page } = visited;
    await page.getByRole("row").filter({ hasText: "Patience" }).getByRole("link").waitFor();
    const text = await page.getByRole("row").filter({ hasText: "Patience" }).textContent();
    expect(text).toMatch(/2 Feb|02 Feb/);
    expect(text).toContain("2.50");
    expect(text).toContain("open");
    expect(await page.evaluate("document.querySelector('table').scrollWidth <= window.innerWidth")).toBe(true);
  });

  it("the page scrolls in no direction but down, with all columns and many filters", async () => {
    const columns = "started_at,id,agent_name,customer_number,state,outcome,sentiment,intent,owned_cost,tree_cost,products";
    for (const address of ["/sessions", `/sessions?state=open,ended&cost_min=0&agent_id=brief,patient&columns=${columns}`]) {
      await using visited = await pages.signedIn(address, { size });
      const { page } = visited;
      await page.locator("a[data-session]").first().waitFor();
      await page.getByRole("button", { name: "Add filter" }).click();
      await page.getByRole("dialog", { name: "Add a filter" }).waitFor();
      expect(await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")).toBe(true);
      const box = await page.getByRole("dialog", { name: "Add a filter" }).boundingBox();
      expect(box?.x).toBeGreaterThanOrEqual(0);
      expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(360);
    }
  });
});

describe("axe, light and dark,", () => {
  it.each<[name: string, path: string, act: (page: Page) => Promise<void>]>([
    ["the table and a chosen row", "/sessions?agent=Agent&cost_min=0", (page) => page.keyboard.press("j")],
    ["the columns", "/sessions", (page) => page.getByRole("button", { name: "Columns", exact: true }).click()],
  ])("finds nothing on %s", async (_name, path, act) => {
    await using visited = await pages.signedIn(path);
    const { page } = visited;
    await page.locator("a[data-session]").first().waitFor();
    await act(page);
    expect(await axeFaults(page)).toEqual([]);
  });

  it("finds nothing on the rows of a phone", async () => {
    await using visited = await pages.signedIn("/sessions", { size: { width: 390, height: 844 } });
    await visited.page.locator("a[data-session]").first().waitFor();
    expect(await axeFaults(visited.page)).toEqual([]);
  });
});
