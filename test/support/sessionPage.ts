/** Parts of a session's page, for tests of it. */
import type { Page } from "playwright-core";

export const card = (page: Page, name: string) => page.getByRole("region", { name, exact: true });

/** What the page's address points at: record, message, zoom and measure. */
export const pointers = (page: Page): URLSearchParams => new URL(page.url()).searchParams;
