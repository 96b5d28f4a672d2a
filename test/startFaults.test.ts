/** Settings whose fault shows only when much of the server has started already. */
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { NODE_FLAGS } from "./support/nodeFlags.ts";

describe("a server with a setting that is wrong", () => {
  it.each([
    ["TRUSTED_PROXIES", "proxy.internal"],
    ["OUTGOING_ALLOW", "a b"],
    ["AGNTIX_JWKS_URL", "https://203.0.114.7/keys"],
  ])("stops all that it has started, says which it is, and ends: %s", async (name, value) => {
    const folder = await mkdtemp(join(tmpdir(), "calltree-start-"));
    const env = { ...process.env, DATABASE_URL: `sqlite:${join(folder, "calltree.db")}`, RECORDINGS_URL: `file:${folder}`, PORT: "0" };
    const { code, told } = await new Promise<{ code: unknown; told: string }>((resolve) => {
      execFile(
        process.execPath,
        [...NODE_FLAGS, "src/cli.ts", "serve"],
        { env: { ...env, [name]: value }, timeout: 30_000 },
        (error, out, err) => resolve({ code: error?.code, told: out + err }),
      );
    });
    expect([code, told]).toEqual([2, expect.stringMatching(/^error: (TRUSTED_PROXIES|OUTGOING_ALLOW|AGNTIX_JWT_ISSUER)[^\n]*\nfix: /m)]);
    expect(told).not.toContain("background work failed");
    await rm(folder, { recursive: true, force: true });
  });
});
