import { main } from "../../src/commands/main.ts";
import type { Clock } from "../../src/domain/clock.ts";

export interface Ran {
  readonly code: number;
  /** Standard output and standard error, without the last line break. */
  readonly out: string;
  readonly err: string;
}

export const TEST_NOW_MS = Date.parse("2026-06-01T12:00:00Z");
const testClock: Clock = { nowMs: () => TEST_NOW_MS };

/** Runs one command line in process, as a pipe would see it; for tests. */
export async function runCommand(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>> = {},
  clock: Clock = testClock,
): Promise<Ran> {
  const out: string[] = [];
  const err: string[] = [];
  const terminal = {
    environment,
    print: (text: string) => void out.push(text),
    tell: (text: string) => void err.push(text),
    printsToTerminal: false,
    tellsToTerminal: false,
  };
  const code = await main(args, terminal, clock, "0.0.0-test");
  return { code, out: out.join("\n"), err: err.join("\n") };
}
