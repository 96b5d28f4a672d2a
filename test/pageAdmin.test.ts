/** The pages that set things up, in a real browser, against a real server. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { besideRefusals, loaded, press } from "./support/browser.ts";
import { MARKUP } from "./support/markup.ts";
import { fillGuide, openPageServer, type PageServer } from "./support/pageServer.ts";

let pages: PageServer;

beforeAll(async () => {
  pages = await openPageServer({ settings: { CALLTREE_SECRET_KEY: "a".repeat(64) } });
  await fillGuide(pages);
  await pages.write("PUT", "/v1/sessions/booked", { agent: { id: "booking", name: "Booking" }, started_at: "2026-05-04T10:00:00Z" });
  await pages.write("POST", "/v1/sessions/booked/messages", [
    { id: "u1", role: "user", content: "I would like to book a table for Monday, my mail is ann@example.com" },
    { id: "a1", role: "assistant", content: "Of course, a table for Monday is booked." },
  ]);
  await pages.server.project();
}, 180_000);

afterAll(() => pages?.[Symbol.asyncDispose]());

async function withKey(scopes: readonly string[], path: string) {
  const key = await pages.server.call<{ id: string; secret: string }>("POST", "/v1/keys", { body: { name: `for ${path}`, scopes } });
  const visited = await pages.visit();
  await visited.page.goto("/sign-in");
  await visited.page.getByLabel("API key").fill(key.body.secret);
  await press(visited.page, "Sign in");
  await visited.page.waitForURL("**/sessions");
  await visited.page.goto(path);
  return { ...visited, key: key.body, [Symbol.asyncDispose]: () => visited[Symbol.asyncDispose]() };
}

describe("keys", () => {
  it("are made, shown once, used, and shut out when they are revoked", async () => {
    await using visited = await pages.signedIn("/keys");
    const { page } = visited;
    await press(page, "New key");
    await press(page, "Make the key");
    await page.getByText("Give the key a name").waitFor();
    expect(await page.evaluate("document.activeElement.getAttribute('aria-invalid')")).toBe("true");
    await page.getByLabel("Name").fill("reader");
    await press(page, "Make the key");
    const secret = (await page.getByRole("status", { name: "The key" }).textContent()) ?? "";
    expect((await pages.server.call("GET", "/v1/sessions", { key: secret })).status).toBe(200);
    await press(page, "I have copied it");
    expect(await page.content()).not.toContain(secret);
    await press(page, "Revoke reader");
    await press(page, "Revoke it");
    await page.getByText("reader is revoked").waitFor();
    expect((await pages.server.call("GET", "/v1/sessions", { key: secret })).status).toBe(401);
    expect(visited.faults).toEqual([]);
  });

  it("are made once by two fast clicks, and the secret is not lost with Escape or Back before it is copied", async () => {
    await using visited = await pages.signedIn("/audit");
    const { page } = visited;
    await page.getByRole("link", { name: "Keys", exact: true }).click();
    await press(page, "New key");
    await page.getByLabel("Name").fill("clicked twice");
    await page.getByRole("button", { name: "Make the key" }).evaluate((button: { click(): void }) => {
      button.click();
      button.click();
    });
    const secret = page.getByRole("status", { name: "The key" });
    await secret.waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("heading", { name: "Close without the secret?" }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("heading", { name: "Close without the secret?" }).waitFor({ state: "hidden" });
    await page.goBack();
    await press(page, "Go back to it");
    await page.keyboard.press("Escape");
    await press(page, "Close, the secret is lost");
    await secret.waitFor({ state: "detached" });
    expect(await page.getByText("clicked twice", { exact: true }).count()).toBe(1);
    expect(visited.faults).toEqual([]);
  });

  it("say clearly that one revokes one's own, and shut out at once", async () => {
    await using visited = await withKey(["admin"], "/keys");
    const { page } = visited;
    await press(page, "Revoke for /keys");
    await page.getByText("you will be shut out yourself").waitFor();
    await press(page, "Revoke it");
    await page.waitForURL("**/sign-in?**");
    expect(await page.getByRole("table").count()).toBe(0);
  });
});

describe("a key that may only read", () => {
  it.each([
    ["/keys", "The list of keys needs the scope"],
    ["/audit", "The audit needs the scope"],
    ["/webhooks", "may only read"],
    ["/agents/booking", "may only read"],
    ["/record-types", "may only read"],
    ["/settings", "may only read"],
  ])("is told on %s what it may not, in words", async (path, words) => {
    await using visited = await withKey(["read"], path);
    await visited.page.getByText(words).first().waitFor();
    await loaded(visited.page);
    expect(
      await visited.page
        .getByRole("main")
        .getByRole("button", { name: /^(Save|New |Delete|Revoke|Test)/ })
        .count(),
    ).toBe(0);
    expect(visited.faults).toEqual([]);
  });
});

describe("agents", () => {
  it("show the server's refusal at its field, try settings out unsaved, and are saved", async () => {
    await using visited = await pages.signedIn("/agents");
    const { page } = visited;
    await page.getByText("only seen", { exact: true }).first().waitFor();
    await page.getByRole("link", { name: "Booking" }).click();
    await page.getByLabel("Analyse each session").check();
    await page.getByLabel("Extraction: values to find").check();
    await press(page, "Configure the agent");
    await page.getByText("This is missing or blank.").waitFor();
    expect(await page.evaluate("document.activeElement.labels[0].textContent")).toContain("Value 1");
    await page.getByRole("textbox", { name: "Value 1" }).fill("email");
    await page.getByLabel("What it is").fill("e-mail address");
    await press(page, "Try it out");
    await page.getByRole("region", { name: "What it finds" }).getByText("ann@example.com").first().waitFor();
    await page.getByRole("link", { name: "All agents" }).click();
    await press(page, "Stay here");
    await press(page, "Configure the agent");
    await page.getByText("Saved.").waitFor();
    const agent = await pages.server.call("GET", "/v1/agents/booking");
    expect(agent.body).toMatchObject({ analysis: { analyser: "builtin", extraction: { fields: [{ name: "email" }] } } });
    await page.getByRole("link", { name: "All agents" }).click();
    await page.getByText("configured", { exact: true }).filter({ visible: true }).waitFor();
    expect(besideRefusals(visited.faults)).toEqual([]);
  });

  it("say so when the session to try settings out on is not there", async () => {
    await using visited = await pages.signedIn("/agents/booking");
    const { page } = visited;
    await page.getByLabel("Or one by its id").fill("no-such-session");
    await press(page, "Try it out");
    await page.getByRole("alert").getByText("no-such-session").waitFor();
    expect(await page.getByRole("alert").count()).toBe(1);
    expect(besideRefusals(visited.faults)).toEqual([]);
  });

  it("show names that hold markup as text", async () => {
    await pages.write("PUT", "/v1/agents/markup", { name: MARKUP[1] });
    await using visited = await pages.signedIn("/agents");
    await visited.page.getByText(MARKUP[1] ?? "").click();
    await visited.page.getByRole("heading", { level: 1, name: MARKUP[1] ?? "" }).waitFor();
    expect(await visited.page.evaluate("window.hit")).toBeUndefined();
    expect(visited.faults).toEqual([]);
  });
});

describe("record types", () => {
  it("are found, and own ones added with the server's words for what is wrong", async () => {
    await using visited = await pages.signedIn("/record-types");
    const { page } = visited;
    await page.getByLabel("Find a type").fill("speech");
    await page.waitForURL("**q=speech**");
    await page.getByRole("link", { name: "inference-speech-to-text" }).first().click();
    await page.getByRole("region", { name: "Hangs under", exact: true }).getByRole("link", { name: "ai-voice-assistant" }).waitFor();
    await page.getByLabel("Find a type").fill("");
    await press(page, "New type");
    await page.getByRole("textbox", { name: /^Name/ }).fill("dialer-fee");
    await page.getByLabel("Definition").fill('{"parents": [}');
    await press(page, "Add the type");
    await page.getByText("This is no JSON").waitFor();
    const parents = [{ record_type: "nowhere", local_field: "a", parent_field: "b" }];
    await page.getByLabel("Definition").fill(JSON.stringify({ parents }));
    await press(page, "Add the type");
    await page.getByText("There is no record type").waitFor();
    await page.getByLabel("Definition").fill(JSON.stringify({ description: MARKUP[1], cost_fields: ["fee"] }));
    await press(page, "Add the type");
    await page.getByText("dialer-fee is saved").waitFor();
    await page
      .getByRole("region", { name: "dialer-fee" })
      .getByText(MARKUP[1] ?? "")
      .waitFor();
    await page.getByText("your own", { exact: true }).waitFor();
    await page.goto("/record-types?type=verify");
    await press(page, "Add parents to verify");
    await press(page, "Add the parents");
    await page.getByText("verify is saved").waitFor();
    await page.getByRole("region", { name: "Hangs under", exact: true }).getByRole("link", { name: "dialer-fee" }).waitFor();
    expect(await page.evaluate("window.hit")).toBeUndefined();
    expect(besideRefusals(visited.faults)).toEqual([]);
  });
});

describe("settings", () => {
  it("say why the currency stays, take one rate or many, and tell the line that is wrong", async () => {
    await using visited = await pages.signedIn("/settings");
    const { page } = visited;
    await page.getByText("It cannot change any more: there are").waitFor();
    await page.getByLabel("Currency of the costs").fill("EUR");
    await page.getByLabel("One unit of it in").fill("1.0842");
    await press(page, "Add the rate");
    await page.getByRole("cell", { name: "1.0842" }).waitFor();
    await page.getByText("Paste several").click();
    await page.getByLabel("One rate a line").fill("GBP,1.27,2026-01-01\nINR,nothing");
    await press(page, "Add all");
    await page.getByText("Line 2: “nothing” is no rate").waitFor();
    await page.getByLabel("One rate a line").fill("GBP,1.27,2026-01-01\nINR,0.0119");
    await press(page, "Add all");
    await page.getByText("2 rates saved.").waitFor();
    await page.getByRole("cell", { name: "0.0119" }).waitFor();
    expect(visited.faults).toEqual([]);
  });

  it("warn before unsaved changes are left", async () => {
    await using visited = await pages.signedIn("/settings");
    const { page } = visited;
    await page.getByLabel("Name").fill("Another name");
    await page.getByRole("link", { name: "Audit" }).click();
    await press(page, "Leave without saving");
    await page.waitForURL("**/audit");
    expect(visited.faults).toEqual([]);
  });
});

describe("the audit", () => {
  it("tells these deeds in words, and finds them", async () => {
    await pages.write("POST", "/v1/keys", { name: MARKUP[2], scopes: ["read"] });
    await pages.write("PUT", "/v1/exchange-rates", [{ currency: "CHF", rate: "1.1" }]);
    await using visited = await pages.signedIn("/audit");
    const { page } = visited;
    await page.getByText("made a key").first().waitFor();
    await page.getByLabel("Find in the audit").fill("exchange");
    await page.waitForURL("**q=exchange");
    await page.getByText("changed exchange rates").first().waitFor();
    expect(await page.getByText("made a key").count()).toBe(0);
    await page.goto("/keys");
    await page.getByText(MARKUP[2] ?? "").waitFor();
    expect(await page.evaluate("window.hit")).toBeUndefined();
    expect(visited.faults).toEqual([]);
  });

  it("goes back to the first deed, a page at a time, and finds what lies that far back", async () => {
    const { office } = pages.server.calltree.stores;
    const deed = { organization: "default", actor: "cli", action: "test.done" };
    await office.audit({ ...deed, atMs: 1, detail: "the very first" });
    await Promise.all(Array.from({ length: 500 }, () => office.audit({ ...deed, atMs: 2, detail: "" })));
    await using visited = await pages.signedIn("/audit?q=very+first");
    const { page } = visited;
    await page.getByText("0 of the newest 500").waitFor();
    await press(page, "Look further back");
    await page.getByText("the very first").waitFor();
    expect(await page.getByRole("button", { name: "Look further back" }).count()).toBe(0);
    expect(visited.faults).toEqual([]);
  });
});
