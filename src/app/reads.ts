import type { Clock } from "../domain/clock.ts";
import type { ReadLimits } from "../reads/index.ts";
import type { Stores } from "../store/stores.ts";
import type { Config } from "./config.ts";
import { ReadPool } from "./readPool.ts";
import { ReadService } from "./readService.ts";

export interface Reads {
  run(name: string, args: unknown): Promise<string>;
  close(): Promise<void>;
}

/** Reader threads, or none: then reads run in this one. */
export function openReads(stores: Stores, config: Config, clock: Clock): Reads {
  const limits: ReadLimits = { treeNodesMax: config.TREE_NODES_MAX, answerBytesMax: config.ANSWER_BYTES_MAX };
  if (config.READ_THREADS === 0) {
    const service = new ReadService(stores, limits, clock);
    return { run: (name, args) => service.run(name, args), close: async () => {} };
  }
  const postgresConnectionsMax = Math.max(1, Math.floor(config.POSTGRES_CONNECTIONS_MAX / 2));
  const pool = new ReadPool({ databaseUrl: config.DATABASE_URL, postgresConnectionsMax, limits }, config.READ_THREADS);
  return { run: (name, args) => pool.run(name, args), close: () => pool.close() };
}
