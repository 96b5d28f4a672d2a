import type { ConversationStore } from "../conversationStore.ts";
import type { AnalysisReads } from "./analysisReads.ts";
import type { AnalysisWrites } from "./analysisWrites.ts";
import { packMessage, packProjection } from "./conversationPacking.ts";
import type { ConversationReads } from "./conversationReads.ts";
import type { ConversationWrites } from "./conversationWrites.ts";

/** Puts the reading and the writing halves together into the port. */
export function joinConversations(
  reads: ConversationReads,
  writes: ConversationWrites,
  analysisReads: AnalysisReads,
  analysisWrites: AnalysisWrites,
): ConversationStore {
  return {
    queueAnalyses: (organization, asked, nowMs) => analysisWrites.queueAnalyses(organization, asked, nowMs),
    claimAnalyses: (holder, nowMs, untilMs, limit) => analysisWrites.claimAnalyses(holder, nowMs, untilMs, limit),
    finishAnalysis: (organization, id, holder, end) => analysisWrites.finishAnalysis(organization, id, holder, end),
    postponeAnalysis: (organization, id, holder, notBeforeMs, failure) =>
      analysisWrites.postponeAnalysis(organization, id, holder, notBeforeMs, failure),
    addAnalysisTrial: (organization, trial) => analysisWrites.addAnalysisTrial(organization, trial),
    analyses: (organization, keys) => analysisReads.analyses(organization, keys),
    analysisSpent: (organization, sinceMs) => analysisReads.analysisSpent(organization, sinceMs),
    queuedAnalysisCount: (organization) => analysisReads.queuedAnalysisCount(organization),
    session: (organization, id) => reads.session(organization, id),
    sessionsByKeys: (organization, keys) => reads.sessionsByKeys(organization, keys),
    sessionsByAliases: (organization, values) => reads.sessionsByAliases(organization, values),
    sessionsByRoots: (organization, roots) => reads.sessionsByRoots(organization, roots),
    aliases: (organization, keys) => reads.aliases(organization, keys),
    dirtySessions: (limit) => reads.dirtySessions(limit),
    dueSessions: (nowMs, limit) => reads.dueSessions(nowMs, limit),
    oldSessions: (query) => reads.oldSessions(query),
    dirtyCount: () => reads.dirtyCount(),
    newestSessionKey: (organization) => reads.newestSessionKey(organization),
    factEntries: (organization, keys) => reads.factEntries(organization, keys),
    messages: (organization, keys) => reads.messages(organization, keys),
    recording: (organization, id) => reads.recording(organization, id),
    recordings: (organization, keys) => reads.recordings(organization, keys),
    recordingNames: (organization) => reads.recordingNames(organization),
    revisions: (organization, keys) => reads.revisions(organization, keys),
    summary: (organization, id) => reads.summary(organization, id),
    listSessions: (query) => reads.listSessions(query),
    sessionTotals: (query) => reads.sessionTotals(query),
    sessionHours: (query) => reads.sessionHours(query),
    quantiles: (query, column, fractions) => reads.quantiles(query, column, fractions),
    agentUsage: (query, groups) => reads.agentUsage(query, groups),
    changesAfter: (key, limit) => reads.changesAfter(key, limit),
    eventsAfter: (key, limit) => reads.eventsAfter(key, limit),
    newestChangeKey: () => reads.newestChangeKey(),
    putFacts: (organization, id, facts, written) => writes.putFacts(organization, id, facts, written),
    addMessages: (organization, id, messages, written) => writes.addMessages(organization, id, messages.map(packMessage), written),
    putRecording: (organization, recording, written) => writes.putRecording(organization, recording, written),
    eraseRecordings: (organization, keys) => writes.eraseRecordings(organization, keys),
    erase: (organization, sessions) => writes.erase(organization, sessions),
    markAgentDirty: (organization, agentId) => writes.markAgentDirty(organization, agentId),
    markAllDirty: (organization) => writes.markAllDirty(organization),
    ensureRootSessions: (organization, roots, nowMs) => writes.ensureRootSessions(organization, roots, nowMs),
    saveProjections: (organization, projections) => writes.saveProjections(organization, projections.map(packProjection)),
    addDigest: (organization, bodies, atMs) => writes.addDigest(organization, bodies, atMs),
    forgetChanges: (beforeMs, keepAfterKey) => writes.forgetChanges(beforeMs, keepAfterKey),
    renewDerived: () => writes.renewDerived(),
  };
}
