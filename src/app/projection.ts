import type { Clock } from "../domain/clock.ts";
import type { Organizations } from "../reads/index.ts";
import type { Stores } from "../store/stores.ts";
import type { Config } from "./config.ts";
import { type Projection, type ProjectionSetup, ProjectionWork } from "./projectionWork.ts";
import { ProjectionWorker } from "./projectionWorker.ts";
import { newId, newSecret } from "./secrets.ts";

interface Parts {
  readonly stores: Stores;
  readonly organizations: Organizations;
  readonly clock: Clock;
  readonly onError: (error: unknown) => void;
  deleteRecording(storageName: string): Promise<void>;
}

/** Without a setting for it, people are taken to reach the server on this machine. */
export const publicAddressOf = ({ PUBLIC_URL, PORT }: Config): string => PUBLIC_URL?.replace(/\/+$/, "") ?? `http://localhost:${PORT}`;

/** The projector of this process: in a thread of its own where reads have theirs. */
export function startProjection(config: Config, { stores, organizations, clock, onError, deleteRecording }: Parts): Projection {
  const setup: ProjectionSetup = {
    everyMs: config.PROJECTION_EVERY_MS,
    treeNodesMax: config.TREE_NODES_MAX,
    lifecycle: {
      idleCloseMs: config.SESSION_IDLE_CLOSE_SEC * 1_000,
      settleMs: config.SESSION_SETTLE_SEC * 1_000,
      horizonMs: config.SESSION_HORIZON_SEC * 1_000,
    },
    holder: newId("server"),
    publicAddress: publicAddressOf(config),
  };
  if (config.READ_THREADS === 0) {
    return new ProjectionWork(setup, { stores, organizations, clock, onError, deleteRecording, newSecret: () => newSecret().secret });
  }
  const postgresConnectionsMax = Math.max(1, Math.floor(config.POSTGRES_CONNECTIONS_MAX / 2));
  return new ProjectionWorker({ ...setup, databaseUrl: config.DATABASE_URL, postgresConnectionsMax }, { stores, onError, deleteRecording });
}
