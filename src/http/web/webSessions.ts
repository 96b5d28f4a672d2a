import type { Clock } from "../../domain/clock.ts";

/** How long a sign-in lasts, whatever is done meanwhile. */
export const SIGN_IN_LIFE_MS = 12 * 3_600_000;
/** How long a printed link waits to be opened. */
export const LINK_LIFE_MS = 10 * 60_000;
const SIGN_INS_MAX = 10_000;
const LINKS_MAX = 100;

export interface WebSessionsParts {
  readonly clock: Clock;
  readonly hash: (text: string) => string;
  /** A secret that nobody can guess. */
  readonly newToken: () => string;
}

export interface SignIn {
  /** Of the key that was shown; what the key may do is asked of the keyring, each time. */
  readonly keyHash: string;
  readonly expiresMs: number;
}

/**
 * Who is signed in to the page. Only hashes of tokens and keys are kept, in memory: a restart signs everybody out, and a
 * stolen database holds no way in.
 */
export class WebSessions {
  readonly #parts: WebSessionsParts;
  readonly #signIns = new Map<string, SignIn>();
  readonly #links = new Map<string, SignIn>();

  constructor(parts: WebSessionsParts) {
    this.#parts = parts;
  }

  /** A token for the cookie of somebody who has shown the key with this hash. */
  open(keyHash: string): { readonly token: string; readonly expiresMs: number } {
    return this.#keep(this.#signIns, keyHash, SIGN_IN_LIFE_MS, SIGN_INS_MAX);
  }

  /** Absent, ended or expired: undefined. */
  find(token: string): SignIn | undefined {
    const tokenHash = this.#parts.hash(token);
    return this.#alive(this.#signIns, tokenHash);
  }

  /** Ends a sign-in; one that has ended already is no fault. */
  close(token: string): void {
    this.#signIns.delete(this.#parts.hash(token));
  }

  /** A token for an address that signs in once. */
  openLink(keyHash: string): string {
    return this.#keep(this.#links, keyHash, LINK_LIFE_MS, LINKS_MAX).token;
  }

  /** The hash of the key that the link stands for. Unknown, used or expired: undefined. */
  takeLink(token: string): string | undefined {
    const tokenHash = this.#parts.hash(token);
    const link = this.#alive(this.#links, tokenHash);
    this.#links.delete(tokenHash);
    return link?.keyHash;
  }

  #alive(kept: Map<string, SignIn>, tokenHash: string): SignIn | undefined {
    const found = kept.get(tokenHash);
    if (found === undefined || found.expiresMs > this.#parts.clock.nowMs()) return found;
    kept.delete(tokenHash);
    return undefined;
  }

  #keep(kept: Map<string, SignIn>, keyHash: string, lifeMs: number, countMax: number): { token: string; expiresMs: number } {
    const nowMs = this.#parts.clock.nowMs();
    for (const [tokenHash, { expiresMs }] of kept) if (expiresMs <= nowMs) kept.delete(tokenHash);
    // A map goes in order of insertion: the oldest makes room.
    for (const tokenHash of kept.keys()) {
      if (kept.size < countMax) break;
      kept.delete(tokenHash);
    }
    const token = this.#parts.newToken();
    const expiresMs = nowMs + lifeMs;
    kept.set(this.#parts.hash(token), { keyHash, expiresMs });
    return { token, expiresMs };
  }
}
