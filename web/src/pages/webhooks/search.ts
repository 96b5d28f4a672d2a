import { readTexts } from "../../addressText.ts";

/** What the address of the webhooks carries: the ledger's filters, and the delivery that is open. */
const NAMES = ["endpoint", "status", "event", "session", "after", "before", "delivery"] as const;
export type WebhooksSearch = { readonly [Name in (typeof NAMES)[number]]?: string };

export const readWebhooksSearch = (search: Record<string, unknown>): WebhooksSearch => readTexts(NAMES, search);

export const STATUSES = ["pending", "delivered", "dead", "cancelled"] as const;
export type DeliveryStatus = (typeof STATUSES)[number];

/** The API's own words for what the ledger shows. */
export interface LedgerFilter {
  readonly endpoint_id?: string;
  readonly status?: DeliveryStatus;
  readonly event?: string;
  readonly session_id?: string;
  readonly created_from?: string;
  readonly created_to?: string;
}

export function ledgerFilter({ endpoint, status, event, session, after, before }: WebhooksSearch): LedgerFilter {
  const known = STATUSES.find((one) => one === status);
  const [from, to] = [instantOf(after), instantOf(before)];
  return {
    ...(endpoint === undefined ? {} : { endpoint_id: endpoint }),
    ...(known === undefined ? {} : { status: known }),
    ...(event === undefined ? {} : { event }),
    ...(session === undefined ? {} : { session_id: session }),
    ...(from === undefined ? {} : { created_from: from }),
    ...(to === undefined ? {} : { created_to: to }),
  };
}

/** A `datetime-local` field's text is in the viewer's zone. */
function instantOf(text: string | undefined): string | undefined {
  const timeMs = text === undefined ? Number.NaN : Date.parse(text);
  return Number.isNaN(timeMs) ? undefined : new Date(timeMs).toISOString();
}
