import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { type Calltree, compose } from "../../src/app/compose.ts";
import { readConfig } from "../../src/app/config.ts";
import type { Clock } from "../../src/domain/clock.ts";
import type { Engine } from "./databases.ts";

export const ADMIN_KEY = "test-admin-key-0123456789abcdef";
export const OPERATOR_KEY = "test-operator-key-0123456789abcdef";

export interface Answer<Body = unknown> {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | number | undefined>>;
  readonly body: Body;
  readonly text: string;
}

interface Call {
  readonly key?: string | null;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

export interface TestServer extends AsyncDisposable {
  readonly calltree: Calltree;
  readonly databaseUrl: string;
  /** Where its recordings are, unless a test has set RECORDINGS_URL. */
  readonly recordingsFolder: string;
  /** In process, with the first organization's admin key unless another (or null for none) is given. */
  call<Body = Record<string, unknown>>(
    method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE",
    url: string,
    call?: Call,
  ): Promise<Answer<Body>>;
  /** Projects everything that is pending, so that reads tell all that was written before. */
  project(): Promise<void>;
  /** Starts listening on a free port and gives the address. */
  listen(): Promise<string>;
  /** Another organization, with a key of the given scopes. */
  newOrganization(scopes?: readonly string[]): Promise<{ id: string; key: string }>;
}

export interface TestServerOptions {
  readonly settings?: Readonly<Record<string, string>>;
  readonly clock?: Clock;
}

/** A whole server on a fresh database of the given engine. */
export async function startTestServer(engine: Engine, options: TestServerOptions = {}): Promise<TestServer> {
  const database = await engine.open();
  const recordingsFolder = await mkdtemp(join(tmpdir(), "calltree-recordings-"));
  const config = readConfig({
    DATABASE_URL: database.url,
    CALLTREE_ADMIN_KEY: ADMIN_KEY,
    CALLTREE_OPERATOR_KEY: OPERATOR_KEY,
    RECORDINGS_URL: `file:${recordingsFolder}`,
    LOG_LEVEL: "silent",
    READ_THREADS: "0",
    // Rounds run when a test asks for them, never in between.
    PROJECTION_EVERY_MS: "0",
    ...options.settings,
  });
  const calltree = await compose(config, pino({ level: config.LOG_LEVEL }), options.clock ?? { nowMs: () => Date.now() });
  await calltree.app.ready();

  const call: TestServer["call"] = async (method, url, { key = ADMIN_KEY, body, headers = {} } = {}) => {
    const isRaw = body === undefined || typeof body === "string" || Buffer.isBuffer(body);
    const response = await calltree.app.inject({
      method,
      url,
      headers: {
        ...(key === null ? {} : { authorization: `Bearer ${key}` }),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...headers,
      },
      ...(body === undefined ? {} : { payload: isRaw ? (body as string | Buffer) : JSON.stringify(body) }),
    });
    const isJson = response.headers["content-type"]?.toString().includes("application/json") ?? false;
    const parsed = isJson && response.body !== "" ? (JSON.parse(response.body) as never) : (null as never);
    return { status: response.statusCode, headers: response.headers, body: parsed, text: response.body };
  };

  return {
    calltree,
    databaseUrl: database.url,
    recordingsFolder,
    call,
    project: async () => {
      await calltree.rereads.idle();
      if (!(await calltree.projection.runUntilIdle())) throw new Error("another server holds the projector's lease");
    },
    listen: () => calltree.app.listen({ host: "127.0.0.1", port: 0 }),
    newOrganization: async (scopes = ["admin"]) => {
      const organization = await call<{ id: string }>("POST", "/v1/organizations", { key: OPERATOR_KEY, body: { name: "Another" } });
      const url = `/v1/organizations/${organization.body.id}/keys`;
      const key = await call<{ secret: string }>("POST", url, { key: OPERATOR_KEY, body: { name: "key", scopes } });
      return { id: organization.body.id, key: key.body.secret };
    },
    [Symbol.asyncDispose]: async () => {
      await calltree.close();
      await database.dispose();
      await rm(recordingsFolder, { recursive: true, force: true });
    },
  };
}
