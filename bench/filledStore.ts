import { hash } from "node:crypto";
import type { JsonObject } from "../src/domain/json.ts";
import { readMessages } from "../src/domain/messages.ts";
import { type RecordDraft, readRecord } from "../src/domain/record.ts";
import { BUILT_IN_RECORD_TYPES } from "../src/domain/recordTypes.ts";
import { Registry } from "../src/domain/registry.ts";
import { aliasesOf } from "../src/domain/sessionFacts.ts";
import type { Arrival } from "../src/generate/arrivalQueue.ts";
import { type PlannedSession, planSessions } from "../src/generate/planSessions.ts";
import { Random } from "../src/generate/random.ts";
import { endBody, factsBody, messageBodies } from "../src/generate/sessionBodies.ts";
import { applyAppends, WriterMemory } from "../src/store/sql/appendGroup.ts";
import { packMessage } from "../src/store/sql/conversationPacking.ts";
import { SqlConversationWrites } from "../src/store/sql/conversationWrites.ts";
import type { WriteTransaction } from "../src/store/sql/dialect.ts";
import { hashLinkValue } from "../src/store/sql/linkHash.ts";
import { openForWriting, type SqliteConnection } from "../src/store/sql/sqlite/connection.ts";
import { sqliteConversations } from "../src/store/sql/sqlite/conversationDialect.ts";
import { sqliteDeliveries } from "../src/store/sql/sqlite/deliveryDialect.ts";
import { SqliteRecordInserter } from "../src/store/sql/sqlite/insertRecords.ts";

const registry = new Registry(BUILT_IN_RECORD_TYPES);
const sha256 = (text: string): string => hash("sha256", text, "hex");

const SEED = 17;
const START_MS = Date.UTC(2026, 2, 17);
/** Sessions that are written in one transaction. */
const SESSIONS_AT_ONCE = 500;
const MESSAGES_MIN = 10;
const WRITTEN = { receivedMs: START_MS, erasedId: null };

export interface FilledStore {
  readonly messageCount: number;
  readonly recordCount: number;
}

/**
 * Writes truth of generated sessions into a SQLite file that a server has made: records, facts with their ends, transcripts.
 * It is the writer's own code, with many calls in a transaction and without waiting for the disk, for what is measured comes
 * after. Whoever has a short transcript, or none, gets that of another as well: about ten messages a session. Nothing is
 * projected; the server does that when it starts.
 */
export async function fillStore(file: string, organization: string, sessionCount: number): Promise<FilledStore> {
  const connection = openForWriting(file);
  connection.raw.pragma("synchronous = OFF");
  try {
    const filling = new Filling(connection, organization);
    let waiting: PlannedSession[] = [];
    for (const session of planSessions({ sessions: sessionCount, seed: SEED, startMs: START_MS })) {
      waiting.push(session);
      if (waiting.length < SESSIONS_AT_ONCE) continue;
      await filling.write(waiting);
      waiting = [];
    }
    await filling.write(waiting);
    return filling;
  } finally {
    await connection.close();
  }
}

class Filling implements FilledStore {
  readonly #connection: SqliteConnection;
  readonly #organization: string;
  readonly #inserter: SqliteRecordInserter;
  readonly #memory = new WriterMemory(hashLinkValue);
  /** The last transcript that was long enough to be given to others. */
  #spareMessages: readonly JsonObject[] = [];
  messageCount = 0;
  recordCount = 0;

  constructor(connection: SqliteConnection, organization: string) {
    this.#connection = connection;
    this.#organization = organization;
    this.#inserter = new SqliteRecordInserter(connection.raw);
  }

  async write(sessions: readonly PlannedSession[]): Promise<void> {
    const remember = await this.#connection.db.transaction().execute(async (db) => {
      const insertNew: WriteTransaction["insertNew"] = async (records) => this.#inserter.insertNew(records);
      const transaction = { db, locksRows: false, conversations: sqliteConversations, deliveries: sqliteDeliveries, insertNew };
      const conversations = new SqlConversationWrites((work) => work(transaction));
      for (const session of sessions) await this.#tell(conversations, session);
      return this.#append(transaction, sessions);
    });
    remember();
  }

  async #tell(conversations: SqlConversationWrites, { account, accountSeed }: PlannedSession): Promise<void> {
    if (account === null) return;
    const { id } = account;
    const facts = factsBody(account, new Random(accountSeed));
    const end = endBody(account);
    const body = { ...facts, ...(end === null ? {} : { ...end, ended: true }) };
    const messages = readMessages(this.#messagesOf(messageBodies(account)));
    await conversations.putFacts(this.#organization, id, { body: JSON.stringify(body), aliases: aliasesOf(body) }, WRITTEN);
    await conversations.addMessages(this.#organization, id, messages.map(packMessage), WRITTEN);
    this.messageCount += messages.length;
  }

  async #append(transaction: WriteTransaction, sessions: readonly PlannedSession[]): Promise<() => void> {
    const records = sessions.flatMap((session) => inOrder([...session.arrivals, ...session.unrelated]).map(draftOf));
    const batch = { organization: this.#organization, source: "api", receivedMs: START_MS, records };
    const { outcomes, remember } = await applyAppends(transaction, this.#memory, [[batch]]);
    this.recordCount += outcomes[0]?.filter((outcome) => outcome === "stored").length ?? 0;
    return remember;
  }

  #messagesOf(own: readonly JsonObject[]): readonly JsonObject[] {
    if (own.length >= MESSAGES_MIN) {
      this.#spareMessages = own;
      return own;
    }
    return [...own, ...this.#spareMessages.map((message, index) => ({ ...message, id: `more-${index}` }))];
  }
}

const inOrder = (arrivals: readonly Arrival[]): JsonObject[] =>
  arrivals.toSorted((a, b) => a.arrivalMs - b.arrivalMs).map(({ record }) => record);

function draftOf(record: JsonObject): RecordDraft {
  return readRecord(record, JSON.stringify(record), registry, sha256);
}
