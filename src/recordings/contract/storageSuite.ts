import { randomBytes } from "node:crypto";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { describe, expect, it } from "vitest";
import type { RecordingStorage, StoredObject } from "../storage.ts";

export interface OpenedStorage extends AsyncDisposable {
  readonly storage: RecordingStorage;
  /** Another opening of the same place, as after a restart. */
  reopen(): Promise<RecordingStorage>;
}

const put = (storage: RecordingStorage, name: string, bytes: Buffer): Promise<void> =>
  storage.put(name, Readable.from([bytes]), bytes.length);

async function read(storage: RecordingStorage, name: string, range?: { start: number; end: number }): Promise<Buffer | undefined> {
  const stream = await storage.get(name, range);
  return stream === undefined ? undefined : buffer(stream);
}

export async function listed(storage: RecordingStorage): Promise<StoredObject[]> {
  const objects: StoredObject[] = [];
  for await (const object of storage.list("org_a")) objects.push(object);
  return objects;
}

/** What every place for recordings promises. */
export function describeRecordingStorage(place: string, open: () => Promise<OpenedStorage>): void {
  describe(`recordings kept on ${place}`, () => {
    it("come back byte for byte, after a restart as well", async () => {
      await using opened = await open();
      const bytes = randomBytes(3_000_017);
      await opened.storage.put("org_a/rec_1", Readable.from([bytes.subarray(0, 1_000), bytes.subarray(1_000)]), bytes.length);
      expect((await read(opened.storage, "org_a/rec_1"))?.equals(bytes)).toBe(true);
      const reopened = await opened.reopen();
      expect((await read(reopened, "org_a/rec_1"))?.equals(bytes)).toBe(true);
      expect(await reopened.sizeBytes("org_a/rec_1")).toBe(bytes.length);
      await reopened.close();
    });

    it("are read in parts, the first and the last byte among them", async () => {
      await using opened = await open();
      await put(opened.storage, "org_a/rec_1", Buffer.from("0123456789"));
      const parts = [
        // s3rver takes an end of 0 for none.
        [0, 1],
        [9, 9],
        [2, 5],
        [0, 9],
      ] as const;
      for (const [start, end] of parts)
        expect((await read(opened.storage, "org_a/rec_1", { start, end }))?.toString()).toBe("0123456789".slice(start, end + 1));
    });

    it("are nothing when they are absent", async () => {
      await using opened = await open();
      expect(await opened.storage.get("org_a/rec_none")).toBeUndefined();
      expect(await opened.storage.get("org_a/rec_none", { start: 0, end: 5 })).toBeUndefined();
      expect(await opened.storage.sizeBytes("org_a/rec_none")).toBeUndefined();
      await expect(opened.storage.delete("org_a/rec_none")).resolves.toBeUndefined();
      expect(await listed(opened.storage)).toEqual([]);
    });

    it("are gone when they were deleted, and the others stay", async () => {
      await using opened = await open();
      await put(opened.storage, "org_a/rec_1", Buffer.from("one"));
      await put(opened.storage, "org_a/rec_2", Buffer.from("two"));
      await opened.storage.delete("org_a/rec_1");
      expect(await read(opened.storage, "org_a/rec_1")).toBeUndefined();
      expect((await read(opened.storage, "org_a/rec_2"))?.toString()).toBe("two");
    });

    it("are listed by organization, and never by the beginning of its name", async () => {
      await using opened = await open();
      for (const name of ["org_a/rec_2", "org_a/rec_1", "org_ab/rec_3", "org_b/rec_1"]) await put(opened.storage, name, Buffer.from(name));
      expect(await listed(opened.storage)).toEqual([
        { name: "org_a/rec_1", sizeBytes: 11 },
        { name: "org_a/rec_2", sizeBytes: 11 },
      ]);
    });

    it("leave nothing behind when their bytes break off", async () => {
      await using opened = await open();
      async function* breaking(): AsyncGenerator<Buffer> {
        yield randomBytes(100_000);
        throw new Error("the line went dead");
      }
      await expect(opened.storage.put("org_a/rec_1", Readable.from(breaking()), 200_000)).rejects.toMatchObject({
        code: "STORE_UNAVAILABLE",
      });
      expect(await opened.storage.sizeBytes("org_a/rec_1")).toBeUndefined();
      expect(await listed(opened.storage)).toEqual([]);
    });

    it.each([
      "",
      "rec_1",
      "org_a/",
      "/rec_1",
      "org_a/../org_b",
      "../rec_1",
      "org_a/b/c",
      "org_a/..",
      "org_a/a b",
      "org_a/rec_1\0",
      "org_a\\rec_1",
    ])("have no name like %j", async (name) => {
      await using opened = await open();
      await expect(put(opened.storage, name, Buffer.from("x"))).rejects.toThrow(TypeError);
      await expect(opened.storage.get(name)).rejects.toThrow(TypeError);
      await expect(opened.storage.delete(name)).rejects.toThrow(TypeError);
    });
  });
}
