import { existsSync } from "node:fs";
import { AppError } from "../../../domain/errors.ts";
import type { OpenMode, Stores } from "../../stores.ts";
import type { AnalysisWrites } from "../analysisWrites.ts";
import type { AppendCall } from "../appendGroup.ts";
import type { ConversationWrites } from "../conversationWrites.ts";
import type { EndpointWrites } from "../endpointWrites.ts";
import { guarded } from "../errors.ts";
import { FieldMemory } from "../fieldMemory.ts";
import { GroupCommit } from "../groupCommit.ts";
import { hashLinkValue } from "../linkHash.ts";
import { readVersion } from "../migrations/migrate.ts";
import type { OfficeWrites } from "../officeReads.ts";
import type { RecordChanges } from "../recordWrites.ts";
import { assembleStores, type OpenOptions, outcomesOf, READ_ONLY, type RemoteWrites } from "../stores.ts";
import { openForReading } from "./connection.ts";
import { createPrivateFile, fileOf } from "./files.ts";
import { type PackedOutcomes, type PackedResult, unpackError } from "./messages.ts";
import { type PackedCall, packCall } from "./packing.ts";
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
    try {
      const connection = openForReading(file);
      const { writes, drained } = throughThread(writer);
      const close = async (): Promise<void> => {
        await drained();
        await connection.close();
        await writer.close();
      };
      return assembleStores(readingOf(connection), writes, close, hashLinkValue);
    } catch (error) {
      await writer.close();
      throw error;
    }
  });
}

/** Every write goes through the writer thread; appends are grouped here, where the calls arrive. */
function throughThread(writer: WriterClient): { writes: RemoteWrites; drained: () => Promise<void> } {
  const fields = new FieldMemory();
  const groups = new GroupCommit<PackedOutcomes>(async (calls) => {
    const packed = calls.map((call) => packCall(call, fields));
    const results = (await writer.run({ kind: "append", calls: packed })) as readonly PackedResult[];
    for (const [index, result] of results.entries()) rememberFields(fields, calls[index], packed[index], result);
    return results.map((result) => ("error" in result ? { error: unpackError(result.error) } : result));
  });
  const records = <Method extends keyof RecordChanges>(method: Method) =>
    ((...args: readonly unknown[]) => writer.run({ kind: "records", method, args })) as RecordChanges[Method];
  const conversation = <Method extends keyof ConversationWrites>(method: Method) =>
    ((...args: readonly unknown[]) => writer.run({ kind: "conversation", method, args })) as ConversationWrites[Method];
  const office = <Method extends keyof OfficeWrites>(method: Method) =>
    ((...args: readonly unknown[]) => writer.run({ kind: "office", method, args })) as OfficeWrites[Method];
  const analysis = <Method extends keyof AnalysisWrites>(method: Method) =>
    ((...args: readonly unknown[]) => writer.run({ kind: "analysis", method, args })) as AnalysisWrites[Method];
  const endpoint = <Method extends keyof EndpointWrites>(method: Method) =>
    ((...args: readonly unknown[]) => writer.run({ kind: "endpoint", method, args })) as EndpointWrites[Method];
  const writes: RemoteWrites = {
    append: async (batches) => outcomesOf(batches, await groups.append(batches)),
    replaceFacts: records("replaceFacts"),
    forgetChanges: records("forgetChanges"),
    foldUsage: records("foldUsage"),
    dropUsage: records("dropUsage"),
    erase: records("erase"),
    conversations: {
      putFacts: conversation("putFacts"),
      addMessages: conversation("addMessages"),
      putRecording: conversation("putRecording"),
      erase: conversation("erase"),
      eraseRecordings: conversation("eraseRecordings"),
      markAgentDirty: conversation("markAgentDirty"),
      markAllDirty: conversation("markAllDirty"),
      ensureRootSessions: conversation("ensureRootSessions"),
      saveProjections: conversation("saveProjections"),
      addDigest: conversation("addDigest"),
      forgetChanges: conversation("forgetChanges"),
      renewDerived: conversation("renewDerived"),
    },
    analyses: {
      queueAnalyses: analysis("queueAnalyses"),
      claimAnalyses: analysis("claimAnalyses"),
      finishAnalysis: analysis("finishAnalysis"),
      postponeAnalysis: analysis("postponeAnalysis"),
      addAnalysisTrial: analysis("addAnalysisTrial"),
    },
    endpoints: {
      createEndpoint: endpoint("createEndpoint"),
      updateEndpoint: endpoint("updateEndpoint"),
      deleteEndpoint: endpoint("deleteEndpoint"),
      hurryDeliveries: endpoint("hurryDeliveries"),
      addDeliveries: endpoint("addDeliveries"),
      recordAttempts: endpoint("recordAttempts"),
      eraseDeliveries: endpoint("eraseDeliveries"),
      forgetDeliveries: endpoint("forgetDeliveries"),
      putAnalysisSettings: endpoint("putAnalysisSettings"),
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
      setServerValue: office("setServerValue"),
      putAgent: office("putAgent"),
      takeLease: office("takeLease"),
      releaseLease: office("releaseLease"),
      audit: office("audit"),
    },
  };
  return { writes, drained: () => groups.drained() };
}

/** What the writer has stored need not be sent to it again. */
function rememberFields(fields: FieldMemory, call: AppendCall = [], packed: PackedCall | undefined, result: PackedResult): void {
  if (packed?.hasUnknownFields !== true || "error" in result) return;
  let at = 0;
  for (const { organization, records } of call) {
    for (const { type, fields: names } of records) {
      const outcome = result.outcomes === "stored" ? "stored" : result.outcomes[at];
      if (outcome !== "rejected" && outcome !== "erased") fields.remember(`${organization} ${type}`, names);
      at++;
    }
  }
}
