import { setTimeout as wait } from "node:timers/promises";
import type { Browser, Page } from "playwright-core";
import { openBrowser } from "../test/support/browser.ts";
import { ADMIN_KEY, type CalltreeProcess } from "./calltreeProcess.ts";
import { LARGE_SESSION, openPageStore, send } from "./pageStore.ts";
import { format, quantile, spread } from "./report.ts";
import type { BenchOptions } from "./run.ts";

const LOADS = 10;
const CHANGES_PER_SEC = 50;
const CHANGES_SEC = 10;
const SCROLLS = 200;
const FRAME_MS_MAX = 50;
const WORDS = [
  ...["refund", "order", "number", "you", "thank", "hello", "call", "please", "today", "help"],
  ...["the", "and", "is", "can", "your", "have", "for", "what", "time", "not"],
];

/** In the page: the moment at which something is first drawn, from the start of the navigation. */
const whenDrawn = (selector: string): string => `new Promise((resolve) => {
  const look = () => document.querySelector(${JSON.stringify(selector)}) === null
    ? requestAnimationFrame(look)
    : requestAnimationFrame(() => resolve(performance.now()));
  look();
})`;

/** In the page: from the next letter typed until what it finds is drawn; the table says itself when it is busy. */
const whenFiltered = (word: string): string => `new Promise((resolve, reject) => {
  let wasBusy = false;
  const isBusy = () => document.querySelector('[aria-busy="true"]') !== null;
  new MutationObserver(() => { wasBusy ||= isBusy(); }).observe(document.body, { subtree: true, childList: true, attributeFilter: ["aria-busy"] });
  document.querySelector('input[name="q"]').addEventListener("input", () => {
    const start = performance.now();
    const look = () => {
      const isDrawn = wasBusy && !isBusy() && new URLSearchParams(location.search).get("q") === ${JSON.stringify(word)};
      if (isDrawn) requestAnimationFrame(() => resolve(performance.now() - start));
      else if (performance.now() - start > 20000) reject(new Error("nothing came for ${word}"));
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  }, { once: true });
})`;

/** In the page: begins to keep the time of every frame and of every long task; the second reads them and ends it. */
const WATCH_FRAMES = `window.frames = []; window.longTasks = [];
window.watcher = new PerformanceObserver((list) => window.longTasks.push(...list.getEntries().map(({ duration }) => duration)));
window.watcher.observe({ type: "longtask" });
window.isWatching = true;
{ let last = performance.now();
  const frame = (now) => { window.frames.push(now - last); last = now; if (window.isWatching) requestAnimationFrame(frame); };
  requestAnimationFrame((now) => { last = now; requestAnimationFrame(frame); }); }`;
const READ_FRAMES =
  "(() => { window.isWatching = false; window.watcher.disconnect(); return { frames: window.frames, longTasks: window.longTasks }; })()";

interface Watched {
  readonly frames: readonly number[];
  readonly longTasks: readonly number[];
}

/** The page over very many sessions, in a real browser on the same machine, by the browser's own clock. */
export async function measurePage(options: BenchOptions): Promise<void> {
  await using server = await openPageStore(options);
  const browser = await openBrowser();
  try {
    await measureFirstPaint(server, browser, options);
    const page = await signedIn(server, browser);
    await measureFilters(page, options);
    await measureScrolling(page, options);
    await measureLiveRows(server, page, options);
    await measureLargeTree(page, options);
  } finally {
    await browser.close();
  }
}

async function signedIn(server: CalltreeProcess, browser: Browser): Promise<Page> {
  const context = await browser.newContext({ baseURL: server.url, viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.goto("/sign-in");
  await page.getByLabel("API key").fill(ADMIN_KEY);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.locator("tbody a").first().waitFor();
  return page;
}

/** With nothing in the browser's cache, as on a first visit. */
async function measureFirstPaint(server: CalltreeProcess, browser: Browser, { report, say }: BenchOptions): Promise<void> {
  say("first paint");
  const times: number[] = [];
  for (let load = 0; load < LOADS; load++) {
    const page = await signedIn(server, browser);
    const session = await page.context().newCDPSession(page);
    await session.send("Network.clearBrowserCache");
    await page.goto("/sessions", { waitUntil: "commit" });
    times.push(await page.evaluate<number>(whenDrawn("tbody a")));
    await page.context().close();
  }
  report({
    name: "page: first sessions drawn, nothing in the browser's cache, p95",
    value: quantile(times, 0.95) / 1_000,
    unit: "s",
    target: { atMost: 1 },
    detail: `p50 ${format(quantile(times, 0.5))} ms, ${spread(times)} ms over ${LOADS} loads`,
  });
}

/** From the last letter typed to the drawn result. */
async function measureFilters(page: Page, { report, say }: BenchOptions): Promise<void> {
  say("filters");
  await page.goto("/sessions");
  await page.locator("tbody a").first().waitFor();
  const times: number[] = [];
  const field = page.locator('input[name="q"]');
  for (const word of WORDS) {
    await field.fill("");
    await page.waitForURL((url) => !url.searchParams.has("q"));
    await page.locator('table[aria-busy="false"] tbody a').first().waitFor();
    const drawn = page.evaluate<number>(whenFiltered(word));
    await field.fill(word);
    times.push(await drawn);
  }
  report({
    name: "page: from a filter typed to its result drawn, p95",
    value: quantile(times, 0.95),
    unit: "ms",
    target: { atMost: 300 },
    detail: `p50 ${format(quantile(times, 0.5))} ms, ${spread(times)} ms over ${times.length} words, the pause for typing included`,
  });
}

async function measureScrolling(page: Page, { report, say }: BenchOptions): Promise<void> {
  say("scrolling");
  await page.goto("/sessions");
  await page.locator("tbody a").first().waitFor();
  await page.mouse.move(700, 600);
  await page.evaluate(WATCH_FRAMES);
  for (let scroll = 0; scroll < SCROLLS; scroll++) await page.mouse.wheel(0, 600);
  reportFrames("page: longest frame while scrolling through the sessions", await page.evaluate<Watched>(READ_FRAMES), report);
}

async function measureLiveRows(server: CalltreeProcess, page: Page, { report, say }: BenchOptions): Promise<void> {
  say(`${CHANGES_PER_SEC} changes a second`);
  await page.goto("/sessions");
  await page.locator("tbody a").first().waitFor();
  await page.evaluate(WATCH_FRAMES);
  const startedMs = performance.now();
  for (let change = 0; change < CHANGES_PER_SEC * CHANGES_SEC; change++) {
    await wait(Math.max(0, startedMs + (change * 1_000) / CHANGES_PER_SEC - performance.now()));
    await send(server, "PUT", `/v1/sessions/live-${change % 100}`, {
      agent: { id: "live", name: `Live ${change}` },
      started_at: new Date(Date.UTC(2026, 5, 1) + (change % 100) * 1_000).toISOString(),
    });
  }
  const watched = await page.evaluate<Watched>(READ_FRAMES);
  reportFrames(`page: longest frame while ${CHANGES_PER_SEC} changes a second come in`, watched, report);
}

async function measureLargeTree(page: Page, { report, say }: BenchOptions): Promise<void> {
  say("a large tree");
  const times: number[] = [];
  for (let load = 0; load < LOADS; load++) {
    await page.goto(`/sessions/${LARGE_SESSION}`, { waitUntil: "commit" });
    times.push(await page.evaluate<number>(whenDrawn('[role="treegrid"] [role="row"][aria-level]')));
  }
  report({
    name: "page: a session with 5,000 records drawn, p95",
    value: quantile(times, 0.95) / 1_000,
    unit: "s",
    target: { atMost: 1 },
    detail: `p50 ${format(quantile(times, 0.5))} ms, ${spread(times)} ms over ${LOADS} loads`,
  });
  const tree = page.getByRole("treegrid");
  await tree.scrollIntoViewIfNeeded();
  await tree.hover();
  await page.evaluate(WATCH_FRAMES);
  for (let scroll = 0; scroll < SCROLLS; scroll++) await page.mouse.wheel(0, 300);
  reportFrames("page: longest frame while scrolling through a tree of 5,000", await page.evaluate<Watched>(READ_FRAMES), report);
}

function reportFrames(name: string, { frames, longTasks }: Watched, report: BenchOptions["report"]): void {
  const slow = frames.filter((frameMs) => frameMs > FRAME_MS_MAX).length;
  report({
    name,
    value: quantile(frames, 1),
    unit: "ms",
    target: { atMost: FRAME_MS_MAX },
    detail:
      `${format(frames.length)} frames, p50 ${format(quantile(frames, 0.5))} ms, p99 ${format(quantile(frames, 0.99))} ms, ${slow} over ${FRAME_MS_MAX} ms; ` +
      `${longTasks.length} long tasks, the longest ${format(Math.max(0, ...longTasks))} ms`,
  });
}
