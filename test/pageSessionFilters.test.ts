/** What finds a session among others, in a real browser against a real server. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { GUIDE_CONVERSATION } from "../src/generate/guideConversation.ts";
import { axeFaults, type Visit } from "./support/browser.ts";
import { MARKUP } from "./support/markup.ts";
import { fillGuide, fillMarkup, openPageServer, type PageServer } from "./support/pageServer.ts";
import { fillOpposites, fillPlain, openFilter, plainId, rowOf } from "./support/sessionRows.ts";

const GUIDE = GUIDE_CONVERSATION.sessionId;
const PLAIN_COUNT = 12;
let pages: PageServer;

beforeAll(async () => {
  pages = await openPageServer();
  await fillPlain(pages, PLAIN_COUNT);
  await fillOpposites(pages);
  await fillMarkup(pages);
  await fillGuide(pages);
}, 180_000);

afterAll(() => pages?.[Symbol.asyncDispose]());

describe("the filters", () => {
  let visited: Visit;
  beforeAll(async () => {
    visited = await pages.signedIn("/sessions");
  });
  afterAll(() => visited?.[Symbol.asyncDispose]());

  it.each([
    ["q=umbrella", "long-voice", "short-web"],
    ["after=2026-02-02T00:00&before=2026-02-03T00:00", "long-voice", "short-web"],
    ["agent=brief", "short-web", "long-voice"],
    ["agent_id=brief", "short-web", "long-voice"],
    ["channel=web", "short-web", "long-voice"],
    ["direction=inbound", "long-voice", "short-web"],
    ["state=open&agent_id=patient,brief", "long-voice", "short-web"],
    ["outcome=RESOLVED", GUIDE, "short-web"],
    ["outcome=null&agent_id=patient", "long-voice", GUIDE],
    ["sentiment=POSITIVE,NEGATIVE", GUIDE, "short-web"],
    ["product=speech-to-text", "long-voice", "short-web"],
    ["cost_min=2.5", "long-voice", "short-web"],
    ["cost_min=0.01&cost_max=0.02&agent_id=brief,patient", "short-web", "long-voice"],
    ["length_max=0:20&length_min=15", "short-web", "long-voice"],
    ["latency_min=2400", "long-voice", "short-web"],
    ["unknown_cost=true", "long-voice", "short-web"],
    ["recording=true", "long-voice", "short-web"],
    ["number=550177", "short-web", "long-voice"],
    ["id=T-1", "short-web", "long-voice"],
  ])("find by the address %s", async (address, found, other) => {
    const { page } = visited;
    await page.goto(`/sessions?${address}`);
    await page.getByRole("link", { name: found, exact: true }).waitFor();
    expect(await page.getByRole("link", { name: other, exact: true }).count()).toBe(0);
    expect(visited.faults).toEqual([]);
  });

  it.each<[title: string, act: (page: Page) => Promise<void>, address: RegExp, found: string]>([
    ["Agent", (page) => page.getByRole("button", { name: "Brief & Co" }).click(), /agent=Brief/, "short-web"],
    ["Outcome", (page) => page.getByLabel("resolved", { exact: true }).check(), /outcome=RESOLVED/, GUIDE],
    ["Cost", (page) => typed(page, "At least", "2.4"), /cost_min=2.4/, "long-voice"],
    ["Unknown cost", (page) => page.getByLabel("some of it is unknown").check(), /unknown_cost=true/, "long-voice"],
    ["Answer time p95", (page) => typed(page, /At least/, "2400"), /latency_min=2400/, "long-voice"],
    ["Phone number", (page) => typed(page, "Phone number", "550188"), /number=550188/, "long-voice"],
  ])("ask by hand for %s, and tell it in the address", async (title, act, address, found) => {
    const { page } = visited;
    await page.goto("/sessions?sort=started_at");
    await page.getByRole("link", { name: "markup", exact: true }).waitFor();
    await openFilter(page, title);
    await act(page);
    await page.waitForURL(address);
    await page.getByRole("link", { name: found, exact: true }).waitFor();
    await page.getByRole("link", { name: "markup", exact: true }).waitFor({ state: "detached" });
    expect(visited.faults).toEqual([]);
  });

  it("are chips that open their editor, take more, and go away without losing the focus", async () => {
    await using visited = await pages.signedIn("/sessions?channel=web&agent_id=brief,patient");
    const { page } = visited;
    await page.getByRole("link", { name: "short-web", exact: true }).waitFor();
    await page.getByRole("button", { name: "Channel: web", exact: true }).click();
    await page.getByRole("dialog", { name: "Channel: web" }).getByLabel("voice").check();
    await page.getByRole("link", { name: "long-voice", exact: true }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Remove the filter Channel: voice or web" }).click();
    await expect.poll(() => new URL(page.url()).searchParams.has("channel")).toBe(false);
    expect(await page.getByRole("button", { name: /^Channel/ }).count()).toBe(0);
    // Whoever goes by keyboard goes on at the next chip, and where none is left at the button for more.
    await page.locator(":focus").getByText("brief,patient").waitFor();
    await page.getByRole("button", { name: "Remove the filter Agent id: brief,patient" }).press("Enter");
    await expect.poll(() => page.locator(":focus").textContent()).toBe("Add filter");
    await page.getByRole("link", { name: plainId(0), exact: true }).waitFor();
  });

  it("refuse an amount that is none, and leave the address as it was", async () => {
    await using visited = await pages.signedIn("/sessions");
    const { page } = visited;
    await openFilter(page, "Cost");
    await typed(page, "At least", "much");
    await page.getByText("Write an amount such as 0.05.").waitFor();
    expect(page.url()).not.toContain("cost_min");
  });

  it("say so when none matches, and show all again", async () => {
    await using visited = await pages.signedIn("/sessions?q=nobodyeversaidthis");
    await visited.page.getByRole("heading", { name: "No session matches" }).waitFor();
    await visited.page.getByRole("button", { name: "Clear all filters" }).last().click();
    await visited.page.getByRole("link", { name: plainId(0), exact: true }).waitFor();
  });

  it("tell what the server refuses in its own words", async () => {
    await using visited = await pages.signedIn("/sessions?state=asleep");
    await visited.page.getByRole("heading", { name: /state.*is none of/ }).waitFor();
  });

  it("are reached by /, and find a call by a word said in it", async () => {
    await using visited = await pages.signedIn("/sessions");
    const { page } = visited;
    await page.getByRole("link", { name: plainId(0), exact: true }).waitFor();
    await page.keyboard.press("/");
    await page.keyboard.type("lamp");
    await page.waitForURL("**/sessions?q=lamp");
    await page.getByRole("link", { name: plainId(0), exact: true }).waitFor({ state: "detached" });
    await page.getByRole("link", { name: GUIDE }).waitFor();
    await page.getByRole("status").filter({ hasText: "1 session matches" }).waitFor();
    expect(visited.faults).toEqual([]);
  });
});

async function typed(page: Page, label: string | RegExp, text: string): Promise<void> {
  const dialog = page.getByRole("dialog", { name: "Add a filter" });
  await dialog.getByRole("textbox", { name: label, exact: typeof label === "string" }).fill(text);
  await page.keyboard.press("Enter");
}

describe("what others wrote", () => {
  it("is shown as text, in rows, suggestions, chips and the address", async () => {
    const agent = MARKUP[0] ?? "";
    await using visited = await pages.signedIn(
      `/sessions?agent=${encodeURIComponent(agent)}&number=${encodeURIComponent(MARKUP[1] ?? "")}`,
    );
    const { page } = visited;
    await page.getByRole("button", { name: `Agent: ${agent}`, exact: true }).waitFor();
    await page.getByRole("button", { name: /^Remove the filter Phone number/ }).click();
    await rowOf(page, "markup").getByText(agent).waitFor();
    await page.getByRole("button", { name: `Agent: ${agent}`, exact: true }).click();
    await page.getByRole("listitem").getByText(agent).waitFor();
    expect(await page.evaluate("window.hit")).toBeUndefined();
    expect(visited.faults).toEqual([]);
  });

  it("is nobody else's to see", async () => {
    const other = await pages.server.newOrganization();
    await using visited = await pages.visit();
    const { page } = visited;
    await page.goto("/sessions");
    await page.getByLabel("API key").fill(other.key);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("heading", { name: "No session yet" }).waitFor();
    expect(await page.locator("a[data-session]").count()).toBe(0);
  });
});

describe("axe, light and dark,", () => {
  it.each<[name: string, path: string, act: (page: Page) => Promise<void>]>([
    ["chips and no match", "/sessions?q=nobodyeversaidthis&state=open&agent=Billing", async () => undefined],
    ["a filter of amounts", "/sessions", (page) => openFilter(page, "Cost")],
  ])("finds nothing on %s", async (_name, path, act) => {
    await using visited = await pages.signedIn(path);
    const { page } = visited;
    await page.locator("dd").filter({ hasText: "…" }).first().waitFor({ state: "detached" });
    await act(page);
    expect(await axeFaults(page)).toEqual([]);
  });
});
