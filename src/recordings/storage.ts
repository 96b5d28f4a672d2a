import type { Readable } from "node:stream";
import { AppError } from "../domain/errors.ts";

/** Bytes from `start` to `end`, both included. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

export interface StoredObject {
  readonly name: string;
  readonly sizeBytes: number;
}

/**
 * Where the bytes of recordings are kept. Names are `<organization>/<random id>`; a name is written once and never again with
 * other bytes. Faults of the medium are AppError STORE_UNAVAILABLE or STORE_FULL.
 */
export interface RecordingStorage {
  /**
   * Durable when it resolves; when it fails, there is nothing under the name. Reads `bytes`, `sizeBytes` long, to its end.
   */
  put(name: string, bytes: Readable, sizeBytes: number): Promise<void>;
  /** The bytes of an object, or a range of them that lies inside it. Absent: undefined. Whoever gets the stream reads or destroys it. */
  get(name: string, range?: ByteRange): Promise<Readable | undefined>;
  /** Absent: undefined. */
  sizeBytes(name: string): Promise<number | undefined>;
  /** Deleting what is absent is no error. */
  delete(name: string): Promise<void>;
  /** The objects of one organization, by name. One that is being put may be missing. */
  list(organization: string): AsyncIterable<StoredObject>;
  close(): Promise<void>;
}

const NAME = /^[A-Za-z0-9_-]{1,128}\/[A-Za-z0-9_-]{1,128}$/;
const ORGANIZATION = /^[A-Za-z0-9_-]{1,128}$/;

export const isObjectName = (name: string): boolean => NAME.test(name);

/** Names come from us alone; one that could leave its folder is a fault of ours. @throws TypeError */
export function requireObjectName(name: string): string {
  if (!NAME.test(name)) throw new TypeError("not a name of a stored recording");
  return name;
}

/** @throws TypeError */
export function requireFolderName(organization: string): string {
  if (!ORGANIZATION.test(organization)) throw new TypeError("not an organization's id");
  return organization;
}

/** A fault of the medium in the catalogue's words; what is ours already stays. */
export function storageFault(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  if (code === "ENOSPC" || code === "EDQUOT")
    return new AppError("STORE_FULL", "The recording storage has no space left.", { cause: error });
  return new AppError("STORE_UNAVAILABLE", "The recording storage does not answer.", { cause: error });
}
