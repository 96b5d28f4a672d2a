import type { FastifyRequest, onRequestAsyncHookHandler } from "fastify";
import type { Clock } from "../domain/clock.ts";
import { AppError } from "../domain/errors.ts";
import type { OfficeStore, Scope } from "../store/officeStore.ts";
import { type Authority, hasScope } from "./authority.ts";

/** A key revoked in another process is refused at the latest after this long; in this process at once. */
const CACHE_MS = 2_000;
const CACHED_KEYS_MAX = 10_000;

interface CachedAuthority {
  readonly authority: Authority | undefined;
  readonly untilMs: number;
}

export interface KeyringParts {
  readonly office: Pick<OfficeStore, "keyByHash" | "touchKeys">;
  readonly clock: Clock;
  readonly hash: (text: string) => string;
}

/** Tells who a key belongs to, and remembers when each was last used. */
export class Keyring {
  readonly #parts: KeyringParts;
  readonly #cache = new Map<string, CachedAuthority>();
  readonly #lastUsedMs = new Map<string, number>();
  /** Rises when everything is forgotten: what was being read meanwhile may be older than that. */
  #forgotten = 0;

  constructor(parts: KeyringParts) {
    this.#parts = parts;
  }

  /** A key that lives only in this process, for the command line's own use of the API. */
  addInternal(secret: string, authority: Authority): void {
    this.#cache.set(this.#parts.hash(secret), { authority, untilMs: Number.POSITIVE_INFINITY });
  }

  /** @throws AppError KEY_INVALID */
  authorityOf(secret: string): Promise<Authority> {
    return this.authorityOfHash(this.#parts.hash(secret));
  }

  /** For a key that was shown before; it may have been revoked since. @throws AppError KEY_INVALID */
  async authorityOfHash(secretHash: string): Promise<Authority> {
    const nowMs = this.#parts.clock.nowMs();
    let cached = this.#cache.get(secretHash);
    if (cached === undefined || cached.untilMs < nowMs) {
      const forgotten = this.#forgotten;
      cached = { authority: await this.#load(secretHash), untilMs: nowMs + CACHE_MS };
      if (forgotten === this.#forgotten) this.#remember(secretHash, cached);
    }
    if (cached.authority === undefined) throw new AppError("KEY_INVALID", "The key is unknown or was revoked.");
    if (cached.untilMs !== Number.POSITIVE_INFINITY) this.#lastUsedMs.set(cached.authority.keyId, nowMs);
    return cached.authority;
  }

  /** After a key was revoked or made: nothing remembered is trusted any more. */
  forget(): void {
    this.#forgotten++;
    for (const [hash, cached] of this.#cache) if (cached.untilMs !== Number.POSITIVE_INFINITY) this.#cache.delete(hash);
  }

  /** Writes down when keys were last used. Called now and then, and at the end. */
  async saveLastUsed(): Promise<void> {
    if (this.#lastUsedMs.size === 0) return;
    const uses = [...this.#lastUsedMs].map(([id, usedMs]) => ({ id, usedMs }));
    this.#lastUsedMs.clear();
    await this.#parts.office.touchKeys(uses);
  }

  async #load(secretHash: string): Promise<Authority | undefined> {
    const key = await this.#parts.office.keyByHash(secretHash);
    if (key === undefined || key.revokedMs !== null) return undefined;
    return { keyId: key.id, organization: key.organization, scopes: key.scopes, source: key.source };
  }

  #remember(secretHash: string, cached: CachedAuthority): void {
    if (this.#cache.size >= CACHED_KEYS_MAX) this.forget();
    this.#cache.set(secretHash, cached);
  }
}

/** Makes the onRequest hook of a route that only those with a scope may ask. */
export type RequireScope = (scope: Scope | "operator") => onRequestAsyncHookHandler;

/** `authorityOf` tells who asks, and throws when nobody known does. */
export const requireScopeOf =
  (authorityOf: (request: FastifyRequest) => Promise<Authority>): RequireScope =>
  (scope) =>
  async (request) => {
    request.authority = await authorityOf(request);
    if (hasScope(request.authority, scope)) return;
    throw new AppError("SCOPE_MISSING", `This needs a key with the scope "${scope}".`);
  };

/** Takes `Authorization: Bearer <key>`. */
export const requireBearerScope = (keyring: Keyring): RequireScope => requireScopeOf((request) => bearerAuthority(keyring, request));

/** @throws AppError KEY_MISSING | KEY_INVALID */
export const bearerAuthority = async (keyring: Keyring, request: FastifyRequest): Promise<Authority> =>
  keyring.authorityOf(bearerKey(request));

function bearerKey(request: FastifyRequest): string {
  const header = request.headers.authorization;
  const match = header === undefined ? null : /^Bearer +(\S+) *$/i.exec(header);
  if (match?.[1] === undefined) throw new AppError("KEY_MISSING", "The request carries no `Authorization: Bearer <key>` header.");
  return match[1];
}

/** The organization a request acts for. @throws AppError SCOPE_MISSING for the operator, who has none */
export function organizationOf(request: FastifyRequest): string {
  const { organization } = request.authority;
  if (organization === null) throw new AppError("SCOPE_MISSING", "An operator key has no organization; use one of an organization's keys.");
  return organization;
}
