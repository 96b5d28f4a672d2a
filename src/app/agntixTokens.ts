import type { Clock } from "../domain/clock.ts";
import { AppError } from "../domain/errors.ts";
import { type TokenSettings, tokenVerifier, type VerifyToken } from "../http/faces/agntix/tokens.ts";
import { guardedFetchForJwks } from "../outgoing/guardedFetch.ts";
import type { OutgoingPolicy } from "../outgoing/policy.ts";
import type { Config } from "./config.ts";

/**
 * Checks the Agntix face's tokens as the settings say; null when none are taken.
 * @throws AppError CONFIG_INVALID when the settings leave open whose tokens to believe
 */
export function agntixTokens(config: Config, policy: OutgoingPolicy, clock: Clock): VerifyToken | null {
  if (config.AGNTIX_JWKS_URL === null) return null;
  if (config.AGNTIX_JWT_ISSUER === null) {
    throw new AppError("CONFIG_INVALID", "AGNTIX_JWT_ISSUER must be set together with AGNTIX_JWKS_URL.");
  }
  const settings: TokenSettings = {
    jwksUrl: config.AGNTIX_JWKS_URL,
    issuer: config.AGNTIX_JWT_ISSUER,
    audience: config.AGNTIX_JWT_AUDIENCE,
    algorithms: config.AGNTIX_JWT_ALGORITHMS.split(","),
    organizationClaim: config.AGNTIX_JWT_ORGANIZATION_CLAIM,
    scopeClaim: config.AGNTIX_JWT_SCOPE_CLAIM,
  };
  return tokenVerifier(settings, guardedFetchForJwks(policy), clock);
}
