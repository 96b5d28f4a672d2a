/** What a shared address of the sessions asks for, and how one goes through filters, in a real browser against a real server. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openPageServer, type PageServer } from "./support/pageServer.ts";
import { fillOpposites, openFilter, shownIds } from "./support/sessionRows.ts";

let pages: PageServer;

beforeAll(async () => {
  pages = await openPageServer();
  await fillOpposites(pages);
}, 120_000);

afterAll(() => pages?.[Symbol.asyncDispose]());

const BOTH = ["long-voice", "short-web"];

describe("an address with what cannot be understood", () => {
  it.each([
    ["/sessions?within=constructor", "Started: constructor – not understood, not applied"],
    ["/sessions?within=__proto__", "Started: __proto__ – not understood, not applied"],
    ["/sessions?after=2026-99-99", "From: 2026-99-99 – not understood, not applied"],
    ["/sessions?cost_min=abc", "Cost: abc – not understood, not applied"],
    ["/sessions?unknown_cost=maybe", "Unknown cost: maybe – not understood, not applied"],
  ])("shows everything and says so: %s", async (address, told) => {
    await using visited = await pages.signedIn(address);
    const { page } = visited;
    await page.getByText(told).first().waitFor();
    await expect.poll(() => shownIds(page)).toEqual(BOTH);
    await page.getByRole("button", { name: /^Remove the filter/ }).click();
    await page.getByText(told).first().waitFor({ state: "detached" });
    expect(new URL(page.url()).search).toBe("");
    expect(visited.faults).toEqual([]);
  });

  it("leaves the costs as they are, too", async () => {
    await using visited = await pages.signedIn("/costs?within=constructor");
    await visited.page.getByText("The time “constructor” is not understood and not applied.").waitFor();
    await visited.page.getByRole("heading", { name: "Costs", exact: true }).waitFor();
    expect(visited.faults).toEqual([]);
  });
});

describe("going through filters", () => {
  it("goes back one filter and one order at a time, and what was typed at one go is one step", async () => {
    await using visited = await pages.signedIn("/sessions");
    const { page } = visited;
    await expect.poll(() => shownIds(page)).toEqual(BOTH);
    const top = (): Promise<number | undefined> =>
      page
        .getByRole("region", { name: "Sessions", exact: true })
        .boundingBox()
        .then((box) => box?.y);
    const before = await top();
    await openFilter(page, "Channel");
    await page.getByLabel("web").check();
    await page.keyboard.press("Escape");
    await expect.poll(() => shownIds(page)).toEqual(["short-web"]);
    expect(await top()).toBe(before);
    await page.getByRole("button", { name: "Started", exact: false }).last().click();
    await page.waitForURL(/sort=started_at/);
    await page.getByRole("searchbox").fill("umb");
    await page.waitForURL(/q=umb$|q=umb&/);
    await page.getByRole("searchbox").fill("umbrella");
    await page.waitForURL(/q=umbrella/);
    await page.goBack();
    await page.waitForURL((url) => url.searchParams.get("sort") === "started_at" && !url.searchParams.has("q"));
    await page.goBack();
    await page.waitForURL((url) => url.searchParams.get("channel") === "web" && !url.searchParams.has("sort"));
    await page.goBack();
    await page.waitForURL((url) => url.search === "");
    await expect.poll(() => shownIds(page)).toEqual(BOTH);
    expect(visited.faults).toEqual([]);
  });

  it("takes the words to the session, by a press and by Enter", async () => {
    await using visited = await pages.signedIn("/sessions?q=umbrella");
    const { page } = visited;
    await page.getByRole("link", { name: "long-voice", exact: true }).click();
    await page.waitForURL(/\/sessions\/long-voice\?find=umbrella$/);
    await page.goBack();
    await expect.poll(() => shownIds(page)).toEqual(["long-voice"]);
    await page.keyboard.press("j");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/sessions\/long-voice\?find=umbrella$/);
    expect(visited.faults).toEqual([]);
  });

  it("finds a number as people write it, and refuses an amount that has two meanings", async () => {
    await using visited = await pages.signedIn(`/sessions?number=${encodeURIComponent("+1 (555) 01-77")}`);
    const { page } = visited;
    await expect.poll(() => shownIds(page)).toEqual(["short-web"]);
    await openFilter(page, "Cost");
    await page.getByRole("textbox", { name: "At least" }).fill("0,05");
    await page.keyboard.press("Enter");
    await page.getByText("A comma groups thousands").waitFor();
    expect(page.url()).not.toContain("cost_min");
  });
});

describe("words that nobody said", () => {
  it("are looked for as an id", async () => {
    await using visited = await pages.signedIn("/sessions?q=T-2");
    const { page } = visited;
    await page.getByRole("link", { name: "Open the session long-voice" }).waitFor();
    await page.getByRole("link", { name: "Look for it as an id" }).click();
    await expect.poll(() => shownIds(page)).toEqual(["long-voice"]);
    expect(new URL(page.url()).search).toBe("?id=T-2");
    expect(visited.faults).toEqual([]);
  });

  it("are looked for as a number", async () => {
    await using visited = await pages.signedIn("/sessions?q=555-0177");
    const { page } = visited;
    await page.getByRole("link", { name: "Look for it as a number" }).click();
    await expect.poll(() => shownIds(page)).toEqual(["short-web"]);
    expect(visited.faults).toEqual([]);
  });
});
