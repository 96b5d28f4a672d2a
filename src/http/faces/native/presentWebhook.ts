import { AppError } from "../../../domain/errors.ts";
import { formatTime, formatTimeOrNull } from "../../../domain/time.ts";
import type { Attempt, Delivery, Endpoint } from "../../../store/endpoints.ts";

export interface DeliveryCounts {
  readonly pending: number;
  readonly dead: number;
}

/** A secret as reads tell it: still sealed, for only the main thread can open it. */
export interface SealedSecretView {
  readonly sealed: string;
  readonly created_at: string;
  readonly expires_at: string | null;
}

export type SealedEndpointView = ReturnType<typeof sealedEndpointView>;

/** All that is told of an endpoint but its secrets' hints. */
export const sealedEndpointView = (endpoint: Endpoint, counts: DeliveryCounts, nowMs: number) => ({
  id: endpoint.id,
  url: endpoint.url,
  description: endpoint.description,
  format: endpoint.format,
  events: endpoint.events,
  rate_per_sec: endpoint.ratePerSec,
  paused: endpoint.isPaused,
  status: statusOf(endpoint),
  secrets: liveSecrets(endpoint, nowMs).map(
    (secret): SealedSecretView => ({
      sealed: secret.sealed,
      created_at: formatTime(secret.createdMs),
      expires_at: formatTimeOrNull(secret.expiresMs),
    }),
  ),
  created_at: formatTime(endpoint.createdMs),
  updated_at: formatTime(endpoint.updatedMs),
  failing_since: formatTimeOrNull(endpoint.failingSinceMs),
  failure_count: endpoint.failureCount,
  last_failure: endpoint.lastFailure,
  last_success_at: formatTimeOrNull(endpoint.lastSuccessMs),
  stopped_at: formatTimeOrNull(endpoint.stoppedMs),
  pending_count: counts.pending,
  dead_count: counts.dead,
});

/** Those that still sign, newest first. */
export const liveSecrets = ({ secrets }: Pick<Endpoint, "secrets">, nowMs: number): Endpoint["secrets"] =>
  secrets.filter(({ expiresMs }) => expiresMs === null || expiresMs > nowMs).toSorted((a, b) => b.createdMs - a.createdMs);

function statusOf(endpoint: Endpoint): "active" | "paused" | "failing" | "stopped" {
  if (endpoint.stoppedMs !== null) return "stopped";
  if (endpoint.isPaused) return "paused";
  return endpoint.failingSinceMs === null ? "active" : "failing";
}

const HINT_CHARACTERS = 4;

/** The view for outside: each secret by its last characters. `open` throws where a secret cannot be read. */
export function endpointView({ secrets, ...view }: SealedEndpointView, open: (sealed: string) => string) {
  const hints = secrets.map(({ sealed, ...times }) => ({ hint: hintOf(sealed, open), ...times }));
  return { ...view, secret_hint: hints[0]?.hint ?? null, secrets: hints };
}

/** A server without its secret key still shows its endpoints. */
function hintOf(sealed: string, open: (sealed: string) => string): string | null {
  try {
    return `…${open(sealed).replace(/=+$/, "").slice(-HINT_CHARACTERS)}`;
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}

export const deliveryView = (delivery: Delivery) => ({
  id: delivery.id,
  message_id: delivery.messageId,
  endpoint_id: delivery.endpointId,
  event: delivery.event,
  session_id: delivery.sessionId,
  status: delivery.status,
  attempt_count: delivery.attemptCount,
  created_at: formatTime(delivery.createdMs),
  next_attempt_at: formatTimeOrNull(delivery.nextAttemptMs === null ? null : Math.max(delivery.createdMs, delivery.nextAttemptMs)),
  finished_at: formatTimeOrNull(delivery.finishedMs),
  last_failure: delivery.lastFailure,
  replay_of: delivery.replayOf,
});

export const attemptView = (attempt: Attempt) => ({
  number: attempt.number,
  started_at: formatTime(attempt.startedMs),
  status: attempt.status,
  latency_ms: attempt.latencyMs,
  failure: attempt.failure,
  answer: attempt.answer === null ? null : (JSON.parse(attempt.answer) as unknown),
});
