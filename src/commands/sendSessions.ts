import { AppError } from "../domain/errors.ts";
import type { GeneratedSession } from "../generate/generateSessions.ts";
import { apiPath, type CalltreeClient, type ClientRequest } from "./client.ts";

const UNDER_WAY_MAX = 8;
const TRIES_MAX = 6;
const RETRY_FIRST_MS = 500;

export type ToldSession = Pick<GeneratedSession, "id" | "facts" | "messages" | "end" | "recording">;

export interface SessionCounts {
  sessions: number;
  messages: number;
  recordings: number;
}

export const emptySessionCounts = (): SessionCounts => ({ sessions: 0, messages: 0, recordings: 0 });

/**
 * Sends facts, messages, recordings and ends, several sessions at a time, and each session's parts in the order in which
 * they happen. Repeating it is safe: an overloaded server is asked again. Sessions that were never told of are passed over.
 * @throws AppError what the server refuses, or is still too busy for after several tries
 */
export async function sendSessions(
  client: CalltreeClient,
  sessions: readonly ToldSession[],
  counts: SessionCounts,
  wait: (ms: number) => Promise<void>,
): Promise<void> {
  const waiting = sessions.values();
  const failures: unknown[] = [];
  const worker = async (): Promise<void> => {
    for (const session of waiting) {
      await sendSession(client, session, counts, wait).catch((error: unknown) => failures.push(error));
      if (failures.length > 0) return;
    }
  };
  // Nothing is under way any more when this fails: the caller may close the client at once.
  await Promise.all(Array.from({ length: UNDER_WAY_MAX }, worker));
  if (failures.length > 0) throw failures[0];
}

async function sendSession(
  client: CalltreeClient,
  { id, facts, messages, end, recording }: ToldSession,
  counts: SessionCounts,
  wait: (ms: number) => Promise<void>,
): Promise<void> {
  if (id === null) return;
  const send = (request: ClientRequest): Promise<void> => sendPatiently(client, request, wait);
  if (facts !== null) await send({ method: "PUT", path: apiPath("sessions", id), body: facts });
  if (messages.length > 0) await send({ method: "POST", path: apiPath("sessions", id, "messages"), body: messages });
  if (recording !== null) {
    const bytes = { contentType: "audio/wav", content: recording };
    await send({ method: "PUT", path: apiPath("sessions", id, "recording"), bytes });
    counts.recordings++;
  }
  if (end !== null) await send({ method: "POST", path: apiPath("sessions", id, "end"), body: end });
  counts.sessions++;
  counts.messages += messages.length;
}

async function sendPatiently(client: CalltreeClient, request: ClientRequest, wait: (ms: number) => Promise<void>): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      await client.request(request);
      return;
    } catch (error) {
      const mayPass = error instanceof AppError && (error.kind === "overloaded" || error.kind === "rate_limited");
      if (!mayPass || tries >= TRIES_MAX) throw error;
      await wait(error.retryAfterSec === undefined ? RETRY_FIRST_MS * 2 ** (tries - 1) : error.retryAfterSec * 1_000);
    }
  }
}
