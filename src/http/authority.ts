import type { ApiKey, Scope } from "../store/officeStore.ts";

/** What a request may do: that of its key. */
export interface Authority {
  readonly keyId: string;
  /** Null exactly for the operator. */
  readonly organization: string | null;
  readonly scopes: readonly ApiKey["scopes"][number][];
  readonly source: string;
  /** Set where it ends by itself, as that of a token does. */
  readonly expiresMs?: number;
}

declare module "fastify" {
  interface FastifyRequest {
    /** Set by the authentication hook of the route; reading it elsewhere is a fault of ours. */
    authority: Authority;
  }
}

/** An organization's `admin` may also read and write; `operator` is an authority of its own. */
export function hasScope(authority: Authority, scope: Scope | "operator"): boolean {
  if (authority.scopes.includes(scope)) return true;
  return scope !== "operator" && authority.scopes.includes("admin");
}
