/**
 * Writes pictures of every page to docs/pictures/: light, dark, and as a phone shows it. A server of its own with a store of its
 * own: the sample calls, some hundred generated sessions, an endpoint that hears of them. `--to FOLDER` writes somewhere else.
 */

import { execFile } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs, promisify } from "node:util";
import type { Page } from "playwright-core";
import { ADMIN_KEY, AUTHORIZATION, startCalltree } from "../bench/calltreeProcess.ts";
import { openBrowser } from "../test/support/browser.ts";

const SESSIONS_MIN = 20;
const DAY_MS = 86_400_000;
const DAYS = 14;
/** High enough for the time axis and what stands below it. */
const SESSION_PX = 1_420;
const LOOKS = [
  ["light", "light", 1440, 900],
  ["dark", "dark", 1440, 900],
  ["phone", "light", 390, 844],
] as const;

const { values } = parseArgs({ options: { to: { type: "string", default: "docs/pictures" } } });
const folder = mkdtempSync(join(tmpdir(), "calltree-pictures-"));
const receiver = createServer((_request, response) => response.end("ok")).listen(0, "127.0.0.1");
await once(receiver, "listening");
const browser = await openBrowser();
try {
  await using server = await startCalltree(`sqlite:${join(folder, "pictures.db")}`, {
    CALLTREE_SECRET_KEY: "0123456789abcdef".repeat(4),
    OUTGOING_ALLOW: "127.0.0.1",
  });
  const call = async <Answer>(method: string, path: string, body?: unknown): Promise<Answer> => {
    const answer = await fetch(server.url + path, {
      method,
      headers: { ...AUTHORIZATION, ...(body === undefined ? {} : { "content-type": "application/json" }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`);
    return (await answer.json()) as Answer;
  };
  const { port } = receiver.address() as AddressInfo;
  await call("POST", "/v1/endpoints", {
    url: `http://127.0.0.1:${port}/calls`,
    events: ["session.ended", "session.settled", "session.analysed"],
  });
  await call("PUT", "/v1/exchange-rates", [
    { currency: "EUR", rate: "1.0842" },
    { currency: "GBP", rate: "1.2710" },
    { currency: "IDR", rate: "0.0000625" },
  ]);
  const { session_ids } = await call<{ session_ids: string[] }>("POST", "/v1/sample-calls", {});
  for (let day = 0; day < DAYS; day++) {
    const start = new Date(Date.now() - (DAYS - day) * DAY_MS).toISOString();
    const load = ["generate", "--load", "--sessions", String(SESSIONS_MIN + ((day * 7) % 23)), "--seed", String(day + 1), "--start", start];
    await promisify(execFile)(process.execPath, ["src/cli.ts", ...load, "--server", server.url, "--key", ADMIN_KEY]);
  }
  mkdirSync(values.to, { recursive: true });
  const [sample = ""] = session_ids;
  const pages = [
    ["sessions", "/sessions"],
    ["session", `/sessions/${sample}`, SESSION_PX],
    ["session-money", `/sessions/${sample}?view=money`, SESSION_PX],
    ["costs", "/costs"],
    ["agents", "/agents"],
    ["webhooks", "/webhooks"],
    ["record-types", "/record-types"],
    ["keys", "/keys"],
    ["audit", "/audit"],
    ["settings", "/settings"],
    ["components", "/components"],
  ] as const;
  for (const [look, colorScheme, width, height] of LOOKS) {
    const context = await browser.newContext({ baseURL: server.url, colorScheme, viewport: { width, height }, reducedMotion: "reduce" });
    const page = await context.newPage();
    await page.goto("/sign-in");
    await page.screenshot({ path: join(values.to, `sign-in-${look}.png`) });
    await page.getByLabel("API key").fill(ADMIN_KEY);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.waitForURL("**/sessions");
    for (const [name, path, tallPx] of pages) {
      await page.setViewportSize({ width, height: tallPx ?? height });
      await picture(page, path, join(values.to, `${name}-${look}.png`));
    }
    await context.close();
  }
} finally {
  await browser.close();
  receiver.close();
  rmSync(folder, { recursive: true, force: true });
}

async function picture(page: Page, path: string, file: string): Promise<void> {
  await page.goto(path);
  await page.getByRole("heading", { level: 1 }).first().waitFor();
  // A page that listens to the stream is never idle; what it shows first has come when nothing says that it is loading.
  await page.locator('[role="status"]:has-text("Loading")').first().waitFor({ state: "detached" });
  await page.evaluate(
    "document.fonts.ready.then(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))))",
  );
  await page.screenshot({ path: file });
  console.error(file);
}
