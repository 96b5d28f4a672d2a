import type { FastifyRequest, onRequestAsyncHookHandler, preHandlerAsyncHookHandler } from "fastify";
import type { Clock } from "../../../domain/clock.ts";
import { AppError } from "../../../domain/errors.ts";
import type { Organizations } from "../../../reads/index.ts";
import type { Keyring } from "../../authenticate.ts";
import { type Authority, hasScope } from "../../authority.ts";
import { isToken, type VerifyToken } from "./tokens.ts";

export interface AuthenticationParts {
  readonly keyring: Pick<Keyring, "authorityOf">;
  readonly organizations: Pick<Organizations, "context">;
  /** Null: no AGNTIX_JWKS_URL is set, and no token is taken. */
  readonly verifyToken: VerifyToken | null;
}

/**
 * A key in `x-api-key`, a token in `Authorization: Bearer`, and never one in the other's place. What it may do is asked later
 * (`requireRead`), after the request was counted, so that a refusal tells the limits too.
 */
export const authenticate =
  (parts: AuthenticationParts): onRequestAsyncHookHandler =>
  async (request) => {
    request.authority = await authorityOf(parts, request);
  };

/** The same for streams, which browsers open without headers of their own: `?token=` may carry either. */
export const authenticateStream =
  (parts: AuthenticationParts): onRequestAsyncHookHandler =>
  async (request) => {
    request.authority = await streamAuthority(parts, request);
  };

/** For a stream that goes on: throws when who opened it may read no longer. A key is asked for again; nothing but its time ends a token. */
export async function askStreamAuthority(parts: AuthenticationParts & { readonly clock: Clock }, request: FastifyRequest): Promise<void> {
  const { expiresMs } = request.authority;
  if (expiresMs === undefined) await streamAuthority(parts, request);
  else if (expiresMs <= parts.clock.nowMs()) throw new AppError("KEY_INVALID", "The token has expired.");
}

async function streamAuthority(parts: AuthenticationParts, request: FastifyRequest): Promise<Authority> {
  const { token } = request.query as { readonly token?: unknown };
  if (typeof token !== "string" || token === "") return authorityOf(parts, request);
  return isToken(token) ? tokenAuthority(parts, token) : parts.keyring.authorityOf(token);
}

export const requireRead: preHandlerAsyncHookHandler = async (request) => {
  if (!hasScope(request.authority, "read")) throw new AppError("SCOPE_MISSING", 'This needs the scope "read" (chat:read).');
};

async function authorityOf(parts: AuthenticationParts, request: FastifyRequest): Promise<Authority> {
  const key = request.headers["x-api-key"];
  if (typeof key === "string" && key !== "") return parts.keyring.authorityOf(key);
  return bearerVerifier(parts)(request);
}

type TokenParts = Pick<AuthenticationParts, "organizations" | "verifyToken">;

/** Reads the token in `Authorization: Bearer`. @throws AppError KEY_MISSING | KEY_INVALID | SCOPE_MISSING | FETCH_FAILED */
export const bearerVerifier = (parts: TokenParts) => async (request: Pick<FastifyRequest, "headers">) => {
  const { authorization } = request.headers;
  if (authorization === undefined) throw new AppError("KEY_MISSING", "Authentication required.");
  const token = /^Bearer +(\S+) *$/i.exec(authorization)?.[1];
  if (token === undefined || !isToken(token)) {
    throw new AppError("KEY_INVALID", "`Authorization: Bearer` takes a signed token; an API key goes into the header `x-api-key`.");
  }
  return tokenAuthority(parts, token);
};

async function tokenAuthority({ verifyToken, organizations }: TokenParts, token: string): Promise<Authority> {
  if (verifyToken === null) throw new AppError("KEY_INVALID", "This server takes no tokens; use an API key in the header `x-api-key`.");
  const authority = await verifyToken(token);
  try {
    await organizations.context(authority.organization ?? "");
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "ORGANIZATION_NOT_FOUND") throw error;
    // Valid, and of somebody whom this server does not serve; the answer does not tell which organizations it has.
    throw new AppError("SCOPE_MISSING", "The token's organization has no access here.");
  }
  return authority;
}
