import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openStores } from "../store/open.ts";
import { ReadPool } from "./readPool.ts";

async function withPool(threadCount: number, work: (pool: ReadPool) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "calltree-pool-"));
  const databaseUrl = `sqlite:${join(folder, "calltree.db")}`;
  const stores = await openStores(databaseUrl, "write");
  await stores.office.createOrganization({ id: "default", name: "Default", currency: "USD", creditsPerUnit: "1", createdMs: 0 });
  await stores[Symbol.asyncDispose]();
  const limits = { treeNodesMax: 100, answerBytesMax: 100_000 };
  const pool = new ReadPool({ databaseUrl, postgresConnectionsMax: 1, limits }, threadCount);
  try {
    await work(pool);
  } finally {
    await pool.close();
    await rm(folder, { recursive: true });
  }
}

describe("reader threads", () => {
  it("answer many requests at once, each with its own answer", async () => {
    await withPool(2, async (pool) => {
      const names = Array.from({ length: 50 }, (_, index) => (index % 2 === 0 ? "native.organization" : "native.exchangeRates"));
      const answers = await Promise.all(names.map((name) => pool.run(name, { organization: "default" })));
      for (const [index, text] of answers.entries()) expect(Object.hasOwn(JSON.parse(text) as object, "currency")).toBe(index % 2 === 0);
    });
  });

  it("give errors back with their code and field", async () => {
    await withPool(1, async (pool) => {
      const args = { organization: "default", recordType: "nonsense", id: "1" };
      await expect(pool.run("native.record", args)).rejects.toMatchObject({ code: "RECORD_TYPE_UNKNOWN", field: "record_type" });
      await expect(pool.run("native.nothing", {})).rejects.toThrow("There is no read named");
    });
  });

  it("refuse what is asked after they were closed", async () => {
    let closed: ReadPool | undefined;
    await withPool(1, async (pool) => {
      closed = pool;
    });
    expect(() => closed?.run("native.organization", { organization: "default" })).toThrow(
      expect.objectContaining({ code: "STORE_UNAVAILABLE" }),
    );
  });
});
