import type { JsonObject } from "../domain/json.ts";
import type { Arrival } from "./arrivalQueue.ts";
import { type PlannedSession, planSessions, type SessionsRequest } from "./planSessions.ts";
import { Random } from "./random.ts";
import { endBody, factsBody, messageBodies } from "./sessionBodies.ts";
import { waveRecording } from "./waveRecording.ts";

/** One call or conversation with everything that is sent of it, each in the words of the native API. */
export interface GeneratedSession {
  /** Under which its facts, messages, end and recording are sent; null: its records are all there is. */
  readonly id: string | null;
  /** Epoch ms. */
  readonly startMs: number;
  /** What it used, in order of arrival: late ones last, some twice, some in two versions. */
  readonly records: readonly JsonObject[];
  /** What came in beside it and belongs to no session. */
  readonly unrelated: readonly JsonObject[];
  /** The body of `PUT /v1/sessions/{id}`. */
  readonly facts: JsonObject | null;
  /** The body of `POST /v1/sessions/{id}/messages`; empty: nothing was written down. */
  readonly messages: readonly JsonObject[];
  /** The body of `POST /v1/sessions/{id}/end`; null: the facts have said it, or it goes on. */
  readonly end: JsonObject | null;
  /** A WAV file for `PUT /v1/sessions/{id}/recording`. */
  readonly recording: Uint8Array<ArrayBuffer> | null;
}

/**
 * Invented sessions in order of their start. The same request gives the same sessions, byte for byte, and the records
 * are those of `generateTraffic`. Memory stays flat.
 */
export function* generateSessions(request: SessionsRequest): Generator<GeneratedSession, void, void> {
  for (const planned of planSessions(request)) yield generated(planned);
}

function generated({ startMs, account, arrivals, unrelated, accountSeed }: PlannedSession): GeneratedSession {
  const random = new Random(accountSeed);
  const used = { startMs, records: inOrder(arrivals), unrelated: inOrder(unrelated) };
  if (account === null) return { id: null, ...used, facts: null, messages: [], end: null, recording: null };
  return {
    id: account.id,
    ...used,
    facts: factsBody(account, random),
    messages: messageBodies(account),
    end: endBody(account),
    recording: account.isRecorded ? waveRecording(account, random) : null,
  };
}

const inOrder = (arrivals: readonly Arrival[]): JsonObject[] =>
  arrivals.toSorted((a, b) => a.arrivalMs - b.arrivalMs).map(({ record }) => record);
