/** Deeds on the pages that set things up: where the focus goes, what is asked first, and what is kept. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { besideRefusals, press } from "./support/browser.ts";
import { openPageServer, type PageServer } from "./support/pageServer.ts";

let pages: PageServer;

beforeAll(async () => {
  pages = await openPageServer({ settings: { CALLTREE_SECRET_KEY: "a".repeat(64), OUTGOING_ALLOW: "127.0.0.1" } });
  await pages.write("PUT", "/v1/sessions/recent", { agent: { id: "booking", name: "Booking" }, started_at: new Date().toISOString() });
  await pages.write("PUT", "/v1/sessions/ancient", { started_at: "2010-01-01T00:00:00Z", ended_at: "2010-01-01T00:01:00Z" });
  await pages.server.project();
}, 180_000);

afterAll(() => pages?.[Symbol.asyncDispose]());

/** Role or tag, and name or text, of what has the focus. */
const focused = (page: Page) =>
  page.evaluate<string>(`(({ tagName, id, ariaLabel, labels, textContent }) =>
    tagName + " " + (id === "content" ? id : ariaLabel ?? labels?.[0]?.textContent ?? textContent))(document.activeElement)`);
const focusIs = (page: Page, expected: string) => expect.poll(() => focused(page)).toBe(expected);

describe("the focus", () => {
  it("goes to the new page's content, at its top, and the page's title is told", async () => {
    await using visited = await pages.signedIn("/settings");
    const { page } = visited;
    await page.getByRole("heading", { name: "Retention" }).waitFor();
    expect(await page.getByRole("status", { name: "Page" }).textContent()).toBe("");
    await page.evaluate("document.querySelector('main').scrollTo(0, 400)");
    await page.getByRole("link", { name: "Audit" }).click();
    await page.getByRole("status", { name: "Page" }).getByText("Audit – Calltree").waitFor();
    await focusIs(page, "MAIN content");
    expect(await page.evaluate("document.querySelector('main').scrollTop")).toBe(0);
    await page.getByRole("link", { name: "Skip to the content" }).press("Enter");
    expect(page.url()).not.toContain("#");
    expect(visited.faults).toEqual([]);
  });

  it("goes to the first field of a form, to what is shown once, and back; Escape does not throw a secret away", async () => {
    await using visited = await pages.signedIn("/keys");
    const { page } = visited;
    await press(page, "New key");
    await focusIs(page, "INPUT Name *");
    await page.keyboard.type("short-lived");
    await page.keyboard.press("Enter");
    await focusIs(page, "OUTPUT The key");
    const secret = await page.getByRole("status", { name: "The key" }).textContent();
    expect(await page.evaluate("getSelection().toString()")).toBe(secret);
    await page.keyboard.press("Escape");
    const question = page.getByRole("dialog", { name: "Close without the secret?" });
    await question.waitFor();
    expect(await page.getByRole("status", { name: "The key" }).textContent()).toBe(secret);
    await press(page, "Close, the secret is lost");
    await focusIs(page, "BUTTON New key");
    await page.getByRole("button", { name: "Revoke short-lived" }).click();
    await focusIs(page, "BUTTON Keep it");
    await press(page, "Revoke it");
    await page.getByText("short-lived is revoked").waitFor();
    await focusIs(page, "H2 All keys");
    expect(visited.faults).toEqual([]);
  });

  it("goes along on a telephone, from the list of types to the type, and back to its link", async () => {
    await using visited = await pages.signedIn("/record-types", { size: { width: 390, height: 844 } });
    const { page } = visited;
    await page.getByRole("link", { name: "embedding", exact: true }).first().click();
    await focusIs(page, "H2 embedding");
    expect(await page.getByRole("heading", { name: "embedding" }).isVisible()).toBe(true);
    expect(await page.getByLabel("Find a type").isVisible()).toBe(false);
    await page.getByRole("link", { name: "All types" }).click();
    await focusIs(page, "A embedding");
    expect(visited.faults).toEqual([]);
  });
});

describe("retention", () => {
  it("asks before it erases what is older, erases it only then, and leaves a line in the audit", async () => {
    await using visited = await pages.signedIn("/settings");
    const { page } = visited;
    const statusOf = async (id: string): Promise<number> => (await pages.server.call("GET", `/v1/sessions/${id}`)).status;
    const card = page.getByRole("region", { name: "Retention" });
    await card.getByLabel("Days that sessions are kept").fill("some");
    await card.getByRole("button", { name: "Save" }).click();
    await card.getByText("Give a whole number of days").waitFor();
    await card.getByLabel("Days that sessions are kept").fill("3650");
    await card.getByRole("button", { name: "Save" }).click();
    await page.getByText("Sessions older than 3650 days").waitFor();
    await press(page, "Cancel");
    expect((await pages.server.call("GET", "/v1/organization")).body).toMatchObject({ retention: { session_days: null } });
    expect(await statusOf("ancient")).toBe(200);
    await card.getByRole("button", { name: "Save" }).click();
    await press(page, "Erase and keep to it");
    await card.getByText("Saved.").waitFor();
    await pages.server.calltree.projection.keepRetention();
    await expect.poll(() => statusOf("ancient")).toBe(410);
    expect(await statusOf("recent")).toBe(200);
    await card.getByLabel("Days that sessions are kept").fill("4000");
    await card.getByRole("button", { name: "Save" }).click();
    await card.getByText("Saved.").waitFor();
    await page.getByRole("link", { name: "Audit" }).click();
    await page.getByText("changed the organization").first().waitFor();
    await page.getByText("erased sessions older than they are kept").waitFor();
    expect(visited.faults).toEqual([]);
  });
});

describe("the model's settings", () => {
  it("are saved, without their key ever shown again, and refused at the field that is wrong", async () => {
    await using visited = await pages.signedIn("/settings");
    const { page } = visited;
    const card = page.getByRole("region", { name: "Analysis" });
    await card.getByLabel("Address of the model’s server").fill("no address");
    await card.getByRole("button", { name: "Save" }).click();
    await card.getByRole("alert").waitFor();
    await card.getByLabel("Address of the model’s server").fill("http://127.0.0.1:8098/v1");
    await card.getByLabel("Model", { exact: true }).fill("small");
    await card.getByLabel("Key of the model’s server").fill("sk-never-shown");
    await card.getByRole("button", { name: "Save" }).click();
    await card.getByText("Saved.").waitFor();
    expect((await pages.server.call("GET", "/v1/analysis/settings")).body).toMatchObject({ model: "small", api_key_set: true });
    await page.reload();
    await expect.poll(() => card.getByLabel("Model", { exact: true }).inputValue()).toBe("small");
    expect(await card.getByLabel("Key of the model’s server").inputValue()).toBe("");
    expect(await page.content()).not.toContain("sk-never-shown");
    expect(besideRefusals(visited.faults)).toEqual([]);
  });
});
