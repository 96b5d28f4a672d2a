import { defineConfig } from "vitest/config";
import { NODE_FLAGS } from "./test/support/nodeFlags.ts";

export default defineConfig({
  test: {
    include: ["src/**/*.test.ts", "test/**/*.test.ts"],
    globalSetup: ["test/support/postgres.ts"],
    execArgv: NODE_FLAGS,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
