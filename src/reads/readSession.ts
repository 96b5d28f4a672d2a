import { AppError } from "../domain/errors.ts";
import type { Message, SessionSummary } from "../domain/session.ts";
import type { SessionRow, StoredMessage } from "../store/conversationStore.ts";
import { erasedValue, erasureSecretName } from "../store/erasure.ts";
import type { ReadContext } from "./readContext.ts";

export interface FoundSession {
  readonly askedId: string;
  /** Set when the session asked for turned out to be another, whose summary this is. */
  readonly mergedInto: string | null;
  readonly summary: SessionSummary;
  /** Of all sessions that are this one: its own row first. */
  readonly keys: readonly number[];
}

/**
 * The session of this id, or the one it was merged into.
 * @throws AppError SESSION_NOT_FOUND | SESSION_ERASED
 */
export async function findSession(context: ReadContext, organization: string, id: string): Promise<FoundSession> {
  const asked = await context.conversations.session(organization, id);
  if (asked === undefined) throw await absent(context, organization, id);
  const survivorId = asked.mergedInto ?? asked.id;
  const summary = await context.conversations.summary(organization, survivorId);
  if (summary === undefined) throw notFound(id);
  return { askedId: id, mergedInto: asked.mergedInto, summary, keys: await keysOf(context, organization, asked, summary) };
}

async function keysOf(context: ReadContext, organization: string, asked: SessionRow, summary: SessionSummary): Promise<number[]> {
  if (asked.mergedInto === null && summary.mergedFrom.length === 0) return [asked.key];
  const rows = await Promise.all([summary.id, ...summary.mergedFrom].map((id) => context.conversations.session(organization, id)));
  return rows.filter((row) => row !== undefined).map((row) => row.key);
}

async function absent(context: ReadContext, organization: string, id: string): Promise<AppError> {
  const secret = await context.office.serverValue(erasureSecretName(organization));
  const erased = secret === undefined ? undefined : await context.conversations.session(organization, erasedValue(secret, id));
  return erased === undefined ? notFound(id) : new AppError("SESSION_ERASED", "This session was erased.", { field: "id" });
}

const notFound = (id: string): AppError => new AppError("SESSION_NOT_FOUND", `No session "${id}" was found.`, { field: "id" });

/** A message at its place on the session's time axis. */
export interface Turn extends Message {
  /** Position in order of first arrival. */
  readonly key: number;
  /** Epoch ms: said, else the session's start plus its offset, else when it arrived. */
  readonly atMs: number;
  /** From the session's start, never negative. */
  readonly offsetMs: number;
}

/** Where a message is on the time axis of its session, in the order of arrival. */
interface Placed<Placing> {
  readonly message: Placing;
  readonly atMs: number;
}

type TimedMessage = Pick<StoredMessage, "createdMs" | "startMs" | "receivedMs">;

/**
 * When each message was said: what it says itself, else its offset from the session's start. One that says neither was said when it
 * arrived, if the session was going on then; else it stands beside the one before it.
 */
export function placeMessages<Placing extends TimedMessage>(
  messages: readonly Placing[],
  { baseMs, endedMs }: { readonly baseMs: number; readonly endedMs: number | null },
): Placed<Placing>[] {
  let beforeMs = baseMs;
  return messages.map((message) => {
    const { createdMs, startMs, receivedMs } = message;
    const wasGoingOn = receivedMs >= baseMs && receivedMs <= (endedMs ?? baseMs + LIVE_MS_MAX);
    const atMs = createdMs ?? (startMs !== null ? baseMs + startMs : wasGoingOn ? receivedMs : beforeMs);
    beforeMs = atMs;
    return { message, atMs };
  });
}

/** Nobody talks longer; what comes later was sent after the fact. */
const LIVE_MS_MAX = 24 * 3_600_000;

/** The transcript, ordered by time of the turns, then by arrival. */
export async function readTurns(context: ReadContext, organization: string, found: FoundSession): Promise<Turn[]> {
  return turnsOf(await context.conversations.messages(organization, found.keys), found.summary);
}

/** Messages of one session, in order of arrival, as its transcript. */
export function turnsOf(messages: readonly StoredMessage[], { startedMs, createdMs, facts }: SessionSummary): Turn[] {
  const baseMs = startedMs ?? createdMs;
  const turns = placeMessages(messages, { baseMs, endedMs: facts.endedMs }).map(({ message: stored, atMs }) => {
    const { sessionKey: _sessionKey, receivedMs: _receivedMs, key, ...message } = stored;
    return { ...message, key, atMs, offsetMs: message.startMs ?? Math.max(0, atMs - baseMs) };
  });
  return turns.sort((a, b) => a.atMs - b.atMs || a.key - b.key);
}
