/** Beside the time axis of a session, in a real browser: its money as a tree and as an icicle. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { axeFaults, loaded } from "./support/browser.ts";
import { MARKUP } from "./support/markup.ts";
import { FINE_NUMBER, fillLarge, fillMixed, LARGE, LARGE_TURNS, LONG_NUMBER, MIXED } from "./support/moneyCalls.ts";
import { openPageServer, type PageServer } from "./support/pageServer.ts";
import { card, pointers } from "./support/sessionPage.ts";

const money = (id: string, more = ""): string => `/sessions/${id}?view=money${more}`;
const LEG = "call-control/mixed-leg";

let pages: PageServer;

beforeAll(async () => {
  pages = await openPageServer();
  await fillMixed(pages);
  await fillLarge(pages);
}, 180_000);

afterAll(() => pages?.[Symbol.asyncDispose]());

const icicle = (page: Page) => page.getByRole("tree", { name: /Records of this session/ });
const cell = (page: Page, name: RegExp) => icicle(page).getByRole("treeitem", { name });
const widthOf = async (page: Page, name: RegExp): Promise<number> => Math.round((await cell(page, name).boundingBox())?.width ?? 0);
const measure = (page: Page, name: string) =>
  page.getByRole("radiogroup", { name: "Width tells" }).getByText(name, { exact: true }).click();

describe("the money icicle", () => {
  it("is chosen in the card, has an address, and is zoomed by a click and by its path", async () => {
    await using visited = await pages.signedIn(`/sessions/${MIXED}`);
    const { page } = visited;
    await card(page, "What it cost").getByText("Money", { exact: true }).click();
    await page.waitForURL("**view=money**");
    const before = await widthOf(page, /^call-control.*mixed-leg/);
    await cell(page, /^call-control.*mixed-leg/).click();
    await expect.poll(() => pointers(page).get("zoom")).toBe(LEG);
    await expect.poll(() => cell(page, /^call-session/).count()).toBe(0);
    expect(await widthOf(page, /^call-control.*mixed-leg/)).toBeGreaterThan(before);
    await page.getByRole("region", { name: "Record call-control mixed-leg" }).waitFor();
    await page.getByRole("navigation", { name: "Zoomed into" }).getByRole("button", { name: "call-session" }).click();
    await cell(page, /^call-session/).waitFor();
    expect(pointers(page).get("zoom")).toBeNull();
    expect(visited.faults).toEqual([]);
  });

  it("is walked, zoomed and left with the keyboard alone", async () => {
    await using visited = await pages.signedIn(money(MIXED));
    const { page } = visited;
    await cell(page, /^call-session/).focus();
    const focused = (): Promise<string | null> => page.locator(":focus").getAttribute("aria-label");
    await page.keyboard.press("ArrowDown");
    expect(await focused()).toMatch(/^call-control.*mixed-leg, .* of the session, .* of call-session/);
    await page.keyboard.press("ArrowRight");
    expect(await focused()).toMatch(/^recording/);
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("Enter");
    await expect.poll(() => pointers(page).get("zoom")).toBe(LEG);
    expect(await focused()).toMatch(/^call-control.*mixed-leg/);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("End");
    await page.keyboard.press("Escape");
    await expect.poll(() => pointers(page).get("zoom")).toBeNull();
    await cell(page, /^call-session/).waitFor();
    expect(await icicle(page).locator("[tabindex='0']").count()).toBe(1);
    expect(visited.faults).toEqual([]);
  });

  it("keeps zoom and measure in its address, so that it can be sent to a colleague", async () => {
    await using visited = await pages.signedIn(money(MIXED, `&measure=tokens&zoom=${encodeURIComponent("ai-voice-assistant/mixed-talk")}`));
    const { page } = visited;
    await cell(page, /^ai-voice-assistant.*mixed-talk/).waitFor();
    expect(await icicle(page).getByRole("treeitem").count()).toBe(9);
    const [first, last] = [await widthOf(page, /^inference.*turn-0/), await widthOf(page, /^inference.*turn-7/)];
    expect(Math.abs(first - last)).toBeLessThanOrEqual(2);
    await measure(page, "Cost");
    await expect.poll(() => pointers(page).get("measure")).toBe("cost");
    await expect
      .poll(async () => (await widthOf(page, /^inference.*turn-3/)) / (await widthOf(page, /^inference.*turn-7/)))
      .toBeGreaterThan(5);
    await measure(page, "Time");
    await cell(page, /^ai-voice-assistant 1:27.*mixed-talk/).waitFor();
    expect(visited.faults).toEqual([]);
  });

  it("shows an unknown cost with its sign, tells of credits and of what is not drawn, and explains what is under the pointer", async () => {
    await using visited = await pages.signedIn(money(MIXED, `&zoom=${encodeURIComponent(LEG)}`));
    const { page } = visited;
    await cell(page, /^text-to-speech.*mixed-tts.*own cost unknown.*not known/)
      .locator("[data-sign='?']")
      .waitFor();
    await cell(page, /^speech-to-text.*mixed-stt.*a credit/)
      .locator("[data-sign='−']")
      .waitFor();
    const here = card(page, "What it cost");
    await here.getByText("2 costs are not known").waitFor();
    await here.getByText("1 credit:").waitFor();
    await here.getByText("1 record free, not drawn.").waitFor();
    await cell(page, /^speech-to-text/).hover();
    await here.getByText("−0.012 USD").first().waitFor();
    expect(visited.faults).toEqual([]);
  });

  it("says that nothing tells tokens where nothing does, and offers the tree as its table", async () => {
    await using visited = await pages.signedIn(money("markup-free"));
    const { page } = visited;
    await page.getByRole("alert").waitFor();
    await pages.write("POST", "/v1/records", [
      { record_type: "recording", id: "only", telnyx_session_id: "no-tokens", started_at: "2026-01-01T00:00:00Z", cost: "0.01" },
    ]);
    await pages.server.project();
    await page.goto(money("no-tokens"));
    await page.getByText("No record of this session says how many tokens it used.").waitFor();
    expect(await page.getByRole("radio", { name: "Tokens" }).isDisabled()).toBe(true);
    await page.getByRole("button", { name: "the tree" }).click();
    await page.getByRole("treegrid").waitFor();
  });
});

describe("the tree", () => {
  it("finds records with what they hang under, and closes and opens all", async () => {
    await using visited = await pages.signedIn(`/sessions/${MIXED}`);
    const { page } = visited;
    const rows = page.getByRole("treegrid").getByRole("row");
    await page.getByLabel("Find a record in this tree").fill("turn-3");
    await page.getByText("1 found").waitFor();
    expect(await rows.count()).toBe(1 + 4);
    await page.getByLabel("Find a record in this tree").fill("nowhere");
    await page.getByText("No record of this tree has that").waitFor();
    await page.getByLabel("Find a record in this tree").fill("");
    const all = await rows.count();
    await page.getByRole("button", { name: "Collapse all" }).click();
    await expect.poll(() => rows.count()).toBe(1 + 3);
    await page.getByRole("button", { name: "Expand all" }).click();
    await expect.poll(() => rows.count()).toBe(all);
    expect(visited.faults).toEqual([]);
  });

  it("never shows an unknown or unconverted cost as nothing, and tells shares in words", async () => {
    await using visited = await pages.signedIn(`/sessions/${MIXED}`);
    const tree = visited.page.getByRole("treegrid");
    await tree.getByRole("row", { name: /text-to-speech.*unknown/ }).waitFor();
    await tree.getByRole("row", { name: /media-streaming.*no rate/ }).waitFor();
    await tree.getByRole("row", { name: /call-control.*97\.\d%/ }).waitFor();
    await visited.page.getByText("2 left out").waitFor();
  });

  it("is left for the record with Enter, which Escape closes, and goes on from where it was", async () => {
    await using visited = await pages.signedIn(`/sessions/${MIXED}`);
    const { page } = visited;
    const tree = page.getByRole("treegrid");
    await tree.focus();
    await page.keyboard.press("ArrowDown");
    await tree.getByRole("row", { name: /^.*call-control/, selected: true }).waitFor();
    await page.keyboard.press("Enter");
    const panel = page.getByRole("region", { name: "Record call-control mixed-leg" });
    await page.locator("section[aria-label='Record call-control mixed-leg']:focus").waitFor();
    await expect.poll(async () => (await panel.getByText("Own cost").boundingBox())?.y ?? 10_000).toBeLessThan(800);
    await page.keyboard.press("Escape");
    await panel.waitFor({ state: "detached" });
    await page.locator("[role=treegrid]:focus").waitFor();
    await page.keyboard.press("ArrowDown");
    await expect.poll(() => pointers(page).get("record")).not.toBeNull();
    await tree.getByRole("row", { name: /call-session|call-control/, selected: true }).waitFor({ state: "detached" });
    expect(visited.faults).toEqual([]);
  });

  it("never says nothing where nothing is known, here, in the head, on the axis or in the icicle, and says which it is", async () => {
    const given = { record_type: "recording", started_at: "2026-01-01T00:00:00Z" };
    await pages.write("POST", "/v1/records", [
      { ...given, id: "untold", telnyx_session_id: "untold" },
      { ...given, id: "yen", telnyx_session_id: "yen", cost: "312", currency: "JPY" },
    ]);
    await pages.server.project();
    await using visited = await pages.signedIn("/sessions/untold");
    const { page } = visited;
    await page.getByText("1 without a known cost", { exact: true }).waitFor();
    await page.getByRole("row", { name: /call-session.*unknown/ }).waitFor();
    await page.getByRole("img", { name: "Running cost, in the end unknown" }).waitFor();
    await card(page, "What it cost").getByText("Money", { exact: true }).click();
    await cell(page, /^call-session unknown/).waitFor();
    await page.goto("/sessions/yen");
    await page.getByText("1 without an exchange rate", { exact: true }).waitFor();
    expect(await page.getByText("1 without a known cost", { exact: true }).count()).toBe(0);
    expect(visited.faults).toEqual([]);
  });

  it("shows a record with every digit it was sent with, why it hangs there, and its versions", async () => {
    await using visited = await pages.signedIn(`/sessions/${MIXED}?record=${encodeURIComponent("forking/mixed-exact")}`);
    const { page } = visited;
    const sent = page.getByRole("region", { name: "The record as it was sent" });
    await sent.getByText(`"account": ${LONG_NUMBER},`).waitFor();
    await sent.getByText(`"rate": ${FINE_NUMBER}`).waitFor();
    await page.getByText("Why it hangs here").click();
    await page
      .getByRole("listitem")
      .filter({ hasText: /call-control by telnyx_leg_id.*mixed-leg.*belongs here/ })
      .waitFor();
    await page.getByText("Its versions").click();
    await page.getByText("Show version 1").click();
    await page.getByRole("region", { name: "Version 1" }).getByText(LONG_NUMBER).waitFor();
    await page.getByRole("button", { name: "Close the record" }).click();
    await sent.waitFor({ state: "detached" });
    expect(pointers(page).get("record")).toBeNull();
    expect(visited.faults).toEqual([]);
  });

  it.each(["tree", "money"])("shows markup in ids and members as text, as %s", async (view) => {
    const record = encodeURIComponent(`noise-suppression/${MARKUP[0]}`);
    await using visited = await pages.signedIn(`/sessions/${MIXED}?view=${view}&record=${record}`);
    const { page } = visited;
    await page.getByRole("heading", { name: MARKUP[0] ?? "" }).waitFor();
    await page.getByRole("region", { name: "The record as it was sent" }).getByText("svg onload").waitFor();
    await page.getByText("Why it hangs here").click();
    await page.getByRole("listitem").filter({ hasText: "belongs here" }).waitFor();
    expect(await page.evaluate("window.hit")).toBeUndefined();
    expect(visited.faults).toEqual([]);
  });

  it("opens with 5,000 records, and as an icicle that sums those that are too narrow", async () => {
    await using visited = await pages.signedIn(`/sessions/${LARGE}`);
    const { page } = visited;
    const tree = page.getByRole("treegrid");
    await page.locator(`[role=treegrid][aria-rowcount="${LARGE_TURNS + 4}"]`).waitFor();
    expect(await tree.getByRole("row").count()).toBeLessThan(60);
    await tree.focus();
    await page.keyboard.press("End");
    await tree.getByRole("row", { name: /inference/, selected: true }).waitFor();
    await page.goto(money(LARGE));
    await cell(page, /^ai-voice-assistant/).waitFor();
    await cell(page, /499 more, too narrow/)
      .first()
      .waitFor();
    expect(await icicle(page).getByRole("treeitem").count()).toBeLessThan(100);
    expect(visited.faults).toEqual([]);
  });
});

describe("axe, light and dark,", () => {
  const record = `&record=${encodeURIComponent("forking/mixed-exact")}`;
  it.each([`/sessions/${MIXED}?view=tree${record}`, money(MIXED, record), money(LARGE)])("finds nothing on %s", async (path) => {
    await using visited = await pages.signedIn(path);
    const { page } = visited;
    await page.getByRole("heading", { level: 1 }).waitFor();
    await loaded(page);
    for (const opened of ["Why it hangs here", "Its versions"]) {
      const summary = page.getByText(opened);
      if ((await summary.count()) === 1) await summary.click();
    }
    await loaded(page);
    expect(await axeFaults(page)).toEqual([]);
  });
});
