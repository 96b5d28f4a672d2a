import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, readdir, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { AppError } from "../domain/errors.ts";
import { requireObjectName, storageFault } from "./storage.ts";

export interface SpooledFile {
  readonly path: string;
  readonly sizeBytes: number;
  /** Hex. */
  readonly sha256: string;
}

/** A process that still works on a file touches it within this time. */
const LEFT_OVER_AFTER_MS = 3_600_000;

/**
 * A folder of this machine where recordings wait while they come in. A file's name says which object it is about, so that
 * after a crash both can be cleared away; an empty file marks an object that is about to be deleted.
 */
export class Spool {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  get folder(): string {
    return this.#folder;
  }

  pathOf(objectName: string): string {
    return join(this.#folder, requireObjectName(objectName).replace("/", "~"));
  }

  /**
   * Takes in the bytes of an object, counted and hashed on the way.
   * @throws AppError RECORDING_TOO_LARGE | RECORDING_INVALID (no bytes) | STORE_FULL | STORE_UNAVAILABLE, and what the stream fails with
   */
  async receive(objectName: string, bytes: Readable, bytesMax: number): Promise<SpooledFile> {
    const path = this.pathOf(objectName);
    await this.make();
    const hash = createHash("sha256");
    let sizeBytes = 0;
    const counted = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        sizeBytes += chunk.length;
        hash.update(chunk);
        if (sizeBytes <= bytesMax) done(null, chunk);
        else done(new AppError("RECORDING_TOO_LARGE", `A recording has at most ${bytesMax} bytes here.`));
      },
    });
    try {
      await pipeline(bytes, counted, createWriteStream(path, { mode: 0o600 }));
      if (sizeBytes === 0) throw new AppError("RECORDING_INVALID", "The recording is empty.");
    } catch (error) {
      await rm(path, { force: true });
      throw isOfDisk(error) ? storageFault(error) : error;
    }
    return { path, sizeBytes, sha256: hash.digest("hex") };
  }

  read(objectName: string): Readable {
    return createReadStream(this.pathOf(objectName));
  }

  /** Whether the bytes of an object are still here. */
  async has(objectName: string): Promise<boolean> {
    try {
      return (await stat(this.pathOf(objectName))).size > 0;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return false;
      throw storageFault(error);
    }
  }

  /** Says beforehand that an object will be deleted. */
  async mark(objectName: string): Promise<void> {
    await this.make();
    await writeFile(this.pathOf(objectName), "", { mode: 0o600 });
  }

  async release(objectName: string): Promise<void> {
    await rm(this.pathOf(objectName), { force: true });
  }

  /** Objects whose files nobody has worked on for a while. */
  async leftOver(nowMs: number): Promise<string[]> {
    const names: string[] = [];
    for (const file of await filesIn(this.#folder)) {
      const match = /^([A-Za-z0-9_-]+)~([A-Za-z0-9_-]+)$/.exec(file);
      if (match === null) continue;
      const { mtimeMs } = await stat(join(this.#folder, file));
      if (nowMs - mtimeMs >= LEFT_OVER_AFTER_MS) names.push(`${match[1]}/${match[2]}`);
    }
    return names;
  }

  async make(): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
  }
}

/** Names of the files in a folder; none when there is no such folder yet. */
export async function filesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).toSorted();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw storageFault(error);
  }
}

const isOfDisk = (error: unknown): boolean => {
  const { code, syscall } = (error ?? {}) as NodeJS.ErrnoException;
  return code === "ENOSPC" || code === "EDQUOT" || (syscall !== undefined && ["open", "write", "close", "mkdir"].includes(syscall));
};
