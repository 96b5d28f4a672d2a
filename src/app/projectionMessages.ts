import { AppError, ERRORS, type ErrorCode } from "../domain/errors.ts";
import type { Projection, ProjectionSetup } from "./projectionWork.ts";

export interface ThreadSetup extends ProjectionSetup {
  readonly databaseUrl: string;
  readonly postgresConnectionsMax: number;
}

/** Methods of the stores that the projector writes with; in the thread they are run by the main thread. */
export const WRITES = [
  "records.forgetChanges",
  "records.foldUsage",
  "records.dropUsage",
  "records.erase",
  "conversations.ensureRootSessions",
  "conversations.saveProjections",
  "conversations.forgetChanges",
  "conversations.renewDerived",
  "conversations.erase",
  "office.setServerValue",
  "office.putServerValueOnce",
  "office.takeLease",
  "office.releaseLease",
] as const;
export type WriteName = (typeof WRITES)[number];

export interface Fault {
  readonly code: string | null;
  readonly message: string;
  readonly field?: string;
  readonly stack?: string;
}

export type ToThread =
  | { readonly kind: "do"; readonly id: number; readonly method: keyof Projection; readonly args: readonly unknown[] }
  | { readonly kind: "told"; readonly id: number; readonly result?: unknown; readonly error?: Fault };

export type ToMain =
  | {
      readonly kind: "ask";
      readonly id: number;
      readonly name: WriteName | "deleteRecording" | "newSecret";
      readonly args: readonly unknown[];
    }
  | { readonly kind: "told"; readonly id: number; readonly result?: unknown; readonly error?: Fault }
  | { readonly kind: "error"; readonly error: Fault };

/** Errors lose their class between threads. */
export function packFault(error: unknown): Fault {
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  const cause = error instanceof Error && error.cause instanceof Error ? `\ncaused by ${error.cause.stack ?? error.cause.message}` : "";
  const field = error instanceof AppError && error.field !== undefined ? { field: error.field } : {};
  return { code: error instanceof AppError ? error.code : null, message, ...field, stack: `${stack ?? message}${cause}` };
}

export function unpackFault({ code, message, field, stack }: Fault): Error {
  if (code !== null && Object.hasOwn(ERRORS, code)) {
    return new AppError(code as ErrorCode, message, { ...(field === undefined ? {} : { field }), cause: stack });
  }
  const error = new Error(message);
  if (stack !== undefined) error.stack = stack;
  return error;
}
