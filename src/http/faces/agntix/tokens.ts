import { createRemoteJWKSet, customFetch, errors, type FetchImplementation, type JWTPayload, jwtVerify } from "jose";
import type { Clock } from "../../../domain/clock.ts";
import { AppError } from "../../../domain/errors.ts";
import type { Authority } from "../../authority.ts";

/** How tokens of people are checked; made of the settings AGNTIX_JWKS_URL and AGNTIX_JWT_*. */
export interface TokenSettings {
  readonly jwksUrl: string;
  readonly issuer: string;
  /** Null: the tokens carry none, as those of Clerk's sessions. */
  readonly audience: string | null;
  readonly algorithms: readonly string[];
  /** Claim that holds the organization's id; a dot leads into an object, as in `o.id`. */
  readonly organizationClaim: string;
  /** Claim that lists what the token may do; null: every valid token may read. */
  readonly scopeClaim: string | null;
}

/** Tells who a token belongs to. @throws AppError KEY_INVALID | SCOPE_MISSING | FETCH_FAILED */
export type VerifyToken = (token: string) => Promise<Authority>;

const CLOCK_TOLERANCE_SEC = 5;
const READ_SCOPES: readonly string[] = ["read", "chat:read", "admin"];

/** The keys are fetched when the first token comes, and again when one names a key that is not known (at most twice a minute). */
export function tokenVerifier(settings: TokenSettings, fetch: FetchImplementation, clock: Clock): VerifyToken {
  const keys = createRemoteJWKSet(new URL(settings.jwksUrl), { [customFetch]: fetch });
  return async (token) => {
    try {
      const { payload } = await jwtVerify(token, keys, {
        algorithms: [...settings.algorithms],
        issuer: settings.issuer,
        ...(settings.audience === null ? {} : { audience: settings.audience }),
        requiredClaims: ["exp"],
        clockTolerance: CLOCK_TOLERANCE_SEC,
        currentDate: new Date(clock.nowMs()),
      });
      return authorityOf(payload, settings);
    } catch (error) {
      throw toAppError(error);
    }
  };
}

function authorityOf(payload: JWTPayload, settings: TokenSettings): Authority {
  const organization = claimOf(payload, settings.organizationClaim);
  if (typeof organization !== "string" || organization === "") {
    throw new AppError("SCOPE_MISSING", "The token names no organization.");
  }
  const mayRead =
    settings.scopeClaim === null || scopesOf(claimOf(payload, settings.scopeClaim)).some((scope) => READ_SCOPES.includes(scope));
  // All tokens of an organization share one rate limit, as the contract has it.
  const expiresMs = ((payload.exp ?? 0) + CLOCK_TOLERANCE_SEC) * 1_000;
  return { keyId: `jwt:${organization}`, organization, scopes: mayRead ? ["read"] : [], source: "jwt", expiresMs };
}

/** A claim may itself have a dot in its name, as those that are addresses do. */
function claimOf(payload: JWTPayload, name: string): unknown {
  if (Object.hasOwn(payload, name)) return payload[name];
  let value: unknown = payload;
  for (const part of name.split(".")) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, part)) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[part];
  }
  return value;
}

function scopesOf(claim: unknown): string[] {
  if (typeof claim === "string") return claim.split(/[\s,]+/);
  return Array.isArray(claim) ? claim.filter((scope) => typeof scope === "string") : [];
}

/** What jose throws when an address gives no set of keys, or not in time. */
const KEYS_FAULTS: ReadonlySet<string> = new Set(["ERR_JWKS_TIMEOUT", "ERR_JWKS_INVALID", "ERR_JOSE_GENERIC"]);

/** Whatever is wrong with the token itself is a refusal; keys that cannot be fetched are a fault of elsewhere. */
function toAppError(error: unknown): unknown {
  if (error instanceof AppError && error.code === "SCOPE_MISSING") return error;
  const isRefusal = error instanceof errors.JOSEError && !KEYS_FAULTS.has(error.code);
  if (!isRefusal) return new AppError("FETCH_FAILED", "The keys that tokens are checked with cannot be fetched.", { cause: error });
  const message = error instanceof errors.JWTExpired ? "The token has expired." : "The token is not valid here.";
  return new AppError("KEY_INVALID", message, { cause: error });
}

/** True for what has the form of a signed token: three parts, of which the first is a JSON header. */
export function isToken(text: string): boolean {
  const [header = "", , signature, ...rest] = text.split(".");
  if (signature === undefined || rest.length > 0) return false;
  try {
    const parsed: unknown = JSON.parse(Buffer.from(header, "base64url").toString("utf8"));
    return typeof parsed === "object" && parsed !== null && "alg" in parsed;
  } catch {
    // Not JSON: an ordinary key that happens to have two dots.
    return false;
  }
}
