/** The pages that set things up: read out, light and dark, and on a telephone. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { axeFaults, loaded } from "./support/browser.ts";
import { fillGuide, openPageServer, type PageServer } from "./support/pageServer.ts";

const PATHS = ["/keys", "/webhooks", "/agents", "/agents/booking", "/record-types?type=inference", "/audit", "/settings", "/components"];

let pages: PageServer;

beforeAll(async () => {
  pages = await openPageServer({ settings: { CALLTREE_SECRET_KEY: "a".repeat(64), OUTGOING_ALLOW: "127.0.0.1" } });
  await fillGuide(pages);
  await pages.write("POST", "/v1/endpoints", { url: "http://127.0.0.1:8099/hook", description: "a receiver that nobody runs" });
  await pages.write("PUT", "/v1/exchange-rates", [{ currency: "EUR", rate: "1.0842" }]);
}, 180_000);

afterAll(() => pages?.[Symbol.asyncDispose]());

/** Those of them that have a form of their own, and the button that opens it. */
const FORMS: Readonly<Record<string, string>> = {
  "/keys": "New key",
  "/webhooks": "New endpoint",
  "/agents": "New agent",
  "/record-types": "New type",
};

describe("each page", () => {
  it.each(PATHS)("%s has no fault that axe finds, nor has its form, and a telephone never scrolls it sideways", async (path) => {
    await using visited = await pages.signedIn(path);
    const { page } = visited;
    await loaded(page);
    expect(await axeFaults(page)).toEqual([]);
    const button = FORMS[path.split("?")[0] ?? path];
    if (button !== undefined) {
      await page.getByRole("button", { name: button, exact: true }).click();
      await page.getByRole("dialog").waitFor();
      expect(await axeFaults(page)).toEqual([]);
      await page.keyboard.press("Escape");
    }
    await page.setViewportSize({ width: 360, height: 740 });
    const widths = "[document.documentElement.scrollWidth, document.querySelector('main').scrollWidth]";
    await expect.poll(() => page.evaluate(widths)).toEqual([360, 360]);
  });
});
