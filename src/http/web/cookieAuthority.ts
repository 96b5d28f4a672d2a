import type { FastifyRequest } from "fastify";
import { AppError } from "../../domain/errors.ts";
import { bearerAuthority, type Keyring, type RequireScope, requireScopeOf } from "../authenticate.ts";
import type { Authority } from "../authority.ts";
import { cookieToken } from "./cookie.ts";
import { requireSameOrigin } from "./sameOrigin.ts";
import type { SignIn, WebSessions } from "./webSessions.ts";

/** The id of the key that the page shows its viewer; all tabs share one cookie, and another may have signed in with it. */
const KEY_HEADER = "calltree-key";

export interface CookieParts {
  readonly keyring: Keyring;
  readonly webSessions: WebSessions;
  /** Scheme and host that this server is reached under, without a slash at its end; null: as each request reached it. */
  readonly publicUrl: string | null;
}

/** A key in the header counts; without one, the page's cookie stands for the key that signed in, and for nothing more. */
export const requireKeyOrCookieScope = (parts: CookieParts): RequireScope =>
  requireScopeOf((request) => keyOrCookieAuthority(parts, request));

/** Who asks, by the key in the header or by the cookie. @throws AppError as the two do */
export const keyOrCookieAuthority = async (parts: CookieParts, request: FastifyRequest): Promise<Authority> =>
  isByCookie(request) ? (await cookieAuthority(parts, request)).authority : bearerAuthority(parts.keyring, request);

const isByCookie = (request: FastifyRequest): boolean => request.headers.authorization === undefined && cookieToken(request) !== undefined;

/** @throws AppError SIGN_IN_ENDED | ORIGIN_REFUSED | SIGNED_IN_AS_ANOTHER | KEY_INVALID, as soon as the key is revoked */
export async function cookieAuthority(parts: CookieParts, request: FastifyRequest): Promise<{ authority: Authority; signIn: SignIn }> {
  const token = cookieToken(request);
  const signIn = token === undefined ? undefined : parts.webSessions.find(token);
  if (signIn === undefined) throw new AppError("SIGN_IN_ENDED", "Nobody is signed in here, or no longer.");
  requireSameOrigin(request, parts.publicUrl);
  const authority = await parts.keyring.authorityOfHash(signIn.keyHash);
  const shownKeyId = request.headers[KEY_HEADER];
  if (shownKeyId !== undefined && shownKeyId !== authority.keyId)
    throw new AppError("SIGNED_IN_AS_ANOTHER", "This browser is signed in with another key than the page was opened with.");
  return { authority, signIn };
}
