import { AppError, type ErrorCode } from "../../../domain/errors.ts";
import type { AnalysisWrites } from "../analysisWrites.ts";
import type { ConversationWrites } from "../conversationWrites.ts";
import type { EndpointWrites } from "../endpointWrites.ts";
import type { OutcomeCode } from "../incoming.ts";
import type { OfficeWrites } from "../officeReads.ts";
import type { RecordChanges } from "../recordWrites.ts";
import type { PackedCall } from "./packing.ts";

/** What the writer thread is started with. */
export interface WriterSetup {
  readonly file: string;
  /** Stamped on migrations that this start applies. */
  readonly startedMs: number | null;
}

export type WriterWork =
  | { readonly kind: "append"; readonly calls: readonly PackedCall[] }
  | { readonly kind: "records"; readonly method: keyof RecordChanges; readonly args: readonly unknown[] }
  | { readonly kind: "conversation"; readonly method: keyof ConversationWrites; readonly args: readonly unknown[] }
  | { readonly kind: "analysis"; readonly method: keyof AnalysisWrites; readonly args: readonly unknown[] }
  | { readonly kind: "endpoint"; readonly method: keyof EndpointWrites; readonly args: readonly unknown[] }
  | { readonly kind: "office"; readonly method: keyof OfficeWrites; readonly args: readonly unknown[] }
  | { readonly kind: "close" };

export interface WriterRequest {
  readonly id: number;
  readonly work: WriterWork;
}

/** Outcomes of one call; "stored" alone when that is what became of every record, which is the usual case. */
export type PackedOutcomes = "stored" | readonly OutcomeCode[];
export type PackedResult = { readonly outcomes: PackedOutcomes } | { readonly error: PackedError };

/** Errors lose their class between threads. */
export interface PackedError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly field: string | undefined;
  readonly cause: unknown;
}

/** The first message (id 0) tells the version reached, or why the database could not be opened. */
export type WriterReply = { readonly id: number; readonly value: unknown } | { readonly id: number; readonly error: PackedError };

export function packError({ code, message, field, cause }: AppError): PackedError {
  const driverCode = cause instanceof Error && "code" in cause ? cause.code : undefined;
  // A driver's error class does not survive the trip; its name, message and code do.
  const packed = cause instanceof Error ? Object.assign(new Error(cause.message), { code: driverCode }) : undefined;
  return { code, message, field, cause: packed };
}

export function unpackError({ code, message, field, cause }: PackedError): AppError {
  return new AppError(code, message, { ...(field === undefined ? {} : { field }), ...(cause === undefined ? {} : { cause }) });
}
