/** The page of costs in a real browser: what it shows is what the API told, to the last digit. */
import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { axeFaults, loaded } from "./support/browser.ts";
import { FIRST_DAY, fillCosts, LAST_DAY, LONG } from "./support/costs.ts";
import { MARKUP } from "./support/markup.ts";
import { openPageServer, type PageServer } from "./support/pageServer.ts";

interface Sums {
  readonly data: readonly {
    readonly [name: string]: string | number | null;
    readonly cost: string;
    readonly currency: string;
    readonly unknown_cost_count: number;
  }[];
  readonly totals: {
    readonly by_currency: readonly {
      readonly currency: string;
      readonly cost: string;
      readonly record_count: number;
      readonly unknown_cost_count: number;
    }[];
  };
}

let pages: PageServer;

beforeAll(async () => {
  pages = await openPageServer();
  await fillCosts(pages);
}, 180_000);

afterAll(() => pages?.[Symbol.asyncDispose]());

const usage = async (query: string): Promise<Sums> => (await pages.server.call<Sums>("GET", `/v1/usage${query}`)).body;

/** As the page writes an amount. */
function shownAs(cost: string): string {
  const [whole = "", fraction = ""] = cost.replace("-", "").split(".");
  return `${cost.startsWith("-") ? "−" : ""}${whole.replace(/\B(?=(\d{3})+$)/g, ",")}.${fraction}`;
}

/** As the page writes the sum of a table: at least that much where records of unknown cost are among it. */
function togetherInUsd({ totals }: Sums): string {
  const { cost, unknown_cost_count = 0 }: Partial<Sums["totals"]["by_currency"][number]> & { readonly cost: string } =
    totals.by_currency.find(({ currency }) => currency === "USD") ?? { cost: "" };
  return `Together ${unknown_cost_count > 0 ? "≥ " : ""}${shownAs(cost)}`;
}
const textsOf = (locator: Locator): Promise<string[]> => locator.allTextContents();

async function settled(page: Page): Promise<void> {
  await page.getByRole("slider").first().waitFor();
  await loaded(page);
}

describe("the costs", () => {
  it("tell for each currency the sum that the API tells, and never one over several", async () => {
    await using visited = await pages.signedIn("/costs");
    const { page } = visited;
    await settled(page);
    const { by_currency } = (await usage("")).totals;
    expect(by_currency.length).toBeGreaterThan(2);
    const cards = page.getByRole("list", { name: "Sums by currency" });
    for (const { currency, cost } of by_currency)
      await cards
        .getByRole("link")
        .filter({ hasText: `${shownAs(cost)}${currency}` })
        .waitFor();
    await page
      .getByRole("region", { name: "By product" })
      .getByText(togetherInUsd(await usage("")))
      .waitFor();
    await cards.getByRole("link").filter({ hasText: "CHF" }).click();
    await page.waitForURL("**currency=CHF**");
    await page.getByRole("region", { name: "By product" }).getByText("Together 9.500000").waitFor();
    expect(visited.faults).toEqual([]);
  });

  it("tell what all sessions cost in the organization's currency, and that the sums below are as charged", async () => {
    await using visited = await pages.signedIn("/costs");
    const { totals } = (await pages.server.call<{ totals: { owned_cost: string } }>("GET", "/v1/sessions")).body;
    await visited.page.getByText("Below: as charged, by currency.").waitFor();
    await visited.page.getByRole("link", { name: `at least ${shownAs(totals.owned_cost)}` }).click();
    await visited.page.waitForURL("**/sessions");
  });

  it("by product, agent, model, type and day are the API's rows, each exact, and what others wrote is text", async () => {
    await using visited = await pages.signedIn("/costs");
    const { page } = visited;
    await settled(page);
    for (const { by, member, markup } of [
      { by: "product", member: "product", markup: MARKUP[1] },
      { by: "agent", member: "agent_id", markup: MARKUP[0] },
      { by: "model", member: "model", markup: MARKUP[3] },
      { by: "record_type", member: "record_type" },
      { by: "day", member: "day" },
    ]) {
      await page.getByLabel("Group by").selectOption(by);
      const { data } = await usage(`?group_by=${by}&currency=USD`);
      const rows = page.getByRole("region", { name: /^By / }).locator("tbody tr");
      const costs = data.map(({ cost }) => shownAs(cost)).sort();
      await expect.poll(async () => (await textsOf(rows.locator("td:nth-child(2)"))).toSorted(), { message: by }).toEqual(costs);
      const names = (await textsOf(rows.locator("td:first-child"))).join("\n");
      if (by !== "day") for (const row of data) if (row[member] !== null) expect(names).toContain(String(row[member]));
      expect(names).toContain(markup ?? "");
      expect(new URL(page.url()).searchParams.get("by") ?? "product").toBe(by);
    }
    expect(await page.evaluate("window.hit")).toBeUndefined();
    expect(visited.faults).toEqual([]);
  });

  it("are narrowed by what is chosen, and the address says so", async () => {
    await using visited = await pages.signedIn("/costs");
    const { page } = visited;
    await settled(page);
    await page.getByLabel("Record type").selectOption("inference");
    await page.waitForURL("**record_type=inference**");
    const together = page.getByRole("region", { name: "By product" }).getByText(togetherInUsd(await usage("?record_type=inference")));
    await together.waitFor();
    await page.reload();
    await together.waitFor();
    await page.getByRole("button", { name: "Clear filters" }).click();
    await page.getByText(togetherInUsd(await usage(""))).waitFor();
    expect(page.url()).not.toContain("record_type");
    expect(visited.faults).toEqual([]);
  });

  it("lead from a product to its record types, and to its sessions of the same time", async () => {
    await using visited = await pages.signedIn("/costs?after=2026-05-01T00:00");
    const { page } = visited;
    await settled(page);
    await page.getByRole("link", { name: `Sessions of ${LONG}` }).click();
    await page.waitForURL("**/sessions?**");
    expect(new URL(page.url()).searchParams.get("product")).toBe(LONG);
    expect(new URL(page.url()).searchParams.get("after")).toBe("2026-05-01T00:00");
    await page.getByRole("link", { name: "marked", exact: true }).waitFor();
    await page.goBack();
    await page.getByRole("link", { name: LONG, exact: true }).click();
    await page.waitForURL("**by=record_type**");
    await page.getByRole("link", { name: "Records of carrier" }).click();
    await page.getByRole("button", { name: "million" }).waitFor();
  });

  it("give what is shown as CSV", async () => {
    await using visited = await pages.signedIn("/costs?by=agent&product=inference");
    const { page } = visited;
    await settled(page);
    const href = await page.getByRole("region", { name: "By agent" }).getByRole("link", { name: "Export CSV" }).getAttribute("href");
    const csv = await (await page.request.get(String(href))).text();
    expect(csv).toBe((await pages.server.call("GET", "/v1/usage?product=inference&group_by=agent&currency=USD&format=csv")).text);
    expect(csv).toContain("agent_id,currency,cost");
  });

  it("say when nothing matches", async () => {
    await using visited = await pages.signedIn("/costs?before=2020-01-01T00:00");
    await visited.page.getByRole("heading", { name: "No cost matches" }).waitFor();
    await visited.page.getByRole("heading", { name: "No session in this time" }).waitFor();
    expect(visited.faults).toEqual([]);
  });
});

describe("the chart of the costs", () => {
  it("is walked by keys and tells each day's sum, days without charges too", async () => {
    await using visited = await pages.signedIn("/costs");
    const { page } = visited;
    await settled(page);
    const cursor = page.getByRole("slider", { name: "Cost per day (UTC)" });
    const told = ({ cost, unknown_cost_count }: Sums["data"][number]) => `${unknown_cost_count > 0 ? "at least " : ""}${cost}`;
    const byDay = new Map((await usage("?group_by=day&currency=USD")).data.map((sum) => [sum.day, told(sum)]));
    await cursor.focus();
    await page.keyboard.press("Home");
    await expect.poll(() => cursor.getAttribute("aria-valuetext")).toContain(`Sat, 2 May 2026: ${byDay.get(FIRST_DAY)} USD together`);
    await page.keyboard.press("ArrowRight");
    await expect.poll(() => cursor.getAttribute("aria-valuetext")).toContain("Sun, 3 May 2026: 0.000000 USD");
    await page.keyboard.press("ArrowRight");
    await expect.poll(() => cursor.getAttribute("aria-valuetext")).toContain("Mon, 4 May 2026: -0.500000 USD");
    await page.getByText("Mon, 4 May 2026").waitFor();
    expect(await cursor.getAttribute("aria-valuemax")).toBe("4");
    expect(visited.faults).toEqual([]);
  });

  it("leaves out a series that is switched off, and its height stays", async () => {
    await using visited = await pages.signedIn("/costs");
    const { page } = visited;
    await settled(page);
    const figure = page.getByRole("figure", { name: "Cost per day (UTC)" });
    const before = await figure.boundingBox();
    const dearest = figure.getByRole("button", { name: LONG });
    await dearest.click();
    expect(await dearest.getAttribute("aria-pressed")).toBe("false");
    await expect.poll(() => figure.getByText("1,234,567").count()).toBe(1);
    expect((await figure.boundingBox())?.height).toBe(before?.height);
  });

  it("is a table too, with the same numbers", async () => {
    await using visited = await pages.signedIn("/costs");
    const { page } = visited;
    await settled(page);
    const figure = page.getByRole("figure", { name: "Cost per day (UTC)" });
    await figure.getByText("Table", { exact: true }).click();
    const rows = await textsOf(figure.locator("tbody tr td:nth-child(2)"));
    const told = ({ cost, unknown_cost_count }: Sums["data"][number]) => `${unknown_cost_count > 0 ? "≥ " : ""}${shownAs(cost)}`;
    const byDay = new Map((await usage("?group_by=day&currency=USD")).data.map((sum) => [sum.day, told(sum)]));
    expect(rows.at(-1)).toBe(byDay.get(FIRST_DAY));
    expect(rows[0]).toBe(byDay.get(LAST_DAY));
    expect(rows).toHaveLength(5);
    expect(visited.faults).toEqual([]);
  });

  it("tells hours where the time is short", async () => {
    await using visited = await pages.signedIn("/costs?after=2026-05-02T00:00&before=2026-05-03T00:00");
    await visited.page.getByRole("slider", { name: "Cost per hour" }).waitFor();
    expect(visited.faults).toEqual([]);
  });
});

describe("the lists to put right", () => {
  it("hold the records of unknown cost and no others, and open one in its session", async () => {
    await using visited = await pages.signedIn("/costs?list=unknown");
    const { page } = visited;
    const list = page.getByRole("region", { name: "To put right" });
    await list.getByRole("button", { name: "costless" }).click();
    expect(await list.getByRole("button", { name: "million" }).count()).toBe(0);
    await page.getByRole("region", { name: "The record as it was sent" }).getByText('"costless"').waitFor();
    await page.getByRole("link", { name: "Open it in its session" }).click();
    await page.waitForURL("**/sessions/marked?record=carrier**");
    expect(visited.faults).toEqual([]);
  });

  it("tell which rate is missing for which days, and where to add it", async () => {
    await using visited = await pages.signedIn("/costs?list=unconverted");
    const { page } = visited;
    const row = page.getByRole("region", { name: "Missing exchange rates" }).getByRole("row", { name: /CHF/ });
    await row.getByText("Sat, 2 May 2026").waitFor();
    expect(await row.getByText("9.500000").count()).toBe(1);
    await row.getByRole("link", { name: "Add a rate for CHF" }).click();
    await page.waitForURL("**/settings");
    expect(visited.faults).toEqual([]);
  });

  it("tell why a record is an orphan, and what to do, at an address of their own", async () => {
    await using visited = await pages.signedIn("/costs");
    const { page } = visited;
    await page.getByText("Orphans", { exact: true }).click();
    await page.waitForURL("**list=orphans**");
    const list = page.getByRole("region", { name: "To put right" });
    const row = list.getByRole("row", { name: /lonely/ });
    await list
      .getByRole("status")
      .getByText(/record|found/)
      .waitFor();
    while ((await row.count()) === 0) {
      const shown = await list.getByRole("row").count();
      await list.getByRole("button", { name: "Look for more" }).click();
      await expect.poll(() => list.getByRole("row").count()).toBeGreaterThan(shown);
    }
    await row.getByText("nobody-has-this").waitFor();
    await row.getByText("Send the parent").waitFor();
    await row.getByRole("button", { name: "lonely" }).click();
    await page.getByText("It belongs to no session.").waitFor();
    await page.keyboard.press("Escape");
    await page.getByText("It belongs to no session.").waitFor({ state: "detached" });
    expect(visited.faults).toEqual([]);
  });
});

describe("axe, light and dark,", () => {
  it.each(["/costs?by=agent&list=orphans", "/costs?by=day&list=unconverted"])("finds nothing on %s", async (path) => {
    await using visited = await pages.signedIn(path);
    await visited.page.getByRole("heading", { name: "To put right" }).waitFor();
    await loaded(visited.page);
    expect(await axeFaults(visited.page)).toEqual([]);
  });

  it("finds nothing on the table of the chart, nor on a record", async () => {
    await using visited = await pages.signedIn("/costs");
    const { page } = visited;
    await settled(page);
    await page.getByText("Table", { exact: true }).click();
    await page.getByRole("button", { name: "costless" }).click();
    await page.getByRole("link", { name: "Open it in its session" }).waitFor();
    expect(await axeFaults(page)).toEqual([]);
  });
});

describe("on a phone", () => {
  it.each(["/costs?by=product&list=orphans", "/costs?list=unconverted&after=2026-05-02T00:00"])(
    "nothing is wider than the page: %s",
    async (path) => {
      await using visited = await pages.signedIn(path, { size: { width: 360, height: 740 } });
      const { page } = visited;
      await settled(page);
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(360);
      expect(await page.evaluate("document.querySelector('main').scrollWidth")).toBe(360);
      expect(visited.faults).toEqual([]);
    },
  );
});
