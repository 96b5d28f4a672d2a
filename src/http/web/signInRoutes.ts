import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import type { FastifyReply, FastifyRequest } from "fastify";
import { Type } from "typebox";
import { AppError } from "../../domain/errors.ts";
import { formatTime } from "../../domain/time.ts";
import type { OfficeStore } from "../../store/officeStore.ts";
import { type Authority, hasScope } from "../authority.ts";
import { clearCookie, cookieToken, setCookie } from "./cookie.ts";
import { type CookieParts, cookieAuthority } from "./cookieAuthority.ts";
import type { FailedSignIns } from "./failedSignIns.ts";
import { isReachedSecurely, requireSameOrigin } from "./sameOrigin.ts";

export interface SignInParts extends CookieParts {
  readonly office: Pick<OfficeStore, "organization">;
  /** A sign-in has ended: what goes on in its name ends too. */
  readonly signInEnded: () => void;
  readonly failedSignIns: FailedSignIns;
  readonly hash: (text: string) => string;
  /** Of the server. */
  readonly version: string;
}

const hide = true;
const SECRET_CHARACTERS_MAX = 512;
const secret = Type.String({ minLength: 1, maxLength: SECRET_CHARACTERS_MAX });

/** Sign-in of the page, which is its own client of these: no part of the public API. */
export const signInRoutes =
  (parts: SignInParts): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.post(
      "/web/sign-in",
      { schema: { hide, body: Type.Object({ key: secret }, { additionalProperties: false }) } },
      async (request, reply) =>
        parts.failedSignIns.attempt(request.ip, () => signIn(parts, request, reply, parts.hash(request.body.key.trim()))),
    );
    app.post(
      "/web/open",
      { schema: { hide, body: Type.Object({ token: secret }, { additionalProperties: false }) } },
      async (request, reply) => {
        requireSameOrigin(request, parts.publicUrl);
        return parts.failedSignIns.attempt(request.ip, async () => {
          const keyHash = parts.webSessions.takeLink(request.body.token);
          if (keyHash === undefined) throw new AppError("SIGN_IN_LINK_INVALID", "The link was used already, or its ten minutes are over.");
          return signIn(parts, request, reply, keyHash);
        });
      },
    );
    app.post("/web/sign-out", { schema: { hide } }, async (request, reply) => {
      requireSameOrigin(request, parts.publicUrl);
      const token = cookieToken(request);
      if (token !== undefined) endSignIn(parts, token);
      clearCookie(reply, isReachedSecurely(request, parts.publicUrl));
      return reply.code(204).send();
    });
    app.get("/web/me", { schema: { hide } }, async (request) => {
      const { authority, signIn } = await cookieAuthority(parts, request);
      return me(parts, authority, signIn.expiresMs);
    });
  };

function endSignIn({ webSessions, signInEnded }: SignInParts, token: string): void {
  webSessions.close(token);
  signInEnded();
}

async function signIn(parts: SignInParts, request: FastifyRequest, reply: FastifyReply, keyHash: string): Promise<unknown> {
  requireSameOrigin(request, parts.publicUrl);
  const authority = await parts.keyring.authorityOfHash(keyHash);
  if (authority.organization === null)
    throw new AppError("SCOPE_MISSING", "An operator key has no organization; sign in with one of an organization's keys.");
  if (!hasScope(authority, "read")) throw new AppError("SCOPE_MISSING", 'Signing in needs a key with the scope "read".');
  const former = cookieToken(request);
  if (former !== undefined) endSignIn(parts, former);
  const { token, expiresMs } = parts.webSessions.open(keyHash);
  setCookie(reply, token, isReachedSecurely(request, parts.publicUrl));
  return me(parts, authority, expiresMs);
}

async function me({ office, version }: SignInParts, authority: Authority, expiresMs: number): Promise<unknown> {
  const organization = authority.organization === null ? undefined : await office.organization(authority.organization);
  if (organization === undefined) throw new AppError("ORGANIZATION_NOT_FOUND", "The organization of this key is gone.");
  return {
    organization: { id: organization.id, name: organization.name, currency: organization.currency },
    scopes: authority.scopes,
    key_id: authority.keyId,
    expires_at: formatTime(expiresMs),
    version,
  };
}
