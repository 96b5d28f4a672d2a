import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import S3rver from "s3rver";
import { describe, expect, it } from "vitest";
import { describeRecordingStorage, type OpenedStorage } from "./contract/storageSuite.ts";
import { type S3Settings, S3Storage } from "./s3.ts";

/** A real S3 server of its own, with the bucket `calls`. */
async function openS3(change: Partial<S3Settings> = {}): Promise<OpenedStorage> {
  const directory = await mkdtemp(join(tmpdir(), "calltree-s3-"));
  const server = new S3rver({ address: "127.0.0.1", port: 0, silent: true, directory, configureBuckets: [{ name: "calls" }] });
  const { port } = await server.run();
  const settings: S3Settings = {
    url: "s3://calls/kept/here",
    endpoint: `http://127.0.0.1:${port}`,
    region: "us-east-1",
    accessKeyId: "S3RVER",
    secretAccessKey: "S3RVER",
    forcePathStyle: true,
    ...change,
  };
  const storage = await S3Storage.open(settings);
  return {
    storage,
    reopen: () => S3Storage.open(settings),
    [Symbol.asyncDispose]: async () => {
      await storage.close();
      await server.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

describeRecordingStorage("an S3 server", openS3);

describe("an S3 server that does not take us", () => {
  it("is told apart from a recording that is absent", async () => {
    await using wrongBucket = await openS3({ url: "s3://elsewhere" });
    await expect(wrongBucket.storage.get("org_a/rec_1")).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
    await using wrongKey = await openS3({ accessKeyId: "nobody" });
    await expect(wrongKey.storage.get("org_a/rec_1")).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
  });

  it.each([{ url: "s3://" }, { url: "s3://UPPER/x" }, { accessKeyId: null }])("is refused with settings like %j", async (change) => {
    const settings = {
      url: "s3://calls",
      endpoint: null,
      region: "us-east-1",
      accessKeyId: "a",
      secretAccessKey: "b",
      forcePathStyle: false,
    };
    await expect(S3Storage.open({ ...settings, ...change })).rejects.toMatchObject({ code: "CONFIG_INVALID" });
  });
});
