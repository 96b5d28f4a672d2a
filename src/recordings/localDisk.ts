import type { Dirent } from "node:fs";
import { type FileHandle, mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Readable } from "node:stream";
import {
  type ByteRange,
  isObjectName,
  type RecordingStorage,
  requireFolderName,
  requireObjectName,
  type StoredObject,
  storageFault,
} from "./storage.ts";

const PART_SUFFIX = ".part";

const isAbsent = (error: unknown): boolean => (error as NodeJS.ErrnoException | undefined)?.code === "ENOENT";

/** Recordings as files under one folder, which is made with the first of them. Only the owner of the process can read them. */
export class LocalDisk implements RecordingStorage {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async put(name: string, bytes: Readable, sizeBytes: number): Promise<void> {
    const path = this.#pathOf(name);
    const part = path + PART_SUFFIX;
    try {
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      await writeDurably(part, bytes);
      const { size } = await stat(part);
      if (size !== sizeBytes) throw new Error(`${size} bytes came where ${sizeBytes} were promised`);
      await rename(part, path);
      // The new name is an entry of the folder, and a new folder one of its parent: neither is durable before it is synced.
      await syncFolder(dirname(path));
      await syncFolder(this.#folder);
    } catch (error) {
      bytes.destroy();
      await rm(part, { force: true });
      throw storageFault(error);
    }
  }

  async get(name: string, range?: ByteRange): Promise<Readable | undefined> {
    const path = this.#pathOf(name);
    let file: FileHandle;
    try {
      file = await open(path, "r");
    } catch (error) {
      if (isAbsent(error)) return undefined;
      throw storageFault(error);
    }
    return file.createReadStream(range === undefined ? {} : { start: range.start, end: range.end });
  }

  async sizeBytes(name: string): Promise<number | undefined> {
    const path = this.#pathOf(name);
    try {
      return (await stat(path)).size;
    } catch (error) {
      if (isAbsent(error)) return undefined;
      throw storageFault(error);
    }
  }

  async delete(name: string): Promise<void> {
    const path = this.#pathOf(name);
    try {
      await rm(path, { force: true });
    } catch (error) {
      throw storageFault(error);
    }
  }

  async *list(organization: string): AsyncIterable<StoredObject> {
    const folder = join(this.#folder, requireFolderName(organization));
    const names = (await entriesOf(folder)).filter((entry) => entry.isFile()).map((entry) => `${organization}/${entry.name}`);
    for (const name of names.filter(isObjectName).toSorted()) {
      const sizeBytes = await this.sizeBytes(name);
      if (sizeBytes !== undefined) yield { name, sizeBytes };
    }
  }

  async close(): Promise<void> {}

  #pathOf(name: string): string {
    return join(this.#folder, requireObjectName(name));
  }
}

/** Writes a new file that is on the disk when this resolves. */
export async function writeDurably(path: string, bytes: Readable): Promise<void> {
  const file = await open(path, "w", 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Makes names that were put into a folder durable. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function entriesOf(folder: string): Promise<Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if (isAbsent(error)) return [];
    throw storageFault(error);
  }
}
