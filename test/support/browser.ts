/** A real Chromium for tests of the page: the one that is installed, or else Debian's, where it may be installed. */
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";

const NAMES = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome", "msedge"];
const PLACES = ["/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", "/Applications/Chromium.app/Contents/MacOS/Chromium"];

/** @throws Error that says how to get one, when there is none and none can be installed */
export async function openBrowser(): Promise<Browser> {
  const executablePath = installed() ?? installDebians();
  const asRoot = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  return chromium.launch({ executablePath, args: [...asRoot, "--disable-dev-shm-usage", "--disable-gpu"] });
}

function installed(): string | undefined {
  const given = process.env["CHROMIUM"];
  if (given !== undefined && given !== "") return given;
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  return [...folders.flatMap((folder) => NAMES.map((name) => join(folder, name))), ...PLACES].find((path) => existsSync(path));
}

function installDebians(): string {
  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    const run = (...args: string[]) => execFileSync("apt-get", args, { stdio: ["ignore", "ignore", "inherit"] });
    run("update", "-qq");
    run("install", "-y", "-qq", "--no-install-recommends", "chromium");
    const path = installed();
    if (path !== undefined) return path;
  }
  throw new Error(
    "The tests of the page need Chromium. Install it (Debian, Ubuntu: `sudo apt-get install chromium`), or name a browser in CHROMIUM=/path/to/chromium.",
  );
}

/** One viewer, and all that the browser complained of or asked of others meanwhile. */
export interface Visit extends AsyncDisposable {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Console errors, uncaught errors, refusals by the content security policy, requests to other hosts. */
  readonly faults: string[];
}

export interface VisitOptions {
  readonly theme?: "light" | "dark";
  /** 1280 × 800 without. */
  readonly size?: { readonly width: number; readonly height: number };
}

export async function visit(browser: Browser, address: string, { theme = "light", size }: VisitOptions = {}): Promise<Visit> {
  const context = await browser.newContext({
    baseURL: address,
    colorScheme: theme,
    ...(size === undefined ? {} : { viewport: size }),
    reducedMotion: "reduce",
    timezoneId: "Asia/Kolkata",
    locale: "en-GB",
  });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" && !message.text().includes("status of 401")) faults.push(message.text());
  });
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("request", (request) => {
    if (!request.url().startsWith(address)) faults.push(`asked ${request.url()}`);
  });
  return { page, context, faults, [Symbol.asyncDispose]: () => context.close() };
}

const AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
/** No style sheets are fetched once more: they are this server's own, and the browser has read them. */
const AXE_OPTIONS = { resultTypes: ["violations" as const], preload: false };

/**
 * What axe finds wrong, in words: everything as the page stands, and once more, with the other colours, what colours can break. It
 * comes last in a visit, for what it puts into the page our own policy would refuse.
 */
export async function axeFaults(page: Page): Promise<string[]> {
  // The page has no frames, so axe needs no second page to gather what it found in each.
  const axe = () => new AxeBuilder({ page }).setLegacyMode(true).options(AXE_OPTIONS);
  const found = await axe().withTags(AXE_TAGS).analyze();
  await page.emulateMedia({ colorScheme: "dark" });
  const dark = await axe().withRules(["color-contrast"]).analyze();
  return [...faultsOf("", found.violations), ...faultsOf("dark: ", dark.violations)];
}

type Violations = Awaited<ReturnType<AxeBuilder["analyze"]>>["violations"];

const faultsOf = (before: string, violations: Violations): string[] =>
  violations.map(({ id, nodes }) => `${before}${id}: ${nodes.map(({ html, failureSummary }) => `${html}\n${failureSummary}`).join("\n")}`);
