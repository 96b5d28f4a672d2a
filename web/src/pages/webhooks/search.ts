import { readTexts } from "../../addressText.ts";

/** What the address of the webhooks carries. */
const NAMES = ["endpoint", "status", "event", "session", "delivery"] as const;
export type WebhooksSearch = { readonly [Name in (typeof NAMES)[number]]?: string };

export const readWebhooksSearch = (search: Record<string, unknown>): WebhooksSearch => readTexts(NAMES, search);
