import type { Clock } from "../domain/clock.ts";
import type { CalltreeClient } from "./client.ts";

/** Where a command writes, and how. Answers go to `print` (standard output), everything else to `tell` (standard error). */
export interface Output {
  print(text: string): void;
  tell(text: string): void;
  /** `--json`: answers are one JSON document, for programs. */
  readonly isJson: boolean;
  /** Colours: on a terminal, without NO_COLOR. */
  readonly colors: boolean;
  /** Whether standard error is a terminal, where a progress bar can move. */
  readonly isTerminal: boolean;
}

/** What every command is given. */
export interface CommandContext {
  readonly output: Output;
  readonly clock: Clock;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Named on the command line; the key's own, or the first one of the store, when not. */
  readonly organization: string | undefined;
  /** The server that was named, and the key for it; no server: the store is used directly. */
  readonly server: string | undefined;
  readonly key: string | undefined;
  /**
   * Opens the server that was named, or else the store.
   * @throws AppError STORE_UNAVAILABLE when there is no database yet and `create` is not set
   */
  openClient(options?: { readonly create?: boolean }): Promise<CalltreeClient>;
  wait(ms: number): Promise<void>;
  /** Asks a person for a yes. @throws AppError COMMAND_INVALID where there is none to ask */
  confirm(question: string): Promise<boolean>;
}

export function printJson(output: Output, value: unknown): void {
  output.print(JSON.stringify(value, null, 2));
}
