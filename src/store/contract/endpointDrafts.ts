import type { AttemptResult, Endpoint, NewDelivery } from "../endpoints.ts";
import type { OfficeStore } from "../officeStore.ts";

/** The office that a suite has open. */
export type UseOffice = () => OfficeStore;

export const endpointOf = (id: string, given: Partial<Endpoint> = {}): Endpoint => ({
  id,
  url: `https://${id}.example.com/hook`,
  description: null,
  format: "native",
  events: [],
  ratePerSec: null,
  secrets: [{ sealed: "sealed", createdMs: 1, expiresMs: null }],
  isPaused: false,
  createdMs: 1,
  updatedMs: 1,
  failingSinceMs: null,
  failureCount: 0,
  lastFailure: null,
  lastSuccessMs: null,
  stoppedMs: null,
  ...given,
});

/** Due at once, about no session, with its id in its message's. */
export const deliveryOf = (organization: string, endpointId: string, id: string, given: Partial<NewDelivery> = {}): NewDelivery => ({
  organization,
  endpointId,
  id,
  messageId: `msg_${id}`,
  event: "session.ended",
  sessionId: null,
  body: `{"id":"${id}"}`,
  createdMs: 10,
  nextAttemptMs: 10,
  replayOf: null,
  ...given,
});

/** Delivered at the first try. */
export const resultOf = (organization: string, deliveryId: string, given: Partial<AttemptResult> = {}): AttemptResult => ({
  organization,
  deliveryId,
  attempt: { startedMs: 20, status: 200, latencyMs: 12.5, failure: null, answer: '{"body":"ok"}' },
  status: "delivered",
  nextAttemptMs: null,
  atMs: 33,
  stopsEndpoint: false,
  ...given,
});

export const failedOf = (organization: string, deliveryId: string, given: Partial<AttemptResult> = {}): AttemptResult =>
  resultOf(organization, deliveryId, {
    attempt: { startedMs: 20, status: null, latencyMs: 3, failure: "refused", answer: null },
    status: "pending",
    nextAttemptMs: 100,
    ...given,
  });

/** Ids of one organization's due deliveries. */
export async function dueOf(
  office: OfficeStore,
  organization: string,
  nowMs: number,
  given: { readonly perEndpoint?: number; readonly busy?: readonly string[] } = {},
): Promise<string[]> {
  const due = await office.dueDeliveries(nowMs, given.perEndpoint ?? 1_000, given.busy ?? []);
  return due.filter((delivery) => delivery.organization === organization).map(({ id }) => id);
}
