/** The one thread that writes a SQLite database. Requests are worked off in order, each in a transaction of its own. */
import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import { AppError } from "../../../domain/errors.ts";
import { SqlAnalysisWrites } from "../analysisWrites.ts";
import { applyAppends, WriterMemory } from "../appendGroup.ts";
import { SqlConversationWrites } from "../conversationWrites.ts";
import type { Transact } from "../dialect.ts";
import { SqlEndpointWrites } from "../endpointWrites.ts";
import { toAppError } from "../errors.ts";
import { writeTogetherOrApart } from "../groupCommit.ts";
import type { OutcomeCode } from "../incoming.ts";
import { hashLinkValue } from "../linkHash.ts";
import { migrate } from "../migrations/migrate.ts";
import { SqlOfficeWrites } from "../officeWrites.ts";
import { SqlRecordChanges } from "../recordWrites.ts";
import { openForWriting, type SqliteConnection } from "./connection.ts";
import { sqliteConversations } from "./conversationDialect.ts";
import { sqliteDeliveries } from "./deliveryDialect.ts";
import { SqliteRecordInserter } from "./insertRecords.ts";
import { LogTruncation } from "./logTruncation.ts";
import {
  type PackedOutcomes,
  type PackedResult,
  packError,
  type WriterReply,
  type WriterRequest,
  type WriterSetup,
  type WriterWork,
} from "./messages.ts";
import { unpackCall } from "./packing.ts";

const port = requirePort();
const differences = { locksRows: false, conversations: sqliteConversations, deliveries: sqliteDeliveries } as const;

function requirePort(): MessagePort {
  if (parentPort === null) throw new Error("writerThread.ts runs as a worker thread only");
  return parentPort;
}

interface Writer {
  readonly connection: SqliteConnection;
  readonly transact: Transact;
  readonly records: SqlRecordChanges;
  readonly conversations: SqlConversationWrites;
  readonly analyses: SqlAnalysisWrites;
  readonly endpoints: SqlEndpointWrites;
  readonly office: SqlOfficeWrites;
  readonly log: LogTruncation;
  readonly memory: WriterMemory;
}

async function openWriter({ file, startedMs }: WriterSetup): Promise<{ writer: Writer; version: number }> {
  const connection = openForWriting(file);
  try {
    const version = await migrate(connection.db, "sqlite", startedMs);
    const inserter = new SqliteRecordInserter(connection.raw);
    const transact: Transact = (work) =>
      connection.db.transaction().execute((db) => work({ db, ...differences, insertNew: async (records) => inserter.insertNew(records) }));
    const memory = new WriterMemory(hashLinkValue);
    const records = new SqlRecordChanges(transact, memory.hash);
    const conversations = new SqlConversationWrites(transact);
    const log = new LogTruncation(connection.raw);
    const [analyses, endpoints] = [new SqlAnalysisWrites(transact), new SqlEndpointWrites(transact)];
    const office = new SqlOfficeWrites(transact);
    return { writer: { connection, transact, records, conversations, analyses, endpoints, office, log, memory }, version };
  } catch (error) {
    await connection.close();
    throw error;
  }
}

async function perform(writer: Writer, work: WriterWork): Promise<unknown> {
  switch (work.kind) {
    case "append":
      return append(writer, work);
    case "records":
      return call(writer.records, work);
    case "conversation":
      return call(writer.conversations, work);
    case "analysis":
      return call(writer.analyses, work);
    case "endpoint":
      return call(writer.endpoints, work);
    case "office":
      return call(writer.office, work);
    case "close":
      writer.connection.raw.pragma("wal_checkpoint(TRUNCATE)");
      return writer.connection.close();
  }
}

type Methods = Readonly<Record<string, (...args: readonly unknown[]) => Promise<unknown>>>;

async function call(writes: object, { method, args }: { readonly method: string; readonly args: readonly unknown[] }): Promise<unknown> {
  const named = (writes as Methods)[method];
  if (named === undefined) throw new AppError("INTERNAL", `The writer has no method "${method}".`);
  return named.call(writes, ...args);
}

const isErasure = (work: WriterWork): boolean =>
  work.kind === "endpoint"
    ? work.method === "eraseDeliveries"
    : (work.kind === "records" || work.kind === "conversation") && ["erase", "eraseRecordings"].includes(work.method);

async function append({ transact, memory }: Writer, work: Extract<WriterWork, { kind: "append" }>): Promise<PackedResult[]> {
  const results = await writeTogetherOrApart(work.calls.map(unpackCall), async (calls) => {
    const applied = await transact((transaction) => applyAppends(transaction, memory, calls));
    applied.remember();
    return applied.outcomes;
  });
  return results.map((result) => ("error" in result ? { error: packError(result.error) } : { outcomes: packOutcomes(result.outcomes) }));
}

const packOutcomes = (outcomes: readonly OutcomeCode[]): PackedOutcomes =>
  outcomes.every((outcome) => outcome === "stored") ? "stored" : outcomes;

const reply = (message: WriterReply): void => port.postMessage(message);
const fail = (id: number, error: unknown): void => reply({ id, error: packError(toAppError(error)) });

async function answer(writer: Writer, { id, work }: WriterRequest): Promise<void> {
  try {
    const value = await perform(writer, work);
    if (work.kind !== "close") writer.log.after(isErasure(work));
    reply({ id, value });
  } catch (error) {
    fail(id, error);
  }
  if (work.kind === "close") port.close();
}

try {
  const { writer, version } = await openWriter(workerData as WriterSetup);
  let last: Promise<void> = Promise.resolve();
  port.on("message", (request: WriterRequest) => {
    last = last.then(() => answer(writer, request));
  });
  reply({ id: 0, value: version });
} catch (error) {
  fail(0, error);
}
