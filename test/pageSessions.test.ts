/** The table of the sessions, in a real browser against a real server. */
import { readFile } from "node:fs/promises";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { GUIDE_CONVERSATION } from "../src/generate/guideConversation.ts";
import { axeFaults } from "./support/browser.ts";
import { MARKUP } from "./support/markup.ts";
import { fillGuide, fillMarkup, openPageServer, type PageServer } from "./support/pageServer.ts";
import { fillOpposites, fillPlain, openFilter, PLAIN_SESSIONS, plainId, shownIds, startOf } from "./support/sessionRows.ts";

const GUIDE = GUIDE_CONVERSATION.sessionId;
let pages: PageServer;

beforeAll(async () => {
  pages = await openPageServer();
  await fillPlain(pages);
  await fillOpposites(pages);
  await fillMarkup(pages);
  await fillGuide(pages);
}, 180_000);

afterAll(() => pages?.[Symbol.asyncDispose]());

const row = (page: Page, id: string) => page.getByRole("row").filter({ has: page.getByRole("link", { name: id, exact: true }) });
const scroller = (page: Page) => page.getByRole("region", { name: "Sessions", exact: true });

describe("the filters", () => {
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
    await using visited = await pages.signedIn(`/sessions?${address}`);
    const { page } = visited;
    await page.getByRole("link", { name: found, exact: true }).waitFor();
    expect(await page.getByRole("link", { name: other, exact: true }).count()).toBe(0);
    expect(visited.faults).toEqual([]);
  });

  it.each<[title: string, act: (page: Page) => Promise<void>, address: RegExp, found: string]>([
    ["Agent", (page) => page.getByRole("button", { name: "Brief & Co" }).click(), /agent=Brief/, "short-web"],
    ["Agent id", (page) => typed(page, "Agent id", "patient"), /agent_id=patient/, "long-voice"],
    ["State", (page) => page.getByLabel("settling").check(), /state=settling|state=settled/, ""],
    ["Outcome", (page) => page.getByLabel("resolved", { exact: true }).check(), /outcome=RESOLVED/, GUIDE],
    ["Sentiment", (page) => page.getByLabel("positive").check(), /sentiment=POSITIVE/, GUIDE],
    ["Channel", (page) => page.getByLabel("web").check(), /channel=web/, "short-web"],
    ["Direction", (page) => page.getByLabel("outbound").check(), /direction=outbound/, "short-web"],
    [
      "Product",
      (page) => page.getByRole("button", { name: "speech-to-text", exact: true }).click(),
      /product=speech-to-text/,
      "long-voice",
    ],
    ["Cost", (page) => typed(page, "At least", "2.4"), /cost_min=2.4/, "long-voice"],
    ["Unknown cost", (page) => page.getByLabel("some of it is unknown").check(), /unknown_cost=true/, "long-voice"],
    ["Length", (page) => typed(page, /At most/, "0:20"), /length_max=0%3A20|length_max=0:20/, "short-web"],
    ["Latency p95", (page) => typed(page, /At least/, "2400"), /latency_min=2400/, "long-voice"],
    ["Recording", (page) => page.getByLabel("there is one").check(), /recording=true/, "long-voice"],
    ["Phone number", (page) => typed(page, "Phone number", "550188"), /number=550188/, "long-voice"],
    ["Id", (page) => typed(page, "Id", "T-2"), /id=T-2/, "long-voice"],
  ])("ask by hand for %s, and tell it in the address", async (title, act, address, found) => {
    await using visited = await pages.signedIn("/sessions?sort=started_at");
    const { page } = visited;
    await page.getByRole("link", { name: "markup", exact: true }).waitFor();
    await openFilter(page, title);
    await act(page);
    await page.waitForURL(address);
    if (found !== "") await page.getByRole("link", { name: found, exact: true }).waitFor();
    await page.getByRole("link", { name: "markup", exact: true }).waitFor({ state: "detached" });
    expect(visited.faults).toEqual([]);
  });

  it("are chips that open their editor, take more, and go away", async () => {
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
    await page.getByRole("button", { name: "Clear all filters" }).click();
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
});

async function typed(page: Page, label: string | RegExp, text: string): Promise<void> {
  const dialog = page.getByRole("dialog", { name: "Add a filter" });
  await dialog.getByRole("textbox", { name: label, exact: typeof label === "string" }).fill(text);
  await page.keyboard.press("Enter");
}

describe("the keyboard", () => {
  it("finds a call by a word said in it", async () => {
    await using visited = await pages.signedIn("/sessions");
    const { page } = visited;
    await page.getByRole("link", { name: plainId(0), exact: true }).waitFor();
    await page.keyboard.press("/");
    await page.keyboard.type("lamp");
    await page.waitForURL("**/sessions?q=lamp");
    await page.getByRole("link", { name: plainId(0), exact: true }).waitFor({ state: "detached" });
    await page.getByRole("link", { name: GUIDE }).waitFor();
    expect(visited.faults).toEqual([]);
  });

  it("walks with j and k, opens with Enter, and coming back finds the same row chosen at the same height", async () => {
    await using visited = await pages.signedIn("/sessions?agent=Agent");
    const { page } = visited;
    await page.getByRole("link", { name: plainId(0), exact: true }).waitFor();
    for (let step = 0; step < 41; step++) {
      await page.keyboard.press("j");
      await page.locator(`a[data-session="${plainId(step)}"]:focus`).waitFor();
    }
    await page.keyboard.press("k");
    await page.locator(`a[data-session="${plainId(39)}"]:focus`).waitFor();
    const scrolled = await scroller(page).evaluate((element) => (element as unknown as { scrollTop: number }).scrollTop);
    expect(scrolled).toBeGreaterThan(0);
    await page.keyboard.press("Enter");
    await page.waitForURL(`**/sessions/${plainId(39)}`);
    await page.goBack();
    await page.locator(`a[data-session="${plainId(39)}"]:focus`).waitFor();
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

  it("are exported as lines with all of their fields", async () => {
    await using visited = await pages.signedIn("/sessions?agent_id=brief");
    const { page } = visited;
    await page.getByRole("link", { name: "short-web", exact: true }).waitFor();
    await page.getByRole("button", { name: "Export", exact: true }).click();
    const waiting = page.waitForEvent("download");
    await page.getByRole("link", { name: /^NDJSON/ }).click();
    const exported = await readFile(await (await waiting).path(), "utf8");
    expect(
      exported
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line)),
    ).toMatchObject([{ id: "short-web", external_ids: { ours: "T-1" } }]);
  });
});

describe("live rows", () => {
  it("change where they stand", async () => {
    await using visited = await pages.signedIn("/sessions?agent=Agent");
    const { page } = visited;
    await page.getByText("Live", { exact: true }).waitFor();
    await row(page, plainId(5)).waitFor();
    const before = await shownIds(page);
    await pages.write("PUT", `/v1/sessions/${plainId(5)}`, { agent: { name: "Agent renamed meanwhile" } });
    await pages.server.project();
    await row(page, plainId(5)).getByText("Agent renamed meanwhile").waitFor();
    expect(await shownIds(page)).toEqual(before);
    await pages.write("PUT", `/v1/sessions/${plainId(5)}`, { agent: { name: "Somebody else" } });
    await pages.server.project();
    await row(page, plainId(5)).getByText("Somebody else").waitFor();
    expect(await shownIds(page)).toEqual(before);
    expect(await row(page, plainId(5)).getAttribute("title")).toContain("no longer matches");
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
    await row(page, "to-erase").waitFor();
    await pages.server.call("DELETE", "/v1/sessions/to-erase");
    await pages.server.project();
    await expect.poll(async () => (await row(page, "to-erase").getAttribute("title")) ?? "").toContain("erased");
  });
});

describe("what others wrote", () => {
  it("is shown as text, in rows, suggestions, chips and the address", async () => {
    const agent = MARKUP[0] ?? "";
    await using visited = await pages.signedIn(
      `/sessions?agent=${encodeURIComponent(agent)}&number=${encodeURIComponent(MARKUP[1] ?? "")}`,
    );
    const { page } = visited;
    await page.getByRole("button", { name: `Agent: ${agent}`, exact: true }).waitFor();
    await page.getByRole("button", { name: /^Remove the filter Phone number/ }).click();
    await row(page, "markup").getByText(agent).waitFor();
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

describe("an empty store", () => {
  it("gives a command with a real key, whose record then appears by itself", async () => {
    await using empty = await openPageServer();
    await using visited = await empty.signedIn("/sessions");
    const { page } = visited;
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

  it("loads sample calls and shows them", async () => {
    await using empty = await openPageServer();
    await using visited = await empty.signedIn("/sessions");
    const { page } = visited;
    await page.getByRole("button", { name: "Load sample calls" }).click();
    await expect
      .poll(async () => {
        await empty.server.project();
        return page.locator("a[data-session]").count();
      })
      .toBeGreaterThan(2);
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
  it("the page scrolls in no direction but down, with all columns and many filters", async () => {
    const columns = "started_at,id,agent_name,customer_number,state,outcome,sentiment,intent,owned_cost,tree_cost,products";
    for (const address of ["/sessions", `/sessions?state=open,ended&cost_min=0&agent_id=brief,patient&columns=${columns}`]) {
      await using visited = await pages.signedIn(address, { size: { width: 360, height: 780 } });
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

describe.each(["light", "dark"] as const)("axe, %s,", (theme) => {
  it.each<[name: string, path: string, act: (page: Page) => Promise<void>]>([
    ["the table", "/sessions", async () => undefined],
    ["chips and a chosen row", "/sessions?agent=Agent&cost_min=0", (page) => page.keyboard.press("j")],
    ["no match", "/sessions?q=nobodyeversaidthis", async () => undefined],
    ["the list of filters", "/sessions", (page) => page.getByRole("button", { name: "Add filter" }).click()],
    ["a filter of choices", "/sessions", (page) => openFilter(page, "Outcome")],
    ["a filter of values", "/sessions", (page) => openFilter(page, "Product")],
    ["a filter of amounts", "/sessions", (page) => openFilter(page, "Cost")],
    ["the columns", "/sessions", (page) => page.getByRole("button", { name: "Columns", exact: true }).click()],
    ["the export", "/sessions", (page) => page.getByRole("button", { name: "Export", exact: true }).click()],
  ])("finds nothing on %s", async (_name, path, act) => {
    await using visited = await pages.signedIn(path, { theme });
    const { page } = visited;
    await page.getByLabel("All that match").waitFor();
    await page.locator("dd").filter({ hasText: "…" }).first().waitFor({ state: "detached" });
    await act(page);
    expect(await axeFaults(page)).toEqual([]);
  });
});
