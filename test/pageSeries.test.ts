/** The small charts above the sessions, in a real browser. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openPageServer, type PageServer } from "./support/pageServer.ts";

const FIRST_MS = Date.UTC(2026, 4, 1, 12);
const DAY_MS = 86_400_000;

let pages: PageServer;

beforeAll(async () => {
  pages = await openPageServer();
  // On the first day one call, on the second two, and so on; none on the fifth.
  for (const day of [0, 1, 2, 3, 5]) {
    for (let number = 0; number <= day; number++) {
      const startedAt = new Date(FIRST_MS + day * DAY_MS + number * 60_000).toISOString();
      const id = `day${day}-${number}`;
      await pages.write("PUT", `/v1/sessions/${id}`, {
        agent: { id: `a${number % 2}`, name: `Agent ${number % 2}` },
        started_at: startedAt,
      });
      await pages.write("POST", "/v1/records", [
        { record_type: "call-control", id, telnyx_session_id: id, cost: "0.012345", currency: "USD", started_at: startedAt },
      ]);
    }
  }
  await pages.server.project();
}, 120_000);

afterAll(() => pages?.[Symbol.asyncDispose]());

describe("the charts above the sessions", () => {
  it("tell sessions and exact cost of each interval, intervals without sessions too", async () => {
    await using visited = await pages.signedIn("/sessions");
    const { page } = visited;
    const calls = page.getByRole("slider", { name: "Sessions over time" });
    await calls.focus();
    const told = new Map<string, string>();
    await page.keyboard.press("Home");
    for (let index = 0; index <= Number(await calls.getAttribute("aria-valuemax")); index++) {
      await expect.poll(() => calls.getAttribute("aria-valuenow")).toBe(String(index));
      const text = (await calls.getAttribute("aria-valuetext")) ?? "";
      const cost = (await page.getByRole("slider", { name: "Cost over time" }).getAttribute("aria-valuetext")) ?? "";
      if (!text.endsWith(" 0 sessions")) told.set(text.split(": ")[1] ?? "", cost.split(": ")[1] ?? "");
      await page.keyboard.press("ArrowRight");
    }
    expect(told.get("6 sessions")).toBe("0.074070 USD");
    expect(told.get("1 session")).toBe("0.012345 USD");
    expect(visited.faults).toEqual([]);
  });

  it("narrow the sessions to what Enter takes, and keep the other filters", async () => {
    await using visited = await pages.signedIn("/sessions?agent=Agent");
    const { page } = visited;
    const calls = page.getByRole("slider", { name: "Sessions over time" });
    await calls.focus();
    await page.keyboard.press("End");
    await page.keyboard.press("Enter");
    await page.waitForURL("**after=**before=**");
    await page.getByRole("link", { name: "day5-5" }).waitFor();
    await page.getByRole("link", { name: "day3-0" }).waitFor({ state: "detached" });
    expect(new URL(page.url()).searchParams.get("agent")).toBe("Agent");
    expect(visited.faults).toEqual([]);
  });

  it("narrow to what a pointer marks", async () => {
    await using visited = await pages.signedIn("/sessions");
    const { page } = visited;
    const box = await page.getByRole("slider", { name: "Sessions over time" }).boundingBox();
    if (box === null) throw new Error("the chart is nowhere");
    await page.mouse.move(box.x + box.width - 6, box.y + 40);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width - 10, box.y + 40);
    await page.mouse.up();
    await page.waitForURL("**after=**before=**");
    await page.getByRole("link", { name: "day0-0" }).waitFor({ state: "detached" });
  });

  it("are a table too", async () => {
    await using visited = await pages.signedIn("/sessions");
    const { page } = visited;
    const strip = page.getByRole("region", { name: "Over time", exact: true });
    await strip.getByText("Table", { exact: true }).click();
    await strip.getByRole("row").filter({ hasText: "0.074070" }).waitFor();
    expect(visited.faults).toEqual([]);
  });

  it("say what went wrong instead of zeros, and are there again after another try", async () => {
    await using visited = await pages.signedIn("/keys");
    const { page } = visited;
    const failed = { status: 400, json: { error: { code: "FILTER_INVALID", message: "It cannot be told.", fix: "", field: null } } };
    await page.route("**/v1/session-series*", (route) => route.fulfill(failed));
    await page.getByRole("link", { name: "Sessions", exact: true }).click();
    const strip = page.getByRole("region", { name: "Over time", exact: true });
    await strip.getByText("It cannot be told.").waitFor();
    expect(await strip.getByText("0", { exact: true }).count()).toBe(0);
    await page.unroute("**/v1/session-series*");
    await strip.getByRole("button", { name: "Try again" }).click();
    await strip.getByRole("slider", { name: "Sessions over time" }).waitFor();
  });

  it("are all in sight on a narrow window", async () => {
    await using visited = await pages.signedIn("/sessions", { size: { width: 1_024, height: 768 } });
    const { page } = visited;
    await page.getByRole("slider", { name: "Answer time p95 over time" }).waitFor();
    const box = await page.getByRole("slider", { name: "Answer time p95 over time" }).boundingBox();
    expect((box?.x ?? 0) + (box?.width ?? Number.POSITIVE_INFINITY)).toBeLessThanOrEqual(1_024);
  });

  it("keep their room where nothing matches, and say so", async () => {
    await using visited = await pages.signedIn("/sessions");
    const { page } = visited;
    const strip = page.getByRole("region", { name: "Over time", exact: true });
    await page.getByRole("slider", { name: "Sessions over time" }).waitFor();
    const before = await strip.boundingBox();
    await page.goto("/sessions?q=nobodyeversaidthis");
    await strip.getByText("No session in this time.").waitFor();
    expect((await strip.boundingBox())?.height).toBe(before?.height);
  });
});
