import { AppError } from "../../../domain/errors.ts";
import type { ReadContext } from "../../../reads/index.ts";
import { analysisReport } from "../../../reads/readAnalysis.ts";
import { type FoundSession, findSession, readTurns, type Turn } from "../../../reads/readSession.ts";
import type { SessionChange, SessionChangeKind } from "../../../store/conversationStore.ts";
import { presentMessage } from "./presentMessage.ts";
import { presentSession } from "./presentSession.ts";

export interface PresentedEvent {
  /** Of the change that it tells. */
  readonly key: number;
  readonly event: string;
  /** JSON text. */
  readonly data: string;
}

/** Null: the contract has no event for it. A session that was merged away is told as a change of the one that it is now. */
const EVENT_OF_KIND: Readonly<Record<SessionChangeKind, string | null>> = {
  created: "session.started",
  updated: "session.updated",
  settled: "session.updated",
  revised: "session.updated",
  merged: "session.updated",
  analysed: "session.updated",
  ended: "session.ended",
  message: "message.added",
  completed: null,
  erased: null,
  digest: null,
};

interface Known {
  readonly found: FoundSession;
  turns: ReadonlyMap<string, Turn> | undefined;
}

/**
 * Tells each change with what its session is at this moment, which may be further on than the change. Changes of sessions that
 * are gone by now are left out.
 */
export async function presentChanges(
  context: ReadContext,
  organization: string,
  changes: readonly SessionChange[],
  publicAddress: string,
): Promise<PresentedEvent[]> {
  const known = new Map<string, Known | undefined>();
  const events: PresentedEvent[] = [];
  for (const change of changes) {
    const event = EVENT_OF_KIND[change.kind];
    if (event === null) continue;
    if (!known.has(change.sessionId)) known.set(change.sessionId, await findKnown(context, organization, change.sessionId));
    const session = known.get(change.sessionId);
    const data = session === undefined ? undefined : await dataOf(context, change, session, event, publicAddress);
    if (data !== undefined) events.push({ key: change.key, event, data });
  }
  return events;
}

async function findKnown(context: ReadContext, organization: string, id: string): Promise<Known | undefined> {
  try {
    return { found: await findSession(context, organization, id), turns: undefined };
  } catch (error) {
    if (error instanceof AppError && (error.kind === "not_found" || error.kind === "gone")) return undefined;
    throw error;
  }
}

async function dataOf(
  context: ReadContext,
  change: SessionChange,
  session: Known,
  event: string,
  publicAddress: string,
): Promise<string | undefined> {
  if (change.kind !== "message") return sessionData(context, change.organization, session.found, event, publicAddress);
  session.turns ??= new Map((await readTurns(context, change.organization, session.found)).map((turn) => [turn.id, turn]));
  const turn = session.turns.get(change.subject ?? "");
  return turn === undefined ? undefined : messageData(turn, session.found.summary.id);
}

/** As a read of the session answers, with the event's name beside it. */
async function sessionData(
  context: ReadContext,
  organization: string,
  { summary, keys }: FoundSession,
  eventType: string,
  publicAddress: string,
): Promise<string> {
  const report = await analysisReport(context, organization, keys);
  return JSON.stringify({ ...presentSession(summary, { report, publicAddress }), eventType });
}

const messageData = (turn: Turn, sessionId: string): string =>
  JSON.stringify({ ...presentMessage(turn), sessionId, eventType: "message.added" });
