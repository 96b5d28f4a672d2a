import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { NODE_FLAGS } from "./test/support/nodeFlags.ts";

export default defineConfig({
  test: {
    include: ["src/**/*.test.ts", "test/**/*.test.ts", "web/**/*.test.ts"],
    globalSetup: ["test/support/compileCache.ts", "test/support/postgres.ts"],
    execArgv: NODE_FLAGS,
    // Most tests wait for a disk, a socket or a browser; one worker less than there are cores would leave half of a small machine idle.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // A browser on a busy machine takes its time; what never comes true fails all the same.
    expect: { poll: { timeout: 20_000 } },
  },
});
