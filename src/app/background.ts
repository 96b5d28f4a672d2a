import type { Clock } from "../domain/clock.ts";
import type { Organizations } from "../reads/index.ts";
import type { Stores } from "../store/stores.ts";
import { type Background, type BackgroundSetup, BackgroundWork } from "./backgroundWork.ts";
import { BackgroundWorker } from "./backgroundWorker.ts";
import type { Config } from "./config.ts";
import { newId, newSecret } from "./secrets.ts";

interface Parts {
  readonly stores: Stores;
  readonly organizations: Organizations;
  readonly clock: Clock;
  readonly onError: (error: unknown) => void;
  deleteRecording(storageName: string): Promise<void>;
  forgetRecording(organization: string, sessionId: string): Promise<void>;
}

/** Without a setting for it, people are taken to reach the server on this machine. */
const publicAddressOf = ({ PUBLIC_URL, PORT }: Config): string => PUBLIC_URL?.replace(/\/+$/, "") ?? `http://localhost:${PORT}`;

/** Projector, analyses and webhooks of this process: in a thread of their own where reads have theirs. */
export function startBackground(config: Config, parts: Parts): Background {
  const setup: BackgroundSetup = {
    everyMs: config.PROJECTION_EVERY_MS,
    treeNodesMax: config.TREE_NODES_MAX,
    lifecycle: {
      idleCloseMs: config.SESSION_IDLE_CLOSE_SEC * 1_000,
      settleMs: config.SESSION_SETTLE_SEC * 1_000,
      horizonMs: config.SESSION_HORIZON_SEC * 1_000,
    },
    holder: newId("server"),
    publicAddress: publicAddressOf(config),
    outgoingAllow: config.OUTGOING_ALLOW,
    secretKey: config.CALLTREE_SECRET_KEY,
  };
  if (config.READ_THREADS === 0) {
    return new BackgroundWork(setup, { ...parts, newSecret: () => newSecret().secret });
  }
  const postgresConnectionsMax = Math.max(1, Math.floor(config.POSTGRES_CONNECTIONS_MAX / 2));
  return new BackgroundWorker({ ...setup, databaseUrl: config.DATABASE_URL, postgresConnectionsMax }, parts);
}
