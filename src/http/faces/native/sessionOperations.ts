import { AppError } from "../../../domain/errors.ts";
import { formatNanos } from "../../../domain/money.ts";
import { formatTimeOrNull } from "../../../domain/time.ts";
import { checkAnswerSize, type ReadContext, type ReadOperations, readShownTree } from "../../../reads/index.ts";
import { analysisReport } from "../../../reads/readAnalysis.ts";
import { type FoundSession, findSession, readTurns } from "../../../reads/readSession.ts";
import type { SessionCondition, SessionQuery } from "../../../store/conversationStore.ts";
import { decodeCursor, encodeCursor } from "./cursor.ts";
import { sessionAnalysisView } from "./presentAnalysis.ts";
import { recordingView, revisionView, sessionHead, sessionTotalsView, turnJson, withMembers } from "./presentSession.ts";
import { decodeSessionCursor, encodeSessionCursor } from "./sessionCursor.ts";
import { treeJson } from "./treeOperations.ts";

export interface SessionListArguments {
  readonly organization: string;
  readonly conditions: readonly SessionCondition[];
  readonly sort: SessionQuery["sort"];
  readonly cursor?: string;
  readonly limit: number;
}

export interface OneSession {
  readonly organization: string;
  readonly id: string;
}

export interface PageOfSession extends OneSession {
  readonly cursor?: string;
  readonly limit: number;
}

/** Parts of the whole session that can be left out. */
export const SESSION_PARTS = ["transcript", "tree", "revisions", "recording"] as const;
export type SessionPart = (typeof SESSION_PARTS)[number];

/** One page, without `totals`. */
async function sessions(context: ReadContext, args: SessionListArguments): Promise<string> {
  const { organization, conditions, sort, limit } = args;
  const after = args.cursor === undefined ? {} : { after: decodeSessionCursor(args.cursor, args) };
  const rows = await context.conversations.listSessions({ organization, conditions, sort, limit: limit + 1, ...after });
  const page = rows.slice(0, limit);
  const last = rows.length > limit ? page.at(-1) : undefined;
  const data = page.map(({ summary }) => JSON.stringify(sessionHead(summary))).join(",");
  checkAnswerSize(context, data.length);
  const nextCursor = last === undefined ? null : encodeSessionCursor(args, last);
  return `{"data":[${data}],"next_cursor":${JSON.stringify(nextCursor)}}`;
}

/** Over all pages. */
async function totals(context: ReadContext, args: Pick<SessionListArguments, "organization" | "conditions">): Promise<string> {
  const [settings, sums] = await Promise.all([context.organizations.context(args.organization), context.conversations.sessionTotals(args)]);
  return JSON.stringify(sessionTotalsView(sums, settings.organization.currency));
}

/** Null: nothing is known of the session yet but its id. */
async function head(context: ReadContext, { organization, id }: OneSession): Promise<string> {
  const found = await findSession(context, organization, id).catch((error: unknown) => {
    if (error instanceof AppError && error.code === "SESSION_NOT_FOUND") return null;
    throw error;
  });
  return JSON.stringify(found === null ? null : headOf(found));
}

const headOf = (found: FoundSession) => ({ ...sessionHead(found.summary), merged_into: found.mergedInto });

/** All that is known of a session, but the recording, whose address is signed where the request is answered. */
async function session(context: ReadContext, args: OneSession & { readonly parts: readonly SessionPart[] }): Promise<string> {
  const { organization, id, parts } = args;
  const found = await findSession(context, organization, id);
  const { facts } = found.summary;
  const [aliases, transcript, tree, revisions, analysis] = await Promise.all([
    context.conversations.aliases(organization, found.keys),
    parts.includes("transcript") ? transcriptJson(context, organization, found) : undefined,
    parts.includes("tree") ? rootTreeJson(context, organization, found) : undefined,
    parts.includes("revisions") ? context.conversations.revisions(organization, found.keys) : undefined,
    analysisReport(context, organization, found.keys),
  ]);
  const known = new Set(found.keys.flatMap((key) => aliases.get(key) ?? []));
  const text = withMembers(
    { ...headOf(found), aliases: [...known].sort() },
    {
      variables: facts.variablesJson,
      metadata: facts.metadataJson,
      ...(revisions === undefined ? {} : { revisions: JSON.stringify(revisions.map(revisionView)) }),
      ...(transcript === undefined ? {} : { transcript }),
      ...(tree === undefined ? {} : { tree }),
      analysis: JSON.stringify(sessionAnalysisView(analysis)),
    },
  );
  checkAnswerSize(context, text.length);
  return text;
}

async function transcriptJson(context: ReadContext, organization: string, found: FoundSession): Promise<string> {
  return `[${(await readTurns(context, organization, found)).map(turnJson).join(",")}]`;
}

const LEVELS_SHOWN = 5;

/** As GET /v1/trees gives it; null where the session has no root, or its root has no record any more. */
async function rootTreeJson(context: ReadContext, organization: string, { summary }: FoundSession): Promise<string> {
  if (summary.root === null) return "null";
  const view = { includeChildren: true, maxDepth: LEVELS_SHOWN, expand: "record" } as const;
  try {
    return treeJson(await readShownTree(context, { organization, recordType: summary.root.type, eventId: summary.root.id, ...view }));
  } catch (error) {
    if (error instanceof AppError && error.code === "EVENT_NOT_FOUND") return "null";
    throw error;
  }
}

/** `{session_id, view}` of the session's recording, or null: of those of sessions that are one, its own comes first. */
async function recordingOf(context: ReadContext, { organization, id }: OneSession): Promise<string> {
  const found = await findSession(context, organization, id);
  const recordings = await context.conversations.recordings(organization, found.keys);
  const recording = recordings.find(({ sessionId }) => sessionId === found.summary.id) ?? recordings[0];
  return JSON.stringify(recording === undefined ? null : { session_id: recording.sessionId, view: recordingView(recording) });
}

/** In order of arrival, which no later message disturbs. */
async function messages(context: ReadContext, args: PageOfSession): Promise<string> {
  const found = await findSession(context, args.organization, args.id);
  const turns = (await readTurns(context, args.organization, found)).sort((a, b) => a.key - b.key);
  const afterKey = args.cursor === undefined ? -1 : decodeCursor(args.cursor);
  const rest = turns.filter((turn) => turn.key > afterKey);
  const page = rest.slice(0, args.limit);
  const last = rest.length > args.limit ? page.at(-1) : undefined;
  const data = page.map(turnJson).join(",");
  checkAnswerSize(context, data.length);
  const nextCursor = last === undefined ? "null" : `"${encodeCursor(last.key)}"`;
  return `{"data":[${data}],"next_cursor":${nextCursor},"totals":{"messages":${turns.length}}}`;
}

async function revisions(context: ReadContext, args: OneSession): Promise<string> {
  const found = await findSession(context, args.organization, args.id);
  const views = (await context.conversations.revisions(args.organization, found.keys)).map(revisionView);
  return JSON.stringify({ data: views, next_cursor: null, totals: { revisions: views.length } });
}

export interface MediansArguments {
  readonly organization: string;
  readonly agentId: string;
  /** Half open, on `created_at`. */
  readonly fromMs: number | null;
  readonly beforeMs: number | null;
}

const MEDIAN_COLUMNS = {
  owned_cost: "ownedCostNanos",
  duration_ms: "durationMs",
  latency_p50_ms: "latencyP50Ms",
  message_count: "messageCount",
  event_count: "eventCount",
} as const;

/** Of the agent's sessions that came to be in the time asked for: nearest-rank median and 95th percentile. */
async function agentMedians(context: ReadContext, { organization, agentId, fromMs, beforeMs }: MediansArguments): Promise<string> {
  const bounds = { ...(fromMs === null ? {} : { from: fromMs }), ...(beforeMs === null ? {} : { before: beforeMs }) };
  const conditions: SessionCondition[] = [
    { column: "agentId", oneOf: [agentId] },
    ...(fromMs === null && beforeMs === null ? [] : [{ column: "createdMs" as const, ...bounds }]),
  ];
  const [settings, totals, ...quantiles] = await Promise.all([
    context.organizations.context(organization),
    context.conversations.sessionTotals({ organization, conditions }),
    ...Object.values(MEDIAN_COLUMNS).map((column) => context.conversations.quantiles({ organization, conditions }, column, [0.5, 0.95])),
  ]);
  const medians = Object.keys(MEDIAN_COLUMNS).map((name, index) => {
    const [median = null, p95 = null] = quantiles[index] ?? [];
    return [name, { median: quantileView(name, median), p95: quantileView(name, p95) }];
  });
  const { currency } = settings.organization;
  return JSON.stringify({
    agent_id: agentId,
    created_after: formatTimeOrNull(fromMs),
    created_before: formatTimeOrNull(beforeMs),
    currency,
    totals: sessionTotalsView(totals, currency),
    ...Object.fromEntries(medians),
  });
}

const quantileView = (name: string, value: number | bigint | null): string | number | null => {
  if (value === null) return null;
  return name === "owned_cost" ? formatNanos(BigInt(value)) : Number(value);
};

export const sessionOperations = {
  "native.sessions": sessions,
  "native.sessionTotals": totals,
  "native.sessionHead": head,
  "native.session": session,
  "native.sessionRecording": recordingOf,
  "native.messages": messages,
  "native.revisions": revisions,
  "native.agentMedians": agentMedians,
} satisfies ReadOperations;
