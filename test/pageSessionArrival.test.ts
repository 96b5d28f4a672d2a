/** What an address of a session leads to, in a real browser, and what stays of a page whose server or session is gone. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { axeFaults } from "./support/browser.ts";
import { at, fillHeard, HEARD_ADDRESS, HEARD_TURNS } from "./support/heardCall.ts";
import { openPageServer, type PageServer } from "./support/pageServer.ts";

let pages: PageServer;

/** Each a little long, so that the last stand far out of sight. */
const LONG_TURNS = Array.from({ length: 80 }, (_none, index) => ({
  ...{ id: `long-${index}`, role: index % 2 === 0 ? "assistant" : "user", start_ms: index * 3_000, end_ms: index * 3_000 + 2_500 },
  content:
    index % 25 === 20 ? `${"Well, you see. ".repeat(index)}I want a Réfund <b>now</b>.` : `Sentence number ${index}, about refunding.`,
}));

async function open(id: string, turns: readonly object[]): Promise<void> {
  await pages.write("PUT", `/v1/sessions/${id}`, { agent: { id: "a", name: "Reception" }, started_at: at(0) });
  await pages.write("POST", `/v1/sessions/${id}/messages`, turns);
}

beforeAll(async () => {
  pages = await openPageServer();
  await fillHeard(pages);
  await open("long", LONG_TURNS);
  await open("forgotten", HEARD_TURNS);
  await open("silent", HEARD_TURNS);
  await pages.server.project();
}, 180_000);

afterAll(() => pages?.[Symbol.asyncDispose]());

const scrolled = (page: Page): Promise<number> => page.evaluate("document.querySelector('main').scrollTop");
const transcript = (page: Page) => page.getByRole("region", { name: "Transcript" });
const topOf = async (page: Page, selector: string): Promise<number> => (await page.locator(selector).boundingBox())?.y ?? Number.NaN;
const isInSight = async (page: Page, selector: string): Promise<boolean> =>
  page.evaluate(`(() => {
    const { top, bottom } = document.querySelector(${JSON.stringify(selector)}).getBoundingClientRect();
    return top >= 0 && bottom <= innerHeight;
  })()`);

describe("the address of a part of a session", () => {
  it.each(["record=sip-trunking%2Ftrunk", "view=money&zoom=call-control%2Fleg", "record=recording%2Frec&message=turn-7"])(
    "opens with it in sight, and does not jump afterwards: %s",
    async (pointers) => {
      await using visited = await pages.signedIn(`${HEARD_ADDRESS}?${pointers}`);
      const { page } = visited;
      await expect.poll(() => scrolled(page)).toBeGreaterThan(0);
      const seen = pointers.startsWith("record") ? 'section[aria-label^="Record "] h3' : '[role="tree"]';
      await expect.poll(() => isInSight(page, seen)).toBe(true);
      const before = await topOf(page, seen);
      await page.getByRole("region", { name: "Deliveries" }).getByText("Nobody was told").waitFor();
      expect(Math.abs((await topOf(page, seen)) - before)).toBeLessThanOrEqual(1);
      await expect.poll(() => isInSight(page, seen)).toBe(true);
      expect(visited.faults).toEqual([]);
    },
  );

  it("opens at the top where only a time is given", async () => {
    await using visited = await pages.signedIn(`${HEARD_ADDRESS}?at=5500`);
    const { page } = visited;
    await page.locator("li[data-lit]").waitFor();
    await page.getByRole("region", { name: "Deliveries" }).getByText("Nobody was told").waitFor();
    expect(await scrolled(page)).toBe(0);
  });
});

describe("a session found by a word", () => {
  it("opens at the first turn that holds it, and leads from one to the next", async () => {
    await using visited = await pages.signedIn("/sessions/long?find=REFUND");
    const { page } = visited;
    const card = page.getByRole("region", { name: "What was said" });
    await card.getByText("3 turns match REFUND: 1").waitFor();
    await expect.poll(() => isInSight(page, "mark")).toBe(true);
    expect(await transcript(page).locator("mark").allTextContents()).toEqual(["Réfund", "Réfund", "Réfund"]);
    await expect.poll(() => page.locator("li[data-lit]").getAttribute("data-message")).toBe("long-20");
    await card.getByRole("button", { name: "Next match" }).click();
    await card.getByText("3 turns match REFUND: 2").waitFor();
    await expect.poll(() => isInSight(page, '[data-message="long-45"] mark')).toBe(true);
    await card.getByRole("button", { name: "Previous match" }).click();
    await card.getByRole("button", { name: "Previous match" }).click();
    await expect.poll(() => isInSight(page, '[data-message="long-70"] mark')).toBe(true);
    await card.getByRole("button", { name: "Take the marks away" }).click();
    await expect.poll(() => transcript(page).locator("mark").count()).toBe(0);
    expect(new URL(page.url()).searchParams.has("find")).toBe(false);
    expect(visited.faults).toEqual([]);
  });

  it("has nothing that axe finds, light or dark", async () => {
    await using visited = await pages.signedIn("/sessions/long?find=refund");
    await visited.page.locator("mark").first().waitFor();
    expect(await axeFaults(visited.page)).toEqual([]);
  });
});

describe("the page of a session that is no longer told of", () => {
  it("says since when the server is silent, moves nothing for it, and goes on by itself", async () => {
    await using visited = await pages.signedIn("/sessions/silent");
    const { page } = visited;
    await transcript(page).waitFor();
    const heightOf = (): Promise<number> => page.evaluate("document.querySelector('main').scrollHeight");
    await page.getByRole("region", { name: "Deliveries" }).getByText("Nobody was told").waitFor();
    const before = await heightOf();
    await page.route("**/v1/sessions/silent*", (route) => route.abort());
    await pages.write("PUT", "/v1/sessions/silent", { caller_number: "+4930123" });
    await pages.server.project();
    const told = page.getByRole("status").filter({ hasText: "What you see is as of" });
    await told.waitFor({ timeout: 30_000 });
    expect(await heightOf()).toBe(before);
    await transcript(page).getByText("Sentence number 7.").waitFor();
    await page.unroute("**/v1/sessions/silent*");
    await told.waitFor({ state: "detached", timeout: 30_000 });
  });

  it("shows nothing more of one that was erased", async () => {
    await using visited = await pages.signedIn("/sessions/forgotten");
    const { page } = visited;
    await transcript(page).getByText("Sentence number 7.").waitFor();
    expect((await pages.server.call("DELETE", "/v1/sessions/forgotten")).status).toBeLessThan(300);
    await pages.server.project();
    await page.getByRole("heading", { name: "This session was erased." }).waitFor({ timeout: 30_000 });
    expect(await page.locator("main").textContent()).not.toMatch(/Sentence number|Reception/);
    expect(await page.title()).not.toContain("Reception");
    const asked: string[] = [];
    page.on("request", (request) => asked.push(request.url()));
    await page.getByRole("link", { name: "Go to the sessions" }).click();
    await page.waitForURL("**/sessions");
    expect(asked.filter((url) => url.includes("forgotten"))).toEqual([]);
  });
});

describe("the page of a session that goes on", () => {
  it("shows what was said meanwhile by itself, and keeps the position", async () => {
    await pages.write("PUT", "/v1/sessions/running", { started_at: at(0) });
    await pages.write("POST", "/v1/sessions/running/messages", HEARD_TURNS.slice(0, 3));
    await pages.server.project();
    await using visited = await pages.signedIn("/sessions/running?at=4000");
    const { page } = visited;
    await expect.poll(() => page.locator("li[data-lit]").getAttribute("data-message")).toBe("turn-1");
    await pages.write("POST", "/v1/sessions/running/messages", HEARD_TURNS.slice(3));
    await pages.server.project();
    await transcript(page).getByText("Sentence number 7.").waitFor();
    expect(await page.getByRole("slider", { name: "Position" }).getAttribute("aria-valuenow")).toBe("4000");
    expect(await page.locator("li[data-lit]").getAttribute("data-message")).toBe("turn-1");
  });
});
