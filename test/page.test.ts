/** The page in a real browser, against a real server. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { GUIDE_CONVERSATION } from "../src/generate/guideConversation.ts";
import { axeFaults, loaded } from "./support/browser.ts";
import { MARKUP } from "./support/markup.ts";
import { fillGuide, fillMarkup, GUIDE_ADDRESS, openPageServer, type PageServer } from "./support/pageServer.ts";
import { ADMIN_KEY } from "./support/server.ts";

const SESSIONS = 3;
const NEWEST_MS = Date.UTC(2026, 4, 4, 12);

let pages: PageServer;

beforeAll(async () => {
  pages = await openPageServer();
  for (let number = 0; number < SESSIONS; number++) {
    await pages.write("PUT", `/v1/sessions/call-${String(number).padStart(3, "0")}`, {
      agent: { id: `a${number % 3}`, name: `Agent ${number % 3}` },
      started_at: new Date(NEWEST_MS - number * 60_000).toISOString(),
    });
  }
  await fillMarkup(pages);
  await fillGuide(pages);
}, 180_000);

afterAll(() => pages?.[Symbol.asyncDispose]());

describe("signing in on the page", () => {
  it("takes a key, leads to where one wanted to go, and leaves no key in the address or in reach of scripts", async () => {
    await using visited = await pages.visit();
    const { page } = visited;
    await page.goto("/sessions?q=lamp");
    await page.getByLabel("API key").fill("ct_wrong-wrong-wrong-wrong");
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("alert").getByText("calltree keys list", { exact: true }).waitFor();
    expect(await page.getByRole("alert").textContent()).not.toContain("`");
    await page.getByLabel("API key").fill(ADMIN_KEY);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.waitForURL("**/sessions?q=lamp");
    await page.getByRole("link", { name: GUIDE_CONVERSATION.sessionId }).waitFor();
    expect(page.url()).not.toContain(ADMIN_KEY);
    expect(await page.evaluate("document.cookie")).toBe("");
    expect(await page.evaluate("JSON.stringify([localStorage, sessionStorage])")).not.toContain(ADMIN_KEY);
    expect(visited.faults).toEqual([]);
  });

  it("takes a link once and forgets its token", async () => {
    await using first = await pages.visit();
    const link = `/open#${pages.server.calltree.newSignInToken(ADMIN_KEY)}`;
    await first.page.goto(link);
    await first.page.waitForURL("**/sessions");
    await using second = await pages.visit();
    await second.page.goto(link);
    await second.page.getByText("The link was used already").waitFor();
    expect(second.page.url()).toBe(`${pages.address}/open`);
  });

  it("shuts out at once whoever's key is revoked", async () => {
    const made = await pages.server.call<{ id: string; secret: string }>("POST", "/v1/keys", { body: { name: "page", scopes: ["read"] } });
    await using visited = await pages.visit();
    const { page } = visited;
    await page.goto("/sign-in");
    await page.getByLabel("API key").fill(made.body.secret);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("region", { name: "Sessions" }).waitFor();
    await pages.server.call("DELETE", `/v1/keys/${made.body.id}`);
    await page.getByLabel("Started").selectOption("7d");
    await page.waitForURL("**/sign-in?**");
    expect(await page.getByText("call-000").count()).toBe(0);
  });

  it("in another tab with another key loads this one anew, before it shows or changes anything of the other's", async () => {
    const other = await pages.server.call<{ id: string; secret: string }>("POST", "/v1/keys", { body: { name: "tab", scopes: ["read"] } });
    await using visited = await pages.signedIn("/keys");
    const { page, context } = visited;
    await page.getByRole("button", { name: "New key" }).waitFor();
    const tab = await context.newPage();
    await tab.goto("/sign-in");
    await tab.getByLabel("API key").fill(other.body.secret);
    await tab.getByRole("button", { name: "Sign in" }).click();
    await tab.waitForURL("**/sessions");
    const isLoadedAnew = page.waitForEvent("load");
    await page.getByRole("link", { name: "Agents" }).click();
    await isLoadedAnew;
    await page.getByRole("link", { name: "Keys" }).click();
    await page.getByText("needs the scope").first().waitFor();
  });

  it("ends when one signs out", async () => {
    await using visited = await pages.signedIn("/sessions");
    await visited.page.getByRole("button", { name: "Sign out" }).click();
    await visited.page.waitForURL("**/sign-in");
    await visited.page.goto("/sessions");
    await visited.page.waitForURL("**/sign-in?**");
  });
});

describe("what is not there", () => {
  it("is a page that says so to browsers, signed in or not, and stays data for programs", async () => {
    await using visited = await pages.visit();
    const { page } = visited;
    const answer = await page.goto("/nowhere/at-all");
    expect(answer?.status()).toBe(404);
    await page.getByRole("heading", { level: 1, name: "There is no such page" }).waitFor();
    await page.getByRole("link", { name: "To the sessions" }).waitFor();
    expect(visited.faults.filter((fault) => !fault.includes("status of 404"))).toEqual([]);
    expect(await axeFaults(page)).toEqual([]);
  });

  it("is told on Webhooks: what to set where the server was started without its secret key", async () => {
    await using visited = await pages.signedIn("/webhooks");
    const { page } = visited;
    await page.getByRole("button", { name: "New endpoint" }).click();
    await page.getByLabel("Address").fill("https://crm.example.com/hook");
    await page.getByRole("button", { name: "Register it" }).click();
    await page.getByText("this server was started without CALLTREE_SECRET_KEY").waitFor();
    await page.getByRole("dialog").getByText("openssl rand -hex 32").waitFor();
  });
});

describe("the page of costs of an empty store", () => {
  it("say how the first ones come, and speak of no filter and of no record that has a cost", async () => {
    await using empty = await openPageServer();
    await using visited = await empty.signedIn("/costs?list=orphans");
    const { page } = visited;
    await page.getByRole("heading", { name: "No cost yet" }).waitFor();
    await page.getByRole("heading", { name: "No session yet" }).waitFor();
    await page.getByRole("heading", { name: "No record yet" }).waitFor();
    expect(await page.getByText(/loosen a filter|has a parent/i).count()).toBe(0);
    await page.getByRole("link", { name: "How to send the first one" }).click();
    await page.getByRole("heading", { name: "Send your first record" }).waitFor();
    expect(visited.faults).toEqual([]);
  });
});

describe("the first view", () => {
  it("takes at most 200 kB of script, compressed", async () => {
    await using visited = await pages.visit();
    await visited.context.addCookies([await pages.cookie()]);
    const { page } = visited;
    const scripts: Promise<number>[] = [];
    page.on("response", (response) => {
      if (response.request().resourceType() === "script")
        scripts.push(response.allHeaders().then((headers) => Number(headers["content-length"])));
    });
    await page.goto("/sessions");
    await page.getByRole("link", { name: GUIDE_CONVERSATION.sessionId }).waitFor();
    const bytes = (await Promise.all(scripts)).reduce((sum, length) => sum + length, 0);
    expect(scripts.length).toBeGreaterThan(1);
    expect(bytes).toBeLessThanOrEqual(200_000);
  });

  it.each(["/sessions", GUIDE_ADDRESS, "/costs", "/agents", "/webhooks", "/settings"])("jumps nowhere while %s comes", async (path) => {
    await using visited = await pages.visit();
    await visited.context.addCookies([await pages.cookie()]);
    await visited.page.addInitScript(`window.shifts = [];
      new PerformanceObserver((list) => window.shifts.push(...list.getEntries().map(({ value }) => value))).observe({ type: "layout-shift", buffered: true });`);
    await visited.page.goto(path);
    await visited.page.getByRole("heading", { level: 1 }).waitFor();
    await visited.page.locator('[role="status"]:has-text("Loading")').first().waitFor({ state: "detached" });
    const shift = await visited.page.evaluate<number>("window.shifts.reduce((sum, value) => sum + value, 0)");
    // What the Web Vitals call good.
    expect(shift).toBeLessThan(0.1);
  });
});

describe("a session", () => {
  it("shows its tree with own and cumulative cost, closes a branch, and shows a record at its own address", async () => {
    await using visited = await pages.signedIn(GUIDE_ADDRESS);
    const { page } = visited;
    const tree = page.getByRole("treegrid");
    await tree.getByRole("row", { name: /ai-voice-assistant/ }).click();
    await page.waitForURL("**record=ai-voice-assistant**");
    const records = await tree.getByRole("row").count();
    await tree.focus();
    await page.keyboard.press("ArrowLeft");
    await expect.poll(() => tree.getByRole("row").count()).toBe(records - 5);
    await page.getByRole("region", { name: "The record as it was sent" }).waitFor();
    await page.reload();
    await page.getByRole("region", { name: "The record as it was sent" }).waitFor();
    expect(visited.faults).toEqual([]);
  });

  it("leads from the evidence of its verdict to the turn", async () => {
    await using visited = await pages.signedIn(GUIDE_ADDRESS);
    const { page } = visited;
    await loaded(page);
    await page.getByRole("link", { name: /the standing lamp/ }).click();
    await page.waitForURL("**message=**");
    await expect.poll(() => page.locator('li[aria-current="true"]').textContent()).toContain("the standing lamp");
    expect(visited.faults).toEqual([]);
  });

  it("says when there is none of that id", async () => {
    await using visited = await pages.signedIn("/sessions/nowhere");
    await visited.page.getByRole("alert").getByText("no session").waitFor();
  });

  it("shows markup as text, wherever it stands", async () => {
    await using visited = await pages.signedIn("/sessions/markup");
    const { page } = visited;
    for (const text of MARKUP) await page.getByRole("region", { name: "Transcript" }).getByText(text).waitFor();
    await page.getByRole("heading", { name: MARKUP[0] ?? "" }).waitFor();
    await page.getByRole("row", { name: /call-control/ }).click();
    await page.getByRole("region", { name: "The record as it was sent" }).getByText("svg onload").waitFor();
    expect(await page.evaluate("window.hit")).toBeUndefined();
    expect(visited.faults).toEqual([]);
  });
});

describe("axe, light and dark,", () => {
  it.each(["/sign-in", "/open#used"])("finds nothing on %s", async (path) => {
    await using visited = await pages.visit();
    await visited.page.goto(path);
    await loaded(visited.page);
    expect(await axeFaults(visited.page)).toEqual([]);
  });
});
