import type { Readable } from "node:stream";
import type { S3Client } from "@aws-sdk/client-s3";
import { AppError } from "../domain/errors.ts";
import { type ByteRange, type RecordingStorage, requireFolderName, requireObjectName, type StoredObject, storageFault } from "./storage.ts";

type Sdk = typeof import("@aws-sdk/client-s3");

export interface S3Settings {
  /** `s3://bucket/prefix`. */
  readonly url: string;
  /** Null: Amazon's own for the region. */
  readonly endpoint: string | null;
  readonly region: string;
  /** Null: the SDK looks for credentials where it always does (environment, profile, instance role). */
  readonly accessKeyId: string | null;
  readonly secretAccessKey: string | null;
  readonly forcePathStyle: boolean;
}

const PARTS_OF_ADDRESS = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/;

/** Recordings as objects of one bucket, under a prefix. */
export class S3Storage implements RecordingStorage {
  readonly #sdk: Sdk;
  readonly #client: S3Client;
  readonly #bucket: string;
  readonly #prefix: string;

  private constructor(sdk: Sdk, client: S3Client, bucket: string, prefix: string) {
    this.#sdk = sdk;
    this.#client = client;
    this.#bucket = bucket;
    this.#prefix = prefix;
  }

  /** Loads the SDK, which whoever keeps recordings on a disk need not wait for. @throws AppError CONFIG_INVALID */
  static async open(settings: S3Settings): Promise<S3Storage> {
    const [, bucket, rawPrefix = ""] = PARTS_OF_ADDRESS.exec(settings.url) ?? [];
    if (bucket === undefined) throw new AppError("CONFIG_INVALID", "RECORDINGS_URL must be file:PATH or s3://bucket/prefix.");
    const { accessKeyId, secretAccessKey } = settings;
    if ((accessKeyId === null) !== (secretAccessKey === null)) {
      throw new AppError("CONFIG_INVALID", "S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY go together.");
    }
    const sdk = await import("@aws-sdk/client-s3");
    const client = new sdk.S3Client({
      region: settings.region,
      forcePathStyle: settings.forcePathStyle,
      // The SDK's own checksums travel as trailers, which most S3-compatible servers do not understand.
      requestChecksumCalculation: "WHEN_REQUIRED",
      responseChecksumValidation: "WHEN_REQUIRED",
      ...(settings.endpoint === null ? {} : { endpoint: settings.endpoint }),
      ...(accessKeyId === null || secretAccessKey === null ? {} : { credentials: { accessKeyId, secretAccessKey } }),
    });
    const prefix = rawPrefix.replace(/^\/+|\/+$/g, "");
    return new S3Storage(sdk, client, bucket, prefix === "" ? "" : `${prefix}/`);
  }

  async put(name: string, bytes: Readable, sizeBytes: number): Promise<void> {
    const object = this.#object(name);
    const stop = new AbortController();
    const broken = new Promise<never>((_resolve, reject) => {
      // The SDK waits for ever for a body that fails half-way.
      bytes.once("error", (error) => {
        stop.abort();
        reject(error);
      });
    });
    const command = new this.#sdk.PutObjectCommand({ ...object, Body: bytes, ContentLength: sizeBytes });
    try {
      await Promise.race([this.#client.send(command, { abortSignal: stop.signal }), broken]);
    } catch (error) {
      bytes.destroy();
      throw storageFault(error);
    }
  }

  async get(name: string, range?: ByteRange): Promise<Readable | undefined> {
    const object = this.#object(name);
    const part = range === undefined ? {} : { Range: `bytes=${range.start}-${range.end}` };
    try {
      const answer = await this.#client.send(new this.#sdk.GetObjectCommand({ ...object, ...part }));
      return answer.Body as Readable | undefined;
    } catch (error) {
      if (isAbsent(error)) return undefined;
      throw storageFault(error);
    }
  }

  async sizeBytes(name: string): Promise<number | undefined> {
    const object = this.#object(name);
    try {
      return (await this.#client.send(new this.#sdk.HeadObjectCommand(object))).ContentLength;
    } catch (error) {
      if (isAbsent(error)) return undefined;
      throw storageFault(error);
    }
  }

  async delete(name: string): Promise<void> {
    const object = this.#object(name);
    try {
      await this.#client.send(new this.#sdk.DeleteObjectCommand(object));
    } catch (error) {
      if (!isAbsent(error)) throw storageFault(error);
    }
  }

  async *list(organization: string): AsyncIterable<StoredObject> {
    const Prefix = `${this.#prefix}${requireFolderName(organization)}/`;
    try {
      for await (const page of this.#sdk.paginateListObjectsV2({ client: this.#client }, { Bucket: this.#bucket, Prefix })) {
        for (const { Key, Size } of page.Contents ?? []) {
          if (Key !== undefined) yield { name: Key.slice(this.#prefix.length), sizeBytes: Size ?? 0 };
        }
      }
    } catch (error) {
      throw storageFault(error);
    }
  }

  async close(): Promise<void> {
    this.#client.destroy();
  }

  #object(name: string): { Bucket: string; Key: string } {
    return { Bucket: this.#bucket, Key: this.#prefix + requireObjectName(name) };
  }
}

function isAbsent(error: unknown): boolean {
  const { name, $metadata } = (error ?? {}) as { name?: string; $metadata?: { httpStatusCode?: number } };
  return name === "NoSuchKey" || name === "NotFound" || (name !== "NoSuchBucket" && $metadata?.httpStatusCode === 404);
}
