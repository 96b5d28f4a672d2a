import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { inject } from "vitest";

export interface FreshDatabase {
  readonly url: string;
  dispose(): Promise<void>;
}

export interface Engine {
  readonly name: "sqlite" | "postgresql";
  /** An empty database of its own. */
  open(): Promise<FreshDatabase>;
}

export const sqlite: Engine = {
  name: "sqlite",
  open: async () => {
    const folder = await mkdtemp(join(tmpdir(), "calltree-sqlite-"));
    return { url: `sqlite:${join(folder, "calltree.db")}`, dispose: () => rm(folder, { recursive: true, force: true }) };
  },
};

export const postgresql: Engine = {
  name: "postgresql",
  open: async () => {
    const name = `calltree_${randomUUID().replaceAll("-", "")}`;
    await onServer(`CREATE DATABASE ${name}`);
    const url = new URL(inject("postgresUrl"));
    url.pathname = `/${name}`;
    return { url: url.href, dispose: () => onServer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
  },
};

/** Every engine that the shared suites run on. */
export const engines: readonly Engine[] = [sqlite, postgresql];

async function onServer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: inject("postgresUrl") });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
