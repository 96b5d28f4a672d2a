import { existsSync } from "node:fs";
import { pino } from "pino";
import { compose } from "../app/compose.ts";
import { type Config, readConfig } from "../app/config.ts";
import { FIRST_ORGANIZATION } from "../app/firstStart.ts";
import { tellFirstKeys } from "../app/serve.ts";
import type { Clock } from "../domain/clock.ts";
import { AppError } from "../domain/errors.ts";
import { type CalltreeClient, readAnswer, urlOf, wireOf } from "./client.ts";
import { shownDatabase, sqlitePathOf } from "./databaseFile.ts";

export interface LocalOptions {
  /** Makes the database when there is none yet. */
  readonly create: boolean;
  readonly organization: string | undefined;
  readonly clock: Clock;
  /** Says where the first keys are, when this makes the database. */
  tell(line: string): void;
}

const REQUESTS_PER_MINUTE_MAX = 100_000_000;

/**
 * The store, through the same routes that a server answers, in this process and without listening. Whoever can open the
 * database may do everything, so the requests carry the operator's and the organization's full authority.
 * @throws AppError CONFIG_INVALID | STORE_UNAVAILABLE | STORE_LOCKED | STORE_TOO_NEW | SECRET_KEY_WRONG
 */
export async function openLocal(environment: Readonly<Record<string, string | undefined>>, options: LocalOptions): Promise<CalltreeClient> {
  const config: Config = { ...readConfig(environment), READ_THREADS: 0, RATE_LIMIT_PER_MINUTE: REQUESTS_PER_MINUTE_MAX };
  const where = shownDatabase(config.DATABASE_URL);
  const path = sqlitePathOf(config.DATABASE_URL);
  if (!options.create && path !== undefined && !existsSync(path)) {
    throw new AppError(
      "STORE_UNAVAILABLE",
      `There is no database at ${path}. Name a running server with --server, or a database with --database.`,
    );
  }
  const logger = pino({ level: "error" }, pino.destination({ fd: 2, sync: true }));
  const calltree = await compose(config, logger, options.clock);
  if (calltree.firstKeys !== undefined) tellFirstKeys(calltree.firstKeys, config, (line) => options.tell(line));
  const key = calltree.addInternalKey({
    keyId: "cli",
    organization: options.organization ?? FIRST_ORGANIZATION,
    scopes: ["operator", "admin", "read", "ingest"],
    source: "api",
  });
  return {
    where,
    request: async (request) => {
      const { headers, payload } = wireOf(request, key);
      const answer = await calltree.app.inject({
        method: request.method,
        url: urlOf(request),
        headers,
        ...(payload === undefined ? {} : { payload }),
      });
      return readAnswer(answer.statusCode, answer.body, where, answer.headers["retry-after"]?.toString());
    },
    [Symbol.asyncDispose]: () => calltree.close(),
  };
}
