import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type FileRecord, fileSizeBytes, type ReadOptions, readRecordsFile } from "./readRecordsFile.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "calltree-files-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function collect(items: AsyncIterable<FileRecord>): Promise<FileRecord[]> {
  const all: FileRecord[] = [];
  for await (const item of items) all.push(item);
  return all;
}

async function read(name: string, content: string | Buffer, options: ReadOptions = {}): Promise<FileRecord[]> {
  const path = join(folder, name);
  await writeFile(path, content);
  return collect(readRecordsFile(path, options));
}

async function* inPieces(text: string, size: number): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(text);
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}

describe("NDJSON", () => {
  it("gives every line with its number and its own text, and passes over blank lines", async () => {
    expect(await read("a.ndjson", '{"id":12345678901234567890}\r\n\n{"id":"b"}')).toEqual([
      { line: 1, text: '{"id":12345678901234567890}' },
      { line: 3, text: '{"id":"b"}' },
    ]);
  });

  it("does not depend on where the bytes are cut", async () => {
    const text = '{"id":"ä"}\n{"id":"b"}\n\n{"id":"€"}\n';
    for (const size of [1, 2, 3, 7, 1_000]) {
      const items = await collect(readRecordsFile("-", {}, inPieces(text, size)));
      expect(items.map((item) => item.line)).toEqual([1, 2, 4]);
      expect(items[2]?.text).toBe('{"id":"€"}');
    }
  });

  it("refuses only the line that is not text", async () => {
    const items = await read(
      "b.ndjson",
      Buffer.concat([Buffer.from('{"id":"a"}\n'), Buffer.from([0xff, 0x0a]), Buffer.from('{"id":"c"}')]),
    );
    expect(items.map((item) => item.fault !== undefined)).toEqual([false, true, false]);
  });

  it("gives a type to records that lack one, and to no others", async () => {
    const items = await read("c.jsonl", '{"id":"a"}\n{"record_type":"recording","id":"b"}\nnot json', { type: "message" });
    expect(items.map((item) => item.text)).toEqual([
      '{"id":"a","record_type":"message"}',
      '{"record_type":"recording","id":"b"}',
      "not json",
    ]);
  });

  it("counts the bytes of the file as they are read", async () => {
    let bytes = 0;
    await read("d.ndjson", '{"id":"a"}\n', { onBytes: (count) => (bytes += count) });
    expect(bytes).toBe(11);
  });
});

describe("JSON", () => {
  it("gives an array's elements with the line each begins on, digits kept", async () => {
    const text = '[\n  {"id": "a,]}\\"", "n": 1.10},\n  {\n    "id": 12345678901234567890\n  }\n]\n';
    expect(await read("a.json", text)).toEqual([
      { line: 2, text: '{"id": "a,]}\\"", "n": 1.10}' },
      { line: 3, text: '{     "id": 12345678901234567890   }' },
    ]);
  });

  it("takes one object, an API's answer, and one object a line", async () => {
    expect(await read("b.json", '{"record_type":"message",\n"uuid":"1"}')).toEqual([
      { line: 1, text: '{"record_type":"message", "uuid":"1"}' },
    ]);
    expect(await read("c.json", '{"data":[{"id":"a"},{"id":"b"}],"meta":{}}')).toEqual([
      { line: null, text: '{"id":"a"}' },
      { line: null, text: '{"id":"b"}' },
    ]);
    expect((await read("d.json", '{"id":"a"}\n{"id":"b"}\n')).map((item) => item.line)).toEqual([1, 2]);
  });

  it("gives nothing for an empty array", async () => {
    expect(await read("e.json", " [ ] ")).toEqual([]);
  });

  it("refuses what is not complete, or not JSON", async () => {
    for (const text of ['[{"id":"a"}', '[{"id":"a"},]', '[{"id":"a"}] more', '["a', "plain words"]) {
      await expect(read("f.json", text)).rejects.toMatchObject({ code: "FILE_INVALID" });
    }
  });
});

describe("CSV", () => {
  it("names fields by the header and leaves empty cells out", async () => {
    expect(await read("a.csv", 'record_type,uuid,cost\nmessage,1,"0.004"\nmessage,2,\n')).toEqual([
      { line: 2, text: '{"record_type":"message","uuid":"1","cost":"0.004"}' },
      { line: 3, text: '{"record_type":"message","uuid":"2"}' },
    ]);
  });

  it("takes semicolons, quotes with line breaks, and a given type", async () => {
    expect(await read("b.csv", 'uuid;tags\n1;"a\nb"\n', { type: "message" })).toEqual([
      { line: 3, text: '{"uuid":"1","tags":"a\\nb","record_type":"message"}' },
    ]);
  });

  it("refuses only the row with too many or too few cells", async () => {
    const items = await read("c.csv", "uuid,cost\n1,2,3\n2,4\n3\n");
    expect(items.map((item) => item.fault)).toEqual([
      "The row has 3 cells, the header 2.",
      undefined,
      "The row has 1 cells, the header 2.",
    ]);
  });

  it("refuses a header that is missing, repeats or leaves out a name, and quotes that never close", async () => {
    for (const text of ["", "a,a\n1,2\n", "a,\n1,2\n", 'a,b\n"1,2\n']) {
      await expect(read("d.csv", text)).rejects.toMatchObject({ code: "FILE_INVALID" });
    }
  });
});

describe("any file", () => {
  it("unpacks gzip whatever the name says", async () => {
    const packed = gzipSync('{"id":"a"}\n{"id":"b"}\n');
    expect((await read("a.ndjson.gz", packed)).length).toBe(2);
    expect((await read("b", Buffer.concat([packed, packed]))).length).toBe(4);
  });

  it("refuses gzip that is cut off", async () => {
    const packed = gzipSync('{"id":"a"}\n'.repeat(5_000));
    await expect(read("c.ndjson.gz", packed.subarray(0, packed.length - 12))).rejects.toMatchObject({ code: "FILE_INVALID" });
  });

  it("tells the format of a file without a name by its first byte", async () => {
    expect((await read("plain1", ' [{"id":"a"}]')).length).toBe(1);
    expect((await read("plain2", '{"id":"a"}\n{"id":"b"}')).length).toBe(2);
    expect((await read("plain3", "id,cost\na,1\n"))[0]?.text).toBe('{"id":"a","cost":"1"}');
    expect(await read("plain4", "")).toEqual([]);
  });

  it("refuses a path that is not there, and a folder", async () => {
    await expect(collect(readRecordsFile(join(folder, "none.csv")))).rejects.toMatchObject({ code: "FILE_INVALID" });
    await expect(fileSizeBytes(join(folder, "none.csv"))).rejects.toMatchObject({ code: "FILE_INVALID" });
    await expect(fileSizeBytes(folder)).rejects.toMatchObject({ code: "FILE_INVALID" });
    expect(await fileSizeBytes("-")).toBeUndefined();
  });
});
