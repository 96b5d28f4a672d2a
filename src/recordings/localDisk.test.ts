import { mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { expect, it } from "vitest";
import { describeRecordingStorage, listed, type OpenedStorage } from "./contract/storageSuite.ts";
import { LocalDisk } from "./localDisk.ts";

async function openLocal(): Promise<OpenedStorage & { folder: string }> {
  const parent = await mkdtemp(join(tmpdir(), "calltree-recordings-"));
  const folder = join(parent, "not", "made", "yet");
  return {
    folder,
    storage: new LocalDisk(folder),
    reopen: async () => new LocalDisk(folder),
    [Symbol.asyncDispose]: () => rm(parent, { recursive: true, force: true }),
  };
}

describeRecordingStorage("the local disk", openLocal);

it("keeps recordings where only their owner can read them", async () => {
  await using opened = await openLocal();
  await opened.storage.put("org_a/rec_1", Readable.from([Buffer.from("x")]), 1);
  expect((await stat(join(opened.folder, "org_a"))).mode & 0o077).toBe(0);
  expect((await stat(join(opened.folder, "org_a", "rec_1"))).mode & 0o077).toBe(0);
});

it("never lists a file that was being written when the process died", async () => {
  await using opened = await openLocal();
  await opened.storage.put("org_a/rec_1", Readable.from([Buffer.from("x")]), 1);
  await writeFile(join(opened.folder, "org_a", "rec_2.part"), "half");
  expect((await listed(opened.storage)).map(({ name }) => name)).toEqual(["org_a/rec_1"]);
});

it("refuses fewer bytes than were promised, and keeps none of them", async () => {
  await using opened = await openLocal();
  await expect(opened.storage.put("org_a/rec_1", Readable.from([Buffer.from("x")]), 2)).rejects.toMatchObject({
    code: "STORE_UNAVAILABLE",
  });
  expect(await readdir(join(opened.folder, "org_a"))).toEqual([]);
});
