import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { describe, expect, it } from "vitest";
import { AppError } from "../../../domain/errors.ts";
import type { Authority } from "../../authority.ts";
import { requireApiKey, requireApiKeyOrBearer } from "./authenticate.ts";

const reader: Authority = { keyId: "key_1", organization: "org_a", scopes: ["read"], source: "api" };
const ingester: Authority = { ...reader, keyId: "key_2", scopes: ["ingest"] };
const user: Authority = { ...reader, keyId: "jwt" };

const keyring = {
  authorityOf: async (secret: string): Promise<Authority> => {
    if (secret === "reading") return reader;
    if (secret === "ingesting") return ingester;
    throw new AppError("KEY_INVALID", "The key is unknown or was revoked.");
  },
};
const verifyBearer = async (request: FastifyRequest): Promise<Authority> => {
  if (request.headers.authorization === "Bearer good.jwt") return user;
  throw new AppError("KEY_INVALID", "The token is not valid.");
};

async function authorityAfter(hook: ReturnType<typeof requireApiKey>, headers: Record<string, string>): Promise<Authority> {
  const request = { headers } as unknown as FastifyRequest;
  await hook.call({} as FastifyInstance, request, {} as FastifyReply);
  return request.authority;
}

describe("a key", () => {
  const hook = requireApiKey({ keyring });

  it("in X-Api-Key says who asks", async () => {
    expect(await authorityAfter(hook, { "x-api-key": "reading" })).toBe(reader);
  });

  it.each<[string, Record<string, string>, string]>([
    ["that is missing", {}, "KEY_MISSING"],
    ["that is empty", { "x-api-key": "" }, "KEY_MISSING"],
    ["that is unknown", { "x-api-key": "guessed" }, "KEY_INVALID"],
    ["with a space around it", { "x-api-key": " reading" }, "KEY_INVALID"],
    ["in Authorization alone", { authorization: "Bearer reading" }, "KEY_MISSING"],
    ["without the scope", { "x-api-key": "ingesting" }, "SCOPE_MISSING"],
  ])("%s is refused", async (_what, headers, code) => {
    await expect(authorityAfter(hook, headers)).rejects.toMatchObject({ code });
  });
});

describe("a key or a JWT", () => {
  const hook = requireApiKeyOrBearer({ keyring, verifyBearer });

  it("says who asks", async () => {
    expect(await authorityAfter(hook, { "x-api-key": "reading" })).toBe(reader);
    expect(await authorityAfter(hook, { authorization: "Bearer good.jwt" })).toBe(user);
  });

  it("is read from the key's header first", async () => {
    expect(await authorityAfter(hook, { "x-api-key": "reading", authorization: "Bearer bad" })).toBe(reader);
    await expect(authorityAfter(hook, { "x-api-key": "guessed", authorization: "Bearer good.jwt" })).rejects.toMatchObject({
      code: "KEY_INVALID",
    });
  });

  it("is refused when it is neither", async () => {
    await expect(authorityAfter(hook, {})).rejects.toMatchObject({ code: "KEY_MISSING" });
    await expect(authorityAfter(hook, { authorization: "Bearer reading" })).rejects.toMatchObject({ code: "KEY_INVALID" });
  });

  it("needs the key where the server reads no JWTs", async () => {
    const keysOnly = requireApiKeyOrBearer({ keyring });
    await expect(authorityAfter(keysOnly, { authorization: "Bearer good.jwt" })).rejects.toMatchObject({ code: "KEY_MISSING" });
  });
});
