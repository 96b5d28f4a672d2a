import { existsSync } from "node:fs";
import { AppError } from "../../../domain/errors.ts";
import type { OpenMode, Stores } from "../../stores.ts";
import { guarded } from "../errors.ts";
import { FieldMemory } from "../fieldMemory.ts";
import { GroupCommit } from "../groupCommit.ts";
import { hashLinkValue } from "../linkHash.ts";
import { readVersion } from "../migrations/migrate.ts";
import type { OfficeWrites } from "../officeReads.ts";
import { assembleStores, type OpenOptions, outcomesOf, READ_ONLY, type RemoteWrites } from "../stores.ts";
import { openForReading } from "./connection.ts";
import { createPrivateFile, fileOf } from "./files.ts";
import { type PackedOutcomes, type PackedResult, unpackError } from "./messages.ts";
import { packCall } from "./packing.ts";
import { readingOf } from "./reading.ts";
import { WriterClient } from "./writerClient.ts";

/**
 * @throws AppError STORE_TOO_NEW | STORE_LOCKED | STORE_UNAVAILABLE; in mode `read` also when there is no database yet
 */
export async function openSqlite(databaseUrl: string, mode: OpenMode, options: OpenOptions): Promise<Stores> {
  const file = fileOf(databaseUrl);
  if (mode === "read") {
    if (!existsSync(file)) throw new AppError("STORE_UNAVAILABLE", `There is no database at ${file}.`);
    return guarded(async () => {
      const connection = openForReading(file);
      const close = () => connection.close();
      try {
        await readVersion(connection.db);
        return assembleStores(readingOf(connection), READ_ONLY, close, hashLinkValue);
      } catch (error) {
        await close();
        throw error;
      }
    });
  }
  return guarded(async () => {
    createPrivateFile(file);
    const writer = new WriterClient({ file, startedMs: options.clock?.nowMs() ?? null }, options.onBackgroundError);
    await writer.open();
    const connection = openForReading(file);
    const { writes, drained } = throughThread(writer);
    const close = async (): Promise<void> => {
      await drained();
      await connection.close();
      await writer.close();
    };
    return assembleStores(readingOf(connection), writes, close, hashLinkValue);
  });
}

/** Every write goes through the writer thread; appends are grouped here, where the calls arrive. */
function throughThread(writer: WriterClient): { writes: RemoteWrites; drained: () => Promise<void> } {
  const fields = new FieldMemory();
  const groups = new GroupCommit<PackedOutcomes>(async (calls) => {
    const packed = calls.map((call) => packCall(call, fields));
    const results = (await writer.run({ kind: "append", calls: packed })) as readonly PackedResult[];
    return results.map((result) => ("error" in result ? { error: unpackError(result.error) } : result));
  });
  const office = <Method extends keyof OfficeWrites>(method: Method) =>
    ((...args: readonly unknown[]) => writer.run({ kind: "office", method, args })) as OfficeWrites[Method];
  const writes: RemoteWrites = {
    append: async (batches) => {
      const packed = await groups.append(batches);
      const outcomes = outcomesOf(batches, packed);
      for (const [index, { organization, records }] of batches.entries()) {
        for (const [position, { type, fields: names }] of records.entries()) {
          if (outcomes[index]?.[position]?.outcome !== "rejected") fields.remember(`${organization} ${type}`, names);
        }
      }
      return outcomes;
    },
    replaceFacts: async (organization, replacements) => {
      if (replacements.length > 0) await writer.run({ kind: "replace_facts", organization, replacements });
    },
    office: {
      createOrganization: office("createOrganization"),
      updateOrganization: office("updateOrganization"),
      createKey: office("createKey"),
      revokeKey: office("revokeKey"),
      touchKeys: office("touchKeys"),
      putRecordType: office("putRecordType"),
      putExchangeRates: office("putExchangeRates"),
      advanceReread: office("advanceReread"),
      putServerValueOnce: office("putServerValueOnce"),
      audit: office("audit"),
    },
  };
  return { writes, drained: () => groups.drained() };
}
