import { setTimeout } from "node:timers/promises";
import { CommanderError } from "commander";
import type { Clock } from "../domain/clock.ts";
import { AppError } from "../domain/errors.ts";
import { type CalltreeClient, openRemote } from "./client.ts";
import type { CommandContext, Output } from "./context.ts";
import { EXIT, EXIT_OF_KIND } from "./exitCodes.ts";
import { buildProgram, type GlobalOptions } from "./program.ts";

/** The process as commands see it. */
export interface Terminal {
  readonly environment: Readonly<Record<string, string | undefined>>;
  print(text: string): void;
  tell(text: string): void;
  readonly printsToTerminal: boolean;
  readonly tellsToTerminal: boolean;
  /** Asks a person and gives the answer; absent where nobody can be asked. */
  ask?(question: string): Promise<string>;
}

/** Runs one command line. @param args without the program's own name @returns exit code; nothing is ever thrown */
export async function main(args: readonly string[], terminal: Terminal, clock: Clock, version: string): Promise<number> {
  let exitCode: number = EXIT.ok;
  const contextOf = (options: GlobalOptions): CommandContext => contextFor(options, terminal, clock);
  const program = buildProgram({ version, contextOf, onExitCode: (code) => (exitCode = code) });
  const writers = {
    writeOut: (text: string) => terminal.print(text.trimEnd()),
    writeErr: (text: string) => terminal.tell(text.trimEnd()),
  };
  const isJson = args.includes("--json");
  const prepare = (command: typeof program): void => {
    // With --json every refusal is JSON, so Commander's own words are told once, by `tellError`.
    command.exitOverride().configureOutput({ ...writers, ...(isJson ? { outputError: () => {} } : {}) });
    for (const child of command.commands) prepare(child as typeof program);
  };
  prepare(program);
  try {
    await program.parseAsync(args, { from: "user" });
    return exitCode;
  } catch (error) {
    if (!(error instanceof CommanderError)) return tellError(error, terminal, isJson);
    if (error.exitCode === 0) return EXIT.ok;
    if (isJson) tellError(new AppError("COMMAND_INVALID", error.message.replace(/^error: /, "")), terminal, true);
    return EXIT.usage;
  }
}

function contextFor(options: GlobalOptions, terminal: Terminal, clock: Clock): CommandContext {
  const environment = options.database === undefined ? terminal.environment : { ...terminal.environment, DATABASE_URL: options.database };
  const hasColors = terminal.printsToTerminal && (environment["NO_COLOR"] ?? "") === "";
  const output: Output = {
    print: terminal.print,
    tell: terminal.tell,
    isJson: options.json === true,
    colors: hasColors && options.json !== true,
    isTerminal: terminal.tellsToTerminal,
  };
  // A database that was named on this very command line is meant, whatever server the environment names.
  const server = options.server ?? (options.database === undefined ? blankAsAbsent(environment["CALLTREE_SERVER"]) : undefined);
  const key = options.key ?? blankAsAbsent(environment["CALLTREE_KEY"]);
  const openClient = async ({ create = false } = {}): Promise<CalltreeClient> => {
    if (server !== undefined) return openRemote(server, key);
    const { openLocal } = await import("./openLocal.ts");
    return openLocal(environment, { create, organization: options.organization, clock, tell: output.tell });
  };
  const confirm = (question: string): Promise<boolean> => confirmBy(terminal, question);
  return { output, clock, environment, organization: options.organization, server, key, openClient, wait: (ms) => setTimeout(ms), confirm };
}

async function confirmBy(terminal: Terminal, question: string): Promise<boolean> {
  if (terminal.ask === undefined)
    throw new AppError("COMMAND_INVALID", `${question} Nobody can be asked here: say --yes.`, { field: "--yes" });
  return /^\s*y(es)?\s*$/i.test(await terminal.ask(`${question} [y/N] `));
}

const blankAsAbsent = (text: string | undefined): string | undefined => (text === undefined || text.trim() === "" ? undefined : text);

function tellError(error: unknown, terminal: Terminal, isJson: boolean): number {
  if (!(error instanceof AppError)) {
    const told = error instanceof Error ? (error.stack ?? error.message) : String(error);
    terminal.tell(
      isJson ? JSON.stringify({ error: { code: "INTERNAL", message: told, field: null, fix: "Report this." } }) : `error: ${told}`,
    );
    return EXIT.failed;
  }
  const { code, message, field = null, fix, kind } = error;
  if (isJson) terminal.tell(JSON.stringify({ error: { code, message, field, fix } }));
  else terminal.tell(`error: ${message}\nfix: ${fix}`);
  return EXIT_OF_KIND[kind];
}
