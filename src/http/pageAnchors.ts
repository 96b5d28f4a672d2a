import { createHash } from "node:crypto";
import type { Clock } from "../domain/clock.ts";

/** A list as it was asked for, page by page. */
export interface PageQuestion {
  readonly organization: string;
  readonly keyId: string;
  /** Name of the route, so that two lists with the same filters stay apart. */
  readonly route: string;
  /** Filters, sort and page size, as plain data: what makes two pages parts of one list. */
  readonly asked: unknown;
  /** From 1. */
  readonly pageNumber: number;
}

export interface PageAnchorParts {
  readonly clock: Clock;
  /** The largest key of the listed rows at this moment. */
  newestKey(organization: string): Promise<number>;
}

interface Anchor {
  readonly upToKey: number;
  readonly untilMs: number;
}

/** Counted from the last page that was read. */
export const ANCHOR_KEPT_MS = 600_000;
const ANCHORS_MAX = 10_000;

/**
 * Keeps pages by number disjoint and complete while rows are being inserted: the first page remembers the newest row there
 * was, and the pages after it leave out what came since. Asking for the first page again starts anew.
 */
export class PageAnchors {
  readonly #parts: PageAnchorParts;
  readonly #anchors = new Map<string, Anchor>();

  constructor(parts: PageAnchorParts) {
    this.#parts = parts;
  }

  /** The newest row that this page, and the total told with it, may count. A later page that no first one came before starts a list too. */
  async upToKey(question: PageQuestion): Promise<number> {
    const name = nameOf(question);
    const nowMs = this.#parts.clock.nowMs();
    const known = this.#anchors.get(name);
    const continues = question.pageNumber > 1 && known !== undefined && known.untilMs > nowMs;
    const upToKey = continues ? known.upToKey : await this.#parts.newestKey(question.organization);
    this.#remember(name, { upToKey, untilMs: nowMs + ANCHOR_KEPT_MS });
    return upToKey;
  }

  /** The map's order is that of the last use, so the first one is the longest unused. */
  #remember(name: string, anchor: Anchor): void {
    this.#anchors.delete(name);
    this.#anchors.set(name, anchor);
    const [oldest] = this.#anchors.keys();
    if (this.#anchors.size > ANCHORS_MAX && oldest !== undefined) this.#anchors.delete(oldest);
  }
}

/** Hashed, because filters can be long and thousands are remembered. */
function nameOf({ organization, keyId, route, asked }: PageQuestion): string {
  return createHash("sha256")
    .update(JSON.stringify([organization, keyId, route, asked]))
    .digest("base64");
}
