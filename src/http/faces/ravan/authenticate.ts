import type { FastifyRequest, onRequestAsyncHookHandler } from "fastify";
import { AppError } from "../../../domain/errors.ts";
import { type Authority, hasScope } from "../../authority.ts";
import type { RavanParts } from "./parts.ts";

type KeyParts = Pick<RavanParts, "keyring" | "verifyBearer">;

/** The key in `X-Api-Key` and nothing else: the same key in `Authorization` is refused, as the contract has it. */
export const requireApiKey =
  ({ keyring }: KeyParts): onRequestAsyncHookHandler =>
  async (request) => {
    const key = apiKeyOf(request);
    if (key === undefined) throw missing();
    admit(request, await keyring.authorityOf(key));
  };

/** A key as above or, where the server reads JWTs, a JWT in `Authorization`. */
export const requireApiKeyOrBearer =
  ({ keyring, verifyBearer }: KeyParts): onRequestAsyncHookHandler =>
  async (request) => {
    const key = apiKeyOf(request);
    if (key !== undefined) return admit(request, await keyring.authorityOf(key));
    if (verifyBearer === undefined || request.headers.authorization === undefined) throw missing();
    admit(request, await verifyBearer(request));
  };

/** Taken as it is: nothing is trimmed from a key. */
function apiKeyOf(request: FastifyRequest): string | undefined {
  const key = request.headers["x-api-key"];
  return typeof key === "string" && key !== "" ? key : undefined;
}

function admit(request: FastifyRequest, authority: Authority): void {
  request.authority = authority;
  if (!hasScope(authority, "read")) throw new AppError("SCOPE_MISSING", 'This needs a key with the scope "read".');
}

const missing = (): AppError => new AppError("KEY_MISSING", "API key is missing or invalid");
