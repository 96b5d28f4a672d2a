import type { Clock } from "../../domain/clock.ts";
import { AppError } from "../../domain/errors.ts";
import type { EndpointStore } from "../endpoints.ts";
import type { OfficeStore } from "../officeStore.ts";
import type { AppendBatch, AppendOutcome, RecordStore } from "../recordStore.ts";
import type { StoreHealth, Stores } from "../stores.ts";
import { AnalysisReads } from "./analysisReads.ts";
import type { AnalysisWrites } from "./analysisWrites.ts";
import { joinConversations } from "./conversationPort.ts";
import { ConversationReads } from "./conversationReads.ts";
import type { ConversationWrites } from "./conversationWrites.ts";
import type { Reading } from "./dialect.ts";
import { EndpointReads } from "./endpointReads.ts";
import type { EndpointWrites } from "./endpointWrites.ts";
import { guarded } from "./errors.ts";
import type { OutcomeCode } from "./incoming.ts";
import type { LinkHash } from "./linkHash.ts";
import { readVersion } from "./migrations/migrate.ts";
import { OfficeReads, type OfficeWrites } from "./officeReads.ts";
import { RecordReads, type RecordWrites } from "./recordReads.ts";

export interface OpenOptions {
  readonly clock?: Clock;
  readonly onBackgroundError: (error: unknown) => void;
  readonly postgresConnectionsMax?: number;
}

/** The writing halves of the ports, wherever they run. */
export interface RemoteWrites extends RecordWrites {
  readonly conversations: ConversationWrites;
  readonly analyses: AnalysisWrites;
  readonly office: OfficeWrites;
  readonly endpoints: EndpointWrites;
}

/** Puts the reading and the writing halves together into the ports. */
export function assembleStores(reading: Reading, writes: RemoteWrites, close: () => Promise<void>, hash: LinkHash): Stores {
  const records = new RecordReads(reading, hash);
  let closing: Promise<void> | undefined;
  return {
    records: joinRecords(records, writes),
    conversations: joinConversations(new ConversationReads(reading), writes.conversations, new AnalysisReads(reading), writes.analyses),
    office: { ...joinOffice(new OfficeReads(reading), writes.office), ...joinEndpoints(new EndpointReads(reading), writes.endpoints) },
    health: (): Promise<StoreHealth> =>
      guarded(async () => ({ engine: reading.engine, version: await readVersion(reading.db), sizeBytes: await reading.sizeBytes() })),
    [Symbol.asyncDispose]: () => {
      closing ??= close();
      return closing;
    },
  };
}

function joinRecords(reads: RecordReads, writes: RecordWrites): RecordStore {
  return {
    abilities: { exactOutcomes: true },
    append: (batches) => writes.append(batches),
    replaceFacts: (organization, records) => writes.replaceFacts(organization, records),
    forgetChanges: (upTo) => writes.forgetChanges(upTo),
    foldUsage: (limit) => writes.foldUsage(limit),
    dropUsage: () => writes.dropUsage(),
    erase: (organization, erasure) => writes.erase(organization, erasure),
    find: (organization, name) => reads.find(organization, name),
    findMany: (organization, names) => reads.findMany(organization, names),
    history: (organization, name) => reads.history(organization, name),
    byLinkValues: (organization, values, limit) => reads.byLinkValues(organization, values, limit),
    countLinkValue: (organization, value, countMax) => reads.countLinkValue(organization, value, countMax),
    bodies: (organization, keys) => reads.bodies(organization, keys),
    page: (query) => reads.page(query),
    count: (query) => reads.count(query),
    seenFields: (organization, type) => reads.seenFields(organization, type),
    countsByType: (organization) => reads.countsByType(organization),
    newestKey: (organization) => reads.newestKey(organization),
    changes: (after, limit) => reads.changes(after, limit),
    changesBehind: (after) => reads.changesBehind(after),
    endOfChanges: () => reads.endOfChanges(),
    usage: (query, groups) => reads.usage(query, groups),
    sumCosts: (organization) => reads.sumCosts(organization),
  };
}

function joinOffice(reads: OfficeReads, writes: OfficeWrites): Omit<OfficeStore, keyof EndpointStore> {
  return {
    organization: (id) => reads.organization(id),
    organizations: () => reads.organizations(),
    keyByHash: (secretHash) => reads.keyByHash(secretHash),
    keys: (organization) => reads.keys(organization),
    recordTypes: (organization) => reads.recordTypes(organization),
    exchangeRates: (organization) => reads.exchangeRates(organization),
    rereadJobs: (organization) => reads.rereadJobs(organization),
    serverValue: (name) => reads.serverValue(name),
    agent: (organization, id) => reads.agent(organization, id),
    agents: (organization) => reads.agents(organization),
    auditEntries: (organization, limit, beforeKey) => reads.auditEntries(organization, limit, beforeKey),
    createOrganization: (organization) => writes.createOrganization(organization),
    updateOrganization: (id, change) => writes.updateOrganization(id, change),
    createKey: (key, secretHash) => writes.createKey(key, secretHash),
    revokeKey: (organization, id, atMs) => writes.revokeKey(organization, id, atMs),
    touchKeys: (uses) => writes.touchKeys(uses),
    putRecordType: (organization, type, rereads, nowMs) => writes.putRecordType(organization, type, rereads, nowMs),
    putExchangeRates: (organization, rates) => writes.putExchangeRates(organization, rates),
    advanceReread: (job, afterKey) => writes.advanceReread(job, afterKey),
    putServerValueOnce: (name, value) => writes.putServerValueOnce(name, value),
    setServerValue: (name, value) => writes.setServerValue(name, value),
    putAgent: (organization, agent) => writes.putAgent(organization, agent),
    takeLease: (name, holder, nowMs, untilMs) => writes.takeLease(name, holder, nowMs, untilMs),
    releaseLease: (name, holder) => writes.releaseLease(name, holder),
    audit: (entry) => writes.audit(entry),
  };
}

function joinEndpoints(reads: EndpointReads, writes: EndpointWrites): EndpointStore {
  return {
    endpoint: (organization, id) => reads.endpoint(organization, id),
    endpoints: (organization) => reads.endpoints(organization),
    dueDeliveries: (nowMs, perEndpoint, busy) => reads.dueDeliveries(nowMs, perEndpoint, busy),
    nextDueMs: () => reads.nextDueMs(),
    deliveries: (query) => reads.deliveries(query),
    delivery: (organization, id) => reads.delivery(organization, id),
    attempts: (organization, deliveryId) => reads.attempts(organization, deliveryId),
    deliveryCounts: (organization) => reads.deliveryCounts(organization),
    analysisSettings: (organization) => reads.analysisSettings(organization),
    createEndpoint: (organization, endpoint) => writes.createEndpoint(organization, endpoint),
    updateEndpoint: (organization, id, change) => writes.updateEndpoint(organization, id, change),
    deleteEndpoint: (organization, id, nowMs) => writes.deleteEndpoint(organization, id, nowMs),
    hurryDeliveries: (organization, endpointId, nowMs) => writes.hurryDeliveries(organization, endpointId, nowMs),
    addDeliveries: (added, position) => writes.addDeliveries(added, position),
    recordAttempts: (results) => writes.recordAttempts(results),
    eraseDeliveries: (organization, sessionIds, erasedId, nowMs) => writes.eraseDeliveries(organization, sessionIds, erasedId, nowMs),
    forgetDeliveries: (beforeMs) => writes.forgetDeliveries(beforeMs),
    putAnalysisSettings: (organization, row) => writes.putAnalysisSettings(organization, row),
  };
}

const PLAIN: Record<Exclude<OutcomeCode, "rejected">, AppendOutcome> = {
  stored: { outcome: "stored" },
  duplicate: { outcome: "duplicate" },
  corrected: { outcome: "corrected" },
  stale: { outcome: "stale" },
  erased: { outcome: "erased" },
};

/** The outcomes of a call, which come as one list over all its batches, told batch by batch. */
export function outcomesOf(batches: readonly AppendBatch[], codes: "stored" | readonly OutcomeCode[]): AppendOutcome[][] {
  let at = 0;
  return batches.map(({ records, source }) =>
    records.map((draft): AppendOutcome => {
      const code = codes === "stored" ? codes : codes[at++];
      if (code === undefined) throw new AppError("INTERNAL", "The writer did not answer for every record.");
      if (code !== "rejected") return PLAIN[code];
      const message = `${draft.type} "${draft.id}" was first sent by another source; "${source}" cannot correct it.`;
      return { outcome: "rejected", code: "RECORD_SOURCE_CONFLICT", message };
    }),
  );
}

const refuse = async (): Promise<never> => {
  throw new AppError("STORE_UNAVAILABLE", "This store was opened for reading only.");
};

/** The writing halves of a store opened for reading. */
export const READ_ONLY: RemoteWrites = {
  append: refuse,
  replaceFacts: refuse,
  forgetChanges: refuse,
  foldUsage: refuse,
  dropUsage: refuse,
  erase: refuse,
  conversations: {
    putFacts: refuse,
    addMessages: refuse,
    putRecording: refuse,
    erase: refuse,
    eraseRecordings: refuse,
    markAgentDirty: refuse,
    markAllDirty: refuse,
    ensureRootSessions: refuse,
    saveProjections: refuse,
    addDigest: refuse,
    forgetChanges: refuse,
    renewDerived: refuse,
  },
  analyses: { queueAnalyses: refuse, claimAnalyses: refuse, finishAnalysis: refuse, postponeAnalysis: refuse, addAnalysisTrial: refuse },
  endpoints: {
    createEndpoint: refuse,
    updateEndpoint: refuse,
    deleteEndpoint: refuse,
    hurryDeliveries: refuse,
    addDeliveries: refuse,
    recordAttempts: refuse,
    eraseDeliveries: refuse,
    forgetDeliveries: refuse,
    putAnalysisSettings: refuse,
  },
  office: {
    createOrganization: refuse,
    updateOrganization: refuse,
    createKey: refuse,
    revokeKey: refuse,
    touchKeys: refuse,
    putRecordType: refuse,
    putExchangeRates: refuse,
    advanceReread: refuse,
    putServerValueOnce: refuse,
    setServerValue: refuse,
    putAgent: refuse,
    takeLease: refuse,
    releaseLease: refuse,
    audit: refuse,
  },
};
