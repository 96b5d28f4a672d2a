/** One session on one time axis, in a real browser: heard, read, moved through and sent on. */
import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { axeFaults } from "./support/browser.ts";
import { at, fillHeard, fillLarge, fillLate, HEARD_ADDRESS, HEARD_LENGTH_MS, HEARD_TOTAL, HEARD_TURNS } from "./support/heardCall.ts";
import { MARKUP } from "./support/markup.ts";
import { fillMarkup, openPageServer, type PageServer } from "./support/pageServer.ts";

let pages: PageServer;

beforeAll(async () => {
  pages = await openPageServer();
  await fillHeard(pages);
  await fillMarkup(pages);
  await fillLarge(pages);
  await pages.write("PUT", "/v1/sessions/silent", { started_at: at(0) });
  await pages.server.project();
}, 180_000);

afterAll(() => pages?.[Symbol.asyncDispose]());

const axisOf = (page: Page): Locator => page.getByRole("region", { name: "Time axis" });
const sliderOf = (page: Page): Locator => page.getByRole("slider", { name: "Position" });
const told = (page: Page): Locator => page.getByRole("region", { name: "At the position" });
const litOf = (page: Page): Promise<string | null> => page.locator("li[data-lit]").getAttribute("data-message");
const positionOf = async (page: Page): Promise<number> => Number(await sliderOf(page).getAttribute("aria-valuenow"));

const asTable = (page: Page): Promise<void> =>
  page.getByRole("radiogroup", { name: "Time axis, shown as" }).getByText("Table", { exact: true }).click();

/** Where a time stands on the screen. */
async function placeOf(page: Page, atMs: number, wholeMs = HEARD_LENGTH_MS): Promise<{ x: number; y: number }> {
  const box = await sliderOf(page).boundingBox();
  if (box === null) throw new Error("the axis is not in sight");
  return { x: box.x + (box.width * atMs) / wholeMs, y: box.y + box.height + 30 };
}

describe("the time axis", () => {
  it("plays the recording, and lights the turn that is heard", async () => {
    await using visited = await pages.signedIn(`${HEARD_ADDRESS}?at=5500`);
    const { page } = visited;
    await expect.poll(() => litOf(page)).toBe("turn-1");
    await page.getByRole("button", { name: "Play" }).click();
    await expect.poll(() => litOf(page), { timeout: 15_000 }).toBe("turn-2");
    const heard = "document.querySelector('audio').currentTime";
    expect(await page.evaluate(`document.querySelector('audio').paused`)).toBe(false);
    // The light is where the sound is, whenever one looks.
    await expect.poll(async () => Math.floor(Number(await page.evaluate(heard)) / 3), { timeout: 15_000 }).toBe(3);
    await expect.poll(() => litOf(page)).toBe("turn-3");
    await page.getByRole("button", { name: "Pause" }).click();
    await page.waitForURL((url) => Number(url.searchParams.get("at")) >= 9_000);
    expect(visited.faults).toEqual([]);
  });

  it("moves everything when its waveform is pressed, and the address with it", async () => {
    await using visited = await pages.signedIn(HEARD_ADDRESS);
    const { page } = visited;
    await axisOf(page).locator("svg path").first().waitFor();
    const { x, y } = await placeOf(page, 13_000);
    await page.mouse.click(x, y);
    await expect.poll(() => litOf(page)).toBe("turn-4");
    expect(Math.abs((await positionOf(page)) - 13_000)).toBeLessThan(100);
    await told(page).getByText("Sentence number 4.").waitFor();
    await page.waitForURL((url) => Math.abs(Number(url.searchParams.get("at")) - 13_000) < 100);
    const place = await page.locator("[data-position]").boundingBox();
    expect(Math.abs((place?.x ?? 0) - x)).toBeLessThan(4);
    await expect
      .poll(async () => Math.abs(Number(await page.evaluate("document.querySelector('audio').currentTime")) - 13))
      .toBeLessThan(0.2);
    expect(visited.faults).toEqual([]);
  });

  it("is moved by keys: by a second, by ten, to its ends, and played with the space key", async () => {
    await using visited = await pages.signedIn(HEARD_ADDRESS);
    const { page } = visited;
    await sliderOf(page).focus();
    const presses: readonly (readonly [string, number])[] = [
      ["ArrowRight", 1_000],
      ["Shift+ArrowRight", 11_000],
      ["ArrowLeft", 10_000],
      ["End", HEARD_LENGTH_MS],
      ["ArrowRight", HEARD_LENGTH_MS],
      ["Home", 0],
      ["ArrowLeft", 0],
    ];
    for (const [key, position] of presses) {
      await page.keyboard.press(key);
      await expect.poll(() => positionOf(page)).toBe(position);
    }
    await page.keyboard.press("Space");
    await page.getByRole("button", { name: "Pause" }).waitFor();
    await page.keyboard.press("Space");
    await page.getByRole("button", { name: "Play" }).waitFor();
    expect(visited.faults).toEqual([]);
  });

  it("tells the exact running cost, which ends at the tree's total", async () => {
    await using visited = await pages.signedIn(`${HEARD_ADDRESS}?at=5999`);
    const { page } = visited;
    await told(page).getByText("0.000000").waitFor();
    await sliderOf(page).focus();
    await page.keyboard.press("ArrowRight");
    await told(page).getByText("0.020050003").waitFor();
    await page.keyboard.press("End");
    await told(page).getByText(HEARD_TOTAL).waitFor();
    const tree = await pages.server.call<{ tree: { cost: { total: string } } }>("GET", "/v1/sessions/heard?include=tree");
    expect(tree.body.tree.cost.total).toBe(HEARD_TOTAL);
    expect(await sliderOf(page).getAttribute("aria-valuetext")).toContain(`${HEARD_TOTAL} USD so far`);
  });

  it("opens at the position and the turn that an address names, and refuses nonsense quietly", async () => {
    await using visited = await pages.signedIn(`${HEARD_ADDRESS}?message=turn-6`);
    const { page } = visited;
    await expect.poll(() => positionOf(page)).toBe(18_000);
    expect(await litOf(page)).toBe("turn-6");
    await page.goto(`${HEARD_ADDRESS}?at=10000`);
    await expect.poll(() => positionOf(page)).toBe(10_000);
    await page.goto(`${HEARD_ADDRESS}?at=soon`);
    await expect.poll(() => positionOf(page)).toBe(0);
    expect(visited.faults).toEqual([]);
  });

  it("goes to a turn by its time, and back and forth with the address", async () => {
    await using visited = await pages.signedIn(HEARD_ADDRESS);
    const { page } = visited;
    await page.getByRole("link", { name: "Go to this turn, at 0:15" }).click();
    await expect.poll(() => positionOf(page)).toBe(15_000);
    await page.waitForURL("**message=turn-5**");
    await page.locator('li[aria-current="true"][data-lit]').waitFor();
  });

  it("zooms by buttons and by Ctrl and the wheel, and shows the whole again", async () => {
    await using visited = await pages.signedIn(HEARD_ADDRESS);
    const { page } = visited;
    const whole = page.getByRole("button", { name: "Whole" });
    expect(await whole.isDisabled()).toBe(true);
    await page.getByRole("button", { name: "Zoom in" }).click();
    await page.getByRole("button", { name: "Zoom in" }).click();
    await axisOf(page).locator('[data-turn="turn-7"]').waitFor({ state: "detached" });
    await sliderOf(page).focus();
    await page.keyboard.press("End");
    await axisOf(page).locator('[data-turn="turn-7"]').waitFor();
    await whole.click();
    await axisOf(page).locator('[data-turn="turn-0"]').waitFor();
    const { x, y } = await placeOf(page, 1_000);
    await page.mouse.move(x, y);
    await page.keyboard.down("Control");
    await page.mouse.wheel(0, -1_000);
    await page.keyboard.up("Control");
    await axisOf(page).locator('[data-turn="turn-7"]').waitFor({ state: "detached" });
    expect(visited.faults).toEqual([]);
  });

  it("begins with the conversation where a record came hours later, and shows the whole when asked", async () => {
    await fillLate(pages);
    await using visited = await pages.signedIn("/sessions/late");
    const { page } = visited;
    const [whole, conversation] = ["Whole", "Conversation"].map((name) => page.getByRole("button", { name, exact: true }));
    await axisOf(page).locator('[data-turn="turn-7"]').waitFor();
    expect(await conversation?.isDisabled()).toBe(true);
    await whole?.click();
    await axisOf(page).locator('[data-turn="turn-7"]').waitFor({ state: "detached" });
    await conversation?.click();
    await axisOf(page).locator('[data-turn="turn-7"]').waitFor();
    await page.getByRole("list", { name: "Colours of the waiting" }).getByText("Model").waitFor();
    expect(await page.getByText("Not told apart").count()).toBe(0);
    expect(visited.faults).toEqual([]);
  });

  it("keeps what its colours tell where the device picks the colours", async () => {
    await using visited = await pages.signedIn(`${HEARD_ADDRESS}?record=${encodeURIComponent("call-control/leg")}`);
    const { page } = visited;
    await page.emulateMedia({ forcedColors: "active" });
    await page.getByRole("row", { selected: true }).waitFor();
    const styleOf = (selector: string, member: string): Promise<string> =>
      page.evaluate(`getComputedStyle(document.querySelector('${selector}')).getPropertyValue('${member}')`);
    expect(await styleOf("[data-position]", "forced-color-adjust")).toBe("none");
    expect(await styleOf('[aria-label="Colours of the records"] li > span', "forced-color-adjust")).toBe("none");
    expect(await styleOf('[role="row"][aria-selected="true"]', "outline-style")).toBe("solid");
  });
});

describe("the events of the axis", () => {
  it("are walked with the arrow keys and chosen with Enter", async () => {
    await using visited = await pages.signedIn(HEARD_ADDRESS);
    const { page } = visited;
    const list = page.getByRole("listbox", { name: "Records in time" });
    await list.focus();
    await page.keyboard.press("End");
    await expect.poll(() => list.getByRole("option").textContent()).toContain("trunk");
    expect(await list.getByRole("option").textContent()).toContain("0.020050003USD reported");
    await page.keyboard.press("Enter");
    await page.waitForURL("**record=sip-trunking%2Ftrunk**");
    expect(await list.getByRole("option").getAttribute("aria-selected")).toBe("true");
    expect(visited.faults).toEqual([]);
  });

  it("are chosen by a press, which moves no position", async () => {
    await using visited = await pages.signedIn(`${HEARD_ADDRESS}?at=9000`);
    const { page } = visited;
    const list = page.getByRole("listbox", { name: "Records in time" });
    const box = await list.boundingBox();
    await page.mouse.click((box?.x ?? 0) + (box?.width ?? 0) / 2, (box?.y ?? 0) + 8);
    await page.waitForURL("**record=**");
    expect(await positionOf(page)).toBe(9_000);
  });

  it("number 5,000 and more, and are drawn with few elements", async () => {
    await using visited = await pages.signedIn("/sessions/large");
    const { page } = visited;
    await axisOf(page).getByText("5,001", { exact: true }).waitFor();
    const elements = axisOf(page).locator("*");
    expect(await elements.count()).toBeLessThan(200);
    await page.getByRole("button", { name: "Zoom in" }).click();
    await page.getByRole("listbox").focus();
    await page.keyboard.press("End");
    await page.getByRole("option", { name: /leg-4999/ }).waitFor({ state: "attached" });
    expect(await elements.count()).toBeLessThan(200);
    expect(visited.faults).toEqual([]);
  });
});

describe("the session's page", () => {
  it("tells the axis as a table, by the end of each, so that the sum never falls back", async () => {
    await using visited = await pages.signedIn(HEARD_ADDRESS);
    const { page } = visited;
    await asTable(page);
    const table = page.getByRole("table", { name: "Turns and records in the order in which they ended" });
    const rows = await table.locator("tbody tr").allTextContents();
    expect(rows).toHaveLength(HEARD_TURNS.length + 4);
    expect(rows.findIndex((row) => row.includes("Sentence number 0"))).toBeLessThan(rows.findIndex((row) => row.includes("trunk")));
    const soFar = (await table.locator("tbody tr td:last-child").allTextContents()).map(Number);
    expect(soFar).toEqual(soFar.toSorted((a, b) => a - b));
    expect(soFar.at(-1)).toBe(Number(HEARD_TOTAL));
    await table.getByText("speech to text 100 ms, model 500 ms, text to speech 150 ms, 750 ms in all").waitFor();
    await page.getByText("interrupted").first().waitFor();
  });

  it("says in plain words that there is no such session, with the way back", async () => {
    await using visited = await pages.signedIn("/sessions/nope");
    const { page } = visited;
    await page.getByRole("heading", { level: 1, name: "No such session" }).waitFor();
    expect(await page.getByRole("alert").textContent()).not.toContain("GET /");
    await page.getByRole("link", { name: "← Sessions" }).click();
    await page.waitForURL("**/sessions");
  });

  it("says so where nothing has a time", async () => {
    await using visited = await pages.signedIn("/sessions/silent");
    await visited.page.getByRole("heading", { name: "Nothing with a time yet" }).waitFor();
    expect(visited.faults).toEqual([]);
  });

  it("shows markup in turns and records as text", async () => {
    await using visited = await pages.signedIn("/sessions/markup");
    const { page } = visited;
    await told(page)
      .getByText(MARKUP.at(-1) ?? "")
      .waitFor();
    await page.getByRole("listbox").focus();
    await page.keyboard.press("End");
    await page
      .getByRole("listbox")
      .getByText(MARKUP[1] ?? "")
      .waitFor({ state: "attached" });
    await asTable(page);
    for (const text of MARKUP) await page.getByRole("table").getByText(text).first().waitFor();
    expect(await page.evaluate("window.hit")).toBeUndefined();
    expect(visited.faults).toEqual([]);
  });

  it("does not scroll sideways, from a telephone's width to a wall's", async () => {
    await using visited = await pages.signedIn(HEARD_ADDRESS);
    const { page } = visited;
    await axisOf(page).waitFor();
    for (const width of [360, 390, 768, 1_440, 2_560]) {
      await page.setViewportSize({ width, height: 844 });
      const wider = () =>
        page.evaluate("[document.documentElement, document.querySelector('main')].map((box) => box.scrollWidth - box.clientWidth)");
      await expect.poll(wider, { message: `at ${width} px` }).toEqual([0, 0]);
    }
  });

  it("has nothing that axe finds, light or dark", async () => {
    await using markup = await pages.signedIn("/sessions/markup");
    await markup.page.getByRole("heading", { name: "What happened when" }).waitFor();
    expect(await axeFaults(markup.page)).toEqual([]);
    await using visited = await pages.signedIn(HEARD_ADDRESS, { size: { width: 390, height: 844 } });
    await asTable(visited.page);
    await visited.page.getByRole("table", { name: "Turns and records in the order in which they ended" }).waitFor();
    expect(await axeFaults(visited.page)).toEqual([]);
  });
});
