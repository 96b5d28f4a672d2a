/** A real Chromium for tests of the page: the one that is installed, or else Debian's, where it may be installed. */
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { type Browser, type BrowserContext, chromium, type Page, type ViewportSize } from "playwright-core";

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

const SIZE = { width: 1280, height: 800 };

/** One viewer, and all that the browser complained of or asked of others meanwhile. */
export interface Visit extends AsyncDisposable {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Console errors, uncaught errors, refusals by the content security policy, requests to other hosts. */
  readonly faults: string[];
}

export interface VisitOptions {
  /** 1280 × 800 without. */
  readonly size?: ViewportSize;
}

/**
 * Visits to one address. One that comes after another takes over its tab and finds the scripts in the browser's cache, as a person
 * does, which halves its work; nothing else is left of the one before.
 */
export class Visits {
  readonly #browser: Browser;
  readonly #address: string;
  readonly #free: Page[] = [];

  constructor(browser: Browser, address: string) {
    this.#browser = browser;
    this.#address = address;
  }

  /** Of somebody who was never here. */
  async first({ size = SIZE }: VisitOptions = {}): Promise<Visit> {
    const page = await this.#newPage();
    await page.setViewportSize(size);
    return this.#watched(page, () => page.context().close());
  }

  async next({ size = SIZE }: VisitOptions = {}): Promise<Visit> {
    const page = this.#free.pop() ?? (await this.#newPage());
    await page.setViewportSize(size);
    return this.#watched(page, () => this.#leave(page));
  }

  async #newPage(): Promise<Page> {
    const context = await this.#browser.newContext({
      ...{ baseURL: this.#address, colorScheme: "light", reducedMotion: "reduce", timezoneId: "Asia/Kolkata", locale: "en-GB" },
    });
    return context.newPage();
  }

  #watched(page: Page, leave: () => Promise<void>): Visit {
    const faults: string[] = [];
    page.on("console", (message) => {
      if (message.type() === "error" && !message.text().includes("status of 401")) faults.push(message.text());
    });
    page.on("pageerror", (error) => faults.push(error.message));
    page.on("request", (request) => {
      if (!request.url().startsWith(this.#address)) faults.push(`asked ${request.url()}`);
    });
    return { page, context: page.context(), faults, [Symbol.asyncDispose]: leave };
  }

  async #leave(page: Page): Promise<void> {
    const context = page.context();
    for (const other of context.pages()) if (other !== page) await other.close();
    await page.removeAllListeners(undefined, { behavior: "wait" });
    await page.unrouteAll({ behavior: "wait" });
    await page.goto("about:blank");
    const session = await context.newCDPSession(page);
    await session.send("Storage.clearDataForOrigin", { origin: this.#address, storageTypes: "cookies,local_storage" });
    await session.detach();
    await page.emulateMedia({ colorScheme: "light", forcedColors: null, reducedMotion: "reduce" });
    this.#free.push(page);
  }
}

/** Until nothing of the page is still to come. */
export async function loaded(page: Page): Promise<void> {
  await page.getByRole("heading", { level: 1 }).first().waitFor();
  await page.getByRole("status").filter({ hasText: "Loading" }).first().waitFor({ state: "detached" });
}

/** The button of exactly this name. */
export const press = (page: Page, name: string): Promise<void> => page.getByRole("button", { name, exact: true }).click();

/** A refusal that the test asked for is no fault of the page; the browser logs each. */
export const besideRefusals = (faults: readonly string[]): string[] => faults.filter((fault) => !/status of 4\d\d/.test(fault));

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
