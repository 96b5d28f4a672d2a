import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { startCalltree } from "./calltreeProcess.ts";
import { median, spread } from "./report.ts";
import type { BenchOptions } from "./run.ts";

const STARTS = 5;
const IDLE_SEC = 10;

/** Cold start to the first answer, and what an idle server uses. */
export async function measureLife({ folder, report, say }: BenchOptions): Promise<void> {
  say("starting the server");
  const databaseUrl = `sqlite:${join(folder, "life.db")}`;
  const starts: number[] = [];
  for (let start = 0; start < STARTS; start++) {
    await using server = await startCalltree(databaseUrl);
    starts.push(server.startedInMs);
  }
  report({
    name: "cold start to first answer",
    value: median(starts) / 1_000,
    unit: "s",
    target: { atMost: 1 },
    detail: `ms over ${STARTS} starts: ${spread(starts)}`,
  });
  await using server = await startCalltree(databaseUrl);
  await wait(2_000);
  const before = server.cpuMs();
  await wait(IDLE_SEC * 1_000);
  const share = (server.cpuMs() - before) / (IDLE_SEC * 1_000);
  report({ name: "idle processor share of one core", value: share * 100, unit: "%", target: { atMost: 1 }, detail: `over ${IDLE_SEC} s` });
}
