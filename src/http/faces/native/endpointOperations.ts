import { AppError } from "../../../domain/errors.ts";
import type { ReadContext, ReadOperations } from "../../../reads/index.ts";
import { checkAnswerSize } from "../../../reads/index.ts";
import { decodeCursor, encodeCursor } from "./cursor.ts";
import type { DeliveryFilter } from "./parts.ts";
import { attemptView, type DeliveryCounts, deliveryView, sealedEndpointView } from "./presentWebhook.ts";

interface Of {
  readonly organization: string;
}

export interface DeliveryListArguments extends Of {
  /** What to look for; the page is said by `cursor` and `limit`. */
  readonly filter: DeliveryFilter;
  readonly cursor?: string;
  readonly limit: number;
}

const NONE: DeliveryCounts = { pending: 0, dead: 0 };

/** Counts by endpoint. */
async function countsOf(context: ReadContext, organization: string): Promise<Map<string, DeliveryCounts>> {
  const counts = new Map<string, DeliveryCounts>();
  for (const { endpointId, status, count } of await context.office.deliveryCounts(organization)) {
    if (status === "pending" || status === "dead") counts.set(endpointId, { ...(counts.get(endpointId) ?? NONE), [status]: count });
  }
  return counts;
}

/** Secrets stand in these answers sealed: the route makes hints of them (presentWebhook.ts). */
async function endpoints(context: ReadContext, { organization }: Of): Promise<string> {
  const [all, counts] = await Promise.all([context.office.endpoints(organization), countsOf(context, organization)]);
  return JSON.stringify(all.map((endpoint) => sealedEndpointView(endpoint, counts.get(endpoint.id) ?? NONE, context.clock.nowMs())));
}

/** Throws AppError ENDPOINT_NOT_FOUND. */
async function endpoint(context: ReadContext, { organization, id }: Of & { readonly id: string }): Promise<string> {
  const [found, counts] = await Promise.all([context.office.endpoint(organization, id), countsOf(context, organization)]);
  if (found === undefined) throw new AppError("ENDPOINT_NOT_FOUND", `There is no endpoint "${id}".`);
  return JSON.stringify(sealedEndpointView(found, counts.get(id) ?? NONE, context.clock.nowMs()));
}

/** Of what the filter matches whatever its status. Null where telling that would take a walk through all deliveries. */
async function totalsOf(context: ReadContext, organization: string, filter: DeliveryFilter): Promise<DeliveryCounts | null> {
  const { endpointId, sessionId, event, createdFromMs, createdToMs } = filter;
  if ([sessionId, event, createdFromMs, createdToMs].some((said) => said !== undefined)) return null;
  const counts = await countsOf(context, organization);
  const told = endpointId === undefined ? [...counts.values()] : [counts.get(endpointId) ?? NONE];
  return {
    pending: told.reduce((sum, { pending }) => sum + pending, 0),
    dead: told.reduce((sum, { dead }) => sum + dead, 0),
  };
}

/** Newest first. */
async function deliveries(context: ReadContext, { organization, filter, cursor, limit }: DeliveryListArguments): Promise<string> {
  const [rows, totals] = await Promise.all([
    context.office.deliveries({
      organization,
      ...filter,
      ...(cursor === undefined ? {} : { beforeKey: decodeCursor(cursor) }),
      limit: limit + 1,
    }),
    totalsOf(context, organization, filter),
  ]);
  const page = rows.slice(0, limit);
  const last = rows.length > limit ? page.at(-1) : undefined;
  return JSON.stringify({ data: page.map(deliveryView), next_cursor: last === undefined ? null : encodeCursor(last.key), totals });
}

/** Throws AppError DELIVERY_NOT_FOUND. */
async function delivery(context: ReadContext, { organization, id }: Of & { readonly id: string }): Promise<string> {
  const found = await context.office.delivery(organization, id);
  if (found === undefined) throw new AppError("DELIVERY_NOT_FOUND", `There is no delivery "${id}".`);
  const attempts = await context.office.attempts(organization, id);
  const text = JSON.stringify({ ...deliveryView(found), body: found.body, attempts: attempts.map(attemptView) });
  checkAnswerSize(context, text.length);
  return text;
}

export const endpointOperations = {
  "native.endpoints": endpoints,
  "native.endpoint": endpoint,
  "native.deliveries": deliveries,
  "native.delivery": delivery,
} satisfies ReadOperations;
