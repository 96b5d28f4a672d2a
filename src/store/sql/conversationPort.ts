import type { ConversationStore } from "../conversationStore.ts";
import { packMessage, packProjection } from "./conversationPacking.ts";
import type { ConversationReads } from "./conversationReads.ts";
import type { ConversationWrites } from "./conversationWrites.ts";

/** Puts the reading and the writing halves together into the port. */
export function joinConversations(reads: ConversationReads, writes: ConversationWrites): ConversationStore {
  return {
    session: (organization, id) => reads.session(organization, id),
    sessionsByKeys: (organization, keys) => reads.sessionsByKeys(organization, keys),
    sessionsByAliases: (organization, values) => reads.sessionsByAliases(organization, values),
    sessionsByRoots: (organization, roots) => reads.sessionsByRoots(organization, roots),
    aliases: (organization, keys) => reads.aliases(organization, keys),
    dirtySessions: (limit) => reads.dirtySessions(limit),
    dueSessions: (nowMs, limit) => reads.dueSessions(nowMs, limit),
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
    quantiles: (query, column, fractions) => reads.quantiles(query, column, fractions),
    agentUsage: (query, groups) => reads.agentUsage(query, groups),
    changesAfter: (key, limit) => reads.changesAfter(key, limit),
    newestChangeKey: () => reads.newestChangeKey(),
    putFacts: (organization, id, facts, written) => writes.putFacts(organization, id, facts, written),
    addMessages: (organization, id, messages, written) => writes.addMessages(organization, id, messages.map(packMessage), written),
    putRecording: (organization, recording, written) => writes.putRecording(organization, recording, written),
    erase: (organization, sessions) => writes.erase(organization, sessions),
    markAgentDirty: (organization, agentId) => writes.markAgentDirty(organization, agentId),
    markAllDirty: (organization) => writes.markAllDirty(organization),
    ensureRootSessions: (organization, roots, nowMs) => writes.ensureRootSessions(organization, roots, nowMs),
    saveProjections: (organization, projections) => writes.saveProjections(organization, projections.map(packProjection)),
    forgetChanges: (beforeMs) => writes.forgetChanges(beforeMs),
    renewDerived: () => writes.renewDerived(),
  };
}
