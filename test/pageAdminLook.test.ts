/** The pages that set things up: read out, light and dark, and on a telephone. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { axeFaults } from "./support/browser.ts";
import { fillGuide, openPageServer, type PageServer } from "./support/pageServer.ts";

const PATHS = ["/keys", "/webhooks", "/agents", "/agents/booking", "/record-types?type=inference", "/audit", "/settings"];

let pages: PageServer;

beforeAll(async () => {
  pages = await openPageServer({ settings: { CALLTREE_SECRET_KEY: "a".repeat(64), OUTGOING_ALLOW: "127.0.0.1" } });
  await fillGuide(pages);
  await pages.write("POST", "/v1/endpoints", { url: "http://127.0.0.1:8099/hook", description: "a receiver that nobody runs" });
  await pages.write("PUT", "/v1/exchange-rates", [{ currency: "EUR", rate: "1.0842" }]);
}, 180_000);

afterAll(() => pages?.[Symbol.asyncDispose]());

describe("axe, light and dark,", () => {
  it.each(PATHS)("finds nothing on %s", async (path) => {
    await using visited = await pages.signedIn(path);
    await visited.page.waitForLoadState("networkidle");
    expect(await axeFaults(visited.page)).toEqual([]);
  });

  it.each([
    ["/keys", "New key"],
    ["/webhooks", "New endpoint"],
    ["/agents", "New agent"],
    ["/record-types", "New type"],
  ])("finds nothing in the dialog of %s", async (path, button) => {
    await using visited = await pages.signedIn(path);
    await visited.page.getByRole("button", { name: button, exact: true }).click();
    await visited.page.getByRole("dialog").waitFor();
    expect(await axeFaults(visited.page)).toEqual([]);
  });
});

describe("on a telephone", () => {
  it.each(PATHS)("%s never scrolls sideways", async (path) => {
    await using visited = await pages.signedIn(path, { size: { width: 360, height: 740 } });
    await visited.page.waitForLoadState("networkidle");
    const widths = "[document.documentElement.scrollWidth, document.querySelector('main').scrollWidth]";
    expect(await visited.page.evaluate(widths)).toEqual([360, 360]);
  });
});
