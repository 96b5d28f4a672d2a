import type { RecordName } from "../domain/record.ts";
import type { Percentiles, Revision, SessionFacts, SessionSummary, SessionTotals } from "../domain/session.ts";
import { REVISION_CAUSES_MAX } from "../domain/session.ts";
import { type AnalysisReport, reportOf } from "../reads/readAnalysis.ts";
import { placeMessages } from "../reads/readSession.ts";
import type { StoredAnalysis } from "../store/analyses.ts";
import type { Announcement, SessionChangeKind, SessionRow, StoredMessage } from "../store/conversationStore.ts";
import type { Agent } from "../store/officeStore.ts";
import type { TreeNode } from "../tree/tree.ts";
import { type Completion, completionAt } from "./completion.ts";
import { type Lifecycle, type LifecycleSettings, lifecycleAt } from "./lifecycle.ts";
import type { TreeTotals } from "./treeTotals.ts";

/** All that is known of one session when it is projected. */
export interface SessionTruth {
  /** The oldest first: it lives, the others were merged into it. */
  readonly rows: readonly SessionRow[];
  readonly facts: SessionFacts;
  readonly lastFactMs: number | null;
  readonly messages: readonly StoredMessage[];
  readonly lastRecordingMs: number | null;
  /** Oldest first. */
  readonly analyses: readonly StoredAnalysis[];
  readonly rootNode: TreeNode | null;
  readonly totals: TreeTotals;
  readonly agent: Agent | undefined;
  readonly currency: string;
}

export interface Told {
  readonly summary: SessionSummary;
  readonly told: SessionRow["told"];
  readonly changedMs: number;
  readonly revision: Revision | null;
  readonly announce: readonly Omit<Announcement, "bodies">[];
  readonly requestsAnalysis: boolean;
  readonly dueMs: number | null;
}

/** `changed`: names of records whose change led here, candidates for a revision's causes. */
export function summarise(truth: SessionTruth, settings: LifecycleSettings, nowMs: number, changed: readonly RecordName[]): Told {
  const row = survivorOf(truth);
  const revision = revisionOf(truth, row, nowMs, changed);
  const changedMs = revision === null ? row.changedMs : nowMs;
  const times = timesOf(truth, row);
  const missing = (truth.agent?.expectedRecordTypes ?? []).filter((type) => !truth.totals.types.has(type));
  const lastHeardMs = Math.max(heardMs(truth, row), changedMs);
  const { lifecycle, completion } = standingOf(truth, row, times, missing, settings, lastHeardMs, nowMs);
  const told = toldOf(truth, row, lifecycle, revision, nowMs);
  const report = reportOf(truth.analyses);
  const updatedMs = Math.max(heardMs(truth, row), report?.done?.finishedMs ?? 0);
  return {
    summary: {
      ...summaryOf(truth, row, times, lifecycle, missing, told, report, updatedMs),
      awaitsAnalysis: lifecycle.state !== "open" && !completion.isCompleted,
    },
    ...{ told, changedMs, revision, requestsAnalysis: completion.requestsAnalysis },
    announce: announcements(truth, lifecycle, completion, told, row, revision),
    dueMs: earlier(lifecycle.dueMs, completion.dueMs),
  };
}

const earlier = (a: number | null, b: number | null): number | null => (a === null || b === null ? (a ?? b) : Math.min(a, b));

/** Where it stands in its life. It is complete before it settles: nothing is told as final that is still waited for. */
function standingOf(
  truth: SessionTruth,
  row: SessionRow,
  times: Times,
  missing: readonly string[],
  settings: LifecycleSettings,
  lastHeardMs: number,
  nowMs: number,
): { lifecycle: Lifecycle; completion: Completion } {
  const lifecycle = lifecycleAt(
    {
      isOver: truth.facts.isEnded || rootHasEnded(truth.rootNode),
      looksOver: legsHaveEnded(truth.rootNode),
      endedMs: times.endedMs,
      lastActivityMs: times.lastActivityMs,
      firstHeardMs: row.createdMs,
      lastHeardMs,
      eventCount: truth.totals.eventCount,
      missing,
      idleCloseMs: truth.agent?.idleCloseSec == null ? null : truth.agent.idleCloseSec * 1_000,
    },
    settings,
    nowMs,
  );
  const completion = completionAt(
    {
      state: lifecycle.state,
      endedMs: lifecycle.endedMs,
      wantsAnalysis: truth.agent?.analysis != null && !lifecycle.isBackfilled && row.erasedMs === null,
      hasWords: truth.messages.length > 0,
      lastHeardMs: heardMs(truth, row),
      isCompleted: announcedOf(truth).has("completed"),
      analyses: truth.analyses,
    },
    nowMs,
  );
  if (lifecycle.state !== "settled" || completion.isCompleted) return { lifecycle, completion };
  const state = truth.totals.eventCount === 0 ? "ended" : "settling";
  return { lifecycle: { ...lifecycle, state, settledMs: null }, completion };
}

function survivorOf({ rows }: SessionTruth): SessionRow {
  const [row] = rows;
  if (row === undefined) throw new Error("a session without a row cannot be summarised");
  return row;
}

/** When this server last heard anything about it. */
const heardMs = ({ totals, lastFactMs, messages, lastRecordingMs }: SessionTruth, row: SessionRow): number =>
  messages.reduce(
    (latest, message) => Math.max(latest, message.receivedMs),
    Math.max(row.createdMs, totals.lastReceivedMs ?? 0, lastFactMs ?? 0, lastRecordingMs ?? 0),
  );

interface Times {
  readonly createdMs: number;
  readonly startedMs: number | null;
  readonly endedMs: number | null;
  readonly lastActivityMs: number;
}

function timesOf({ facts, rootNode, totals, messages }: SessionTruth, row: SessionRow): Times {
  const startedMs = facts.startedMs ?? rootNode?.timeMs ?? totals.firstMs;
  const createdMs = facts.createdMs ?? startedMs ?? Math.min(row.createdMs, facts.endedMs ?? row.createdMs);
  const baseMs = startedMs ?? createdMs;
  const turns = placeMessages(messages, { baseMs, endedMs: facts.endedMs });
  const turnEndMs = turns.map(({ message, atMs }) => atMs + Math.max(0, (message.endMs ?? 0) - (message.startMs ?? message.endMs ?? 0)));
  const said = [createdMs, facts.answeredMs, totals.lastMs].filter((timeMs) => timeMs !== null);
  const lastActivityMs = [...said, ...turnEndMs].reduce((last, timeMs) => Math.max(last, timeMs));
  const rootEndMs = rootNode?.endMs ?? (facts.isEnded ? totals.lastMs : null);
  const endedMs = facts.endedMs ?? rootEndMs;
  // Clocks differ; nothing ends before it began.
  return { createdMs, startedMs, endedMs: endedMs === null ? null : Math.max(endedMs, startedMs ?? createdMs, createdMs), lastActivityMs };
}

/** Only a root record of its own knows when all was over; a virtual root merely has the times of its members. */
const rootHasEnded = (root: TreeNode | null): boolean => root !== null && root.record !== null && root.endMs !== null;

const legsHaveEnded = (root: TreeNode | null): boolean =>
  root !== null && root.record === null && root.children.length > 0 && root.children.every((leg) => leg.endMs !== null);

const asTotals = ({ ownedCostNanos, treeCostNanos, eventCount, unknownCostCount, unconvertedCount }: SessionTotals): SessionTotals => ({
  ownedCostNanos,
  treeCostNanos,
  eventCount,
  unknownCostCount,
  unconvertedCount,
});

const sameTotals = (a: SessionTotals, b: SessionTotals): boolean =>
  a.ownedCostNanos === b.ownedCostNanos &&
  a.treeCostNanos === b.treeCostNanos &&
  a.eventCount === b.eventCount &&
  a.unknownCostCount === b.unknownCostCount &&
  a.unconvertedCount === b.unconvertedCount;

/** Numbers that were told as settled and are others now. */
function revisionOf({ totals, currency }: SessionTruth, row: SessionRow, nowMs: number, changed: readonly RecordName[]): Revision | null {
  const { told } = row;
  if (told === null || row.erasedMs !== null || sameTotals(told.totals, totals)) return null;
  const late = totals.owned.flatMap(({ record }) => (record !== null && record.receivedMs > told.settledMs ? [record] : []));
  const causes = new Map([...changed, ...late].map(({ type, id }) => [`${type}\u0000${id}`, { type, id }]));
  return {
    number: told.revisionCount + 1,
    atMs: nowMs,
    currency,
    before: told.totals,
    after: asTotals(totals),
    causes: [...causes.values()].slice(0, REVISION_CAUSES_MAX),
  };
}

/** Once settled, a session remembers what it told; a revision tells anew, and settles again later. */
function toldOf(
  { totals }: SessionTruth,
  row: SessionRow,
  { state }: Lifecycle,
  revision: Revision | null,
  nowMs: number,
): SessionRow["told"] {
  if (revision !== null) return { totals: revision.after, settledMs: nowMs, revisionCount: revision.number };
  if (row.told !== null) return row.erasedMs === null ? row.told : { ...row.told, totals: asTotals(totals) };
  return state === "settled" ? { totals: asTotals(totals), settledMs: nowMs, revisionCount: 0 } : null;
}

function summaryOf(
  { rows, facts, totals, rootNode, messages, currency, lastRecordingMs }: SessionTruth,
  row: SessionRow,
  times: Times,
  { state, endedMs, isBackfilled, settledMs }: Lifecycle,
  missing: readonly string[],
  told: SessionRow["told"],
  report: AnalysisReport | null,
  updatedMs: number,
): Omit<SessionSummary, "awaitsAnalysis"> {
  const fromMs = times.startedMs ?? facts.createdMs;
  return {
    id: row.id,
    state,
    facts: { ...facts, ...wordsOf(facts, rootNode) },
    createdMs: times.createdMs,
    startedMs: times.startedMs,
    endedMs,
    durationMs: endedMs === null || fromMs === null ? null : Math.max(0, endedMs - fromMs),
    lastActivityMs: times.lastActivityMs,
    updatedMs,
    settledMs,
    root: rootNode === null ? null : { type: rootNode.type.name, id: rootNode.id },
    currency,
    ...asTotals(totals),
    costStatus: totals.costStatus,
    sharedCount: totals.sharedCount,
    messageCount: messages.length,
    products: totals.products,
    costByProduct: totals.costByProduct,
    missing,
    hasRecording: lastRecordingMs !== null,
    latency: percentilesOf(messages.flatMap(({ latency }) => (latency?.totalMs == null ? [] : [latency.totalMs]))),
    outcome: report?.outcome?.resolution?.classification ?? null,
    sentiment: report?.outcome?.sentiment?.sentiment ?? null,
    intent: report?.outcome?.intent?.intent ?? null,
    isBackfilled,
    revisionCount: told?.revisionCount ?? 0,
    mergedFrom: rows.slice(1).map(({ id }) => id),
  };
}

/** What facts did not say, as the root record lets it be known. */
function wordsOf(facts: SessionFacts, root: TreeNode | null): Pick<SessionFacts, "type"> {
  return { type: facts.type ?? (root?.type.group === "Messaging" || facts.platform === "whatsapp" ? "chat" : "voice") };
}

/** Nearest rank. */
function percentilesOf(values: readonly number[]): Percentiles | null {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (fraction: number): number => sorted[Math.max(0, Math.ceil(fraction * sorted.length) - 1)] ?? 0;
  return sorted.length === 0 ? null : { p50: at(0.5), p95: at(0.95) };
}

const announcedOf = ({ rows }: SessionTruth): ReadonlySet<SessionChangeKind> => new Set(rows.flatMap((each) => [...each.announced]));

function announcements(
  truth: SessionTruth,
  { state }: Lifecycle,
  { isCompleted }: Completion,
  told: SessionRow["told"],
  row: SessionRow,
  revision: Revision | null,
): Told["announce"] {
  const announced = announcedOf(truth);
  const found: { kind: SessionChangeKind; subject: string | null }[] = [];
  if (!announced.has("created")) found.push({ kind: "created", subject: null });
  if (state !== "open" && !announced.has("ended")) found.push({ kind: "ended", subject: null });
  if (isCompleted && !announced.has("completed")) found.push({ kind: "completed", subject: null });
  for (const { id, status, isAnnounced } of truth.analyses) {
    if (status === "done" && !isAnnounced) found.push({ kind: "analysed", subject: id });
  }
  if (revision !== null) found.push({ kind: "revised", subject: String(revision.number) });
  else if (state === "settled" && row.told === null && told !== null) found.push({ kind: "settled", subject: null });
  return found;
}
