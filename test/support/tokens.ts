/** An identity provider of its own for a test: a key pair, a server that tells the public half, and tokens signed with the other. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type CryptoKey, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from "jose";

export const ISSUER = "https://identity.example";

export interface IdentityProvider extends AsyncDisposable {
  readonly jwksUrl: string;
  /** A token of five minutes from `nowMs` on; `payload` adds to or replaces its claims. */
  token(nowMs: number, payload?: JWTPayload): Promise<string>;
  /** Signed with a key that the provider never told of, under the name of one that it did. */
  forgedToken(nowMs: number): Promise<string>;
}

export async function startIdentityProvider(): Promise<IdentityProvider> {
  const [own, foreign] = await Promise.all([generateKeyPair("RS256"), generateKeyPair("RS256")]);
  const jwks = { keys: [{ ...(await exportJWK(own.publicKey)), kid: "one", alg: "RS256", use: "sig" }] };
  const server = createServer((_request, response) => {
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(jwks));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const sign = (key: CryptoKey, nowMs: number, payload: JWTPayload): Promise<string> => {
    const iat = Math.floor(nowMs / 1_000);
    const claims = { sub: "user_1", org_id: "default", iss: ISSUER, iat, exp: iat + 300, ...payload };
    return new SignJWT(claims).setProtectedHeader({ alg: "RS256", kid: "one" }).sign(key);
  };
  return {
    jwksUrl: `http://127.0.0.1:${port}/jwks`,
    token: (nowMs, payload = {}) => sign(own.privateKey, nowMs, payload),
    forgedToken: (nowMs) => sign(foreign.privateKey, nowMs, {}),
    [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
