import { eventName, wantsEvent } from "../delivery/events.ts";
import { formatNanos, parseDecimal } from "../domain/money.ts";
import type { Revision } from "../domain/session.ts";
import { formatTime } from "../domain/time.ts";
import { presentSession as presentAgntixSession } from "../http/faces/agntix/presentSession.ts";
import { sessionAnalysisView } from "../http/faces/native/presentAnalysis.ts";
import { revisionView, sessionHead } from "../http/faces/native/presentSession.ts";
import { presentCallAnalysis } from "../http/faces/ravan/presentAnalysis.ts";
import { callCompletedJson } from "../http/faces/ravan/presentCallCompleted.ts";
import { resultStyleOf } from "../http/faces/ravan/resultStyle.ts";
import type { OrganizationContext } from "../reads/index.ts";
import { turnsOf } from "../reads/readSession.ts";
import type { DigestSubject, EventSubject, EventTeller } from "../sessions/index.ts";
import type { EventBodies, SessionChangeKind } from "../store/conversationStore.ts";
import type { Endpoint, WebhookFormat } from "../store/endpoints.ts";
import type { OfficeStore } from "../store/officeStore.ts";

interface Subscribers {
  readonly settingsVersion: number;
  readonly endpoints: readonly Endpoint[];
}

/** Tells what happened in the words of each format that an endpoint of the organization has asked for. */
export class WebhookTeller implements EventTeller {
  readonly #office: OfficeStore;
  readonly #publicAddress: string;
  readonly #subscribers = new Map<string, Subscribers>();

  /** `publicAddress`: where people reach this server, without a slash at its end. */
  constructor(office: OfficeStore, publicAddress: string) {
    this.#office = office;
    this.#publicAddress = publicAddress;
  }

  tell(context: OrganizationContext, subject: EventSubject): Promise<EventBodies | null> {
    return this.#bodies(context, subject.kind, async (format, event) => {
      if (format === "native") return nativeBody(event, subject);
      return format === "agntix" ? this.#agntixBody(event, subject) : this.#ravanBody(context, subject);
    });
  }

  tellDigest(context: OrganizationContext, { atMs, count, sessionIds }: DigestSubject): Promise<EventBodies | null> {
    const data = { session_count: count, session_ids: sessionIds };
    return this.#bodies(context, "digest", async (_format, event) => envelope(event, atMs, data));
  }

  async #bodies(
    context: OrganizationContext,
    kind: SessionChangeKind,
    write: (format: WebhookFormat, event: string) => Promise<string>,
  ): Promise<EventBodies | null> {
    const wanted = new Map<WebhookFormat, string>();
    for (const endpoint of await this.#endpoints(context)) {
      const event = eventName(endpoint.format, kind);
      if (event !== undefined && wantsEvent(endpoint, event)) wanted.set(endpoint.format, event);
    }
    if (wanted.size === 0) return null;
    const bodies = [...wanted].map(async ([format, event]) => [format, await write(format, event)] as const);
    return Object.fromEntries(await Promise.all(bodies));
  }

  /** Every change of an endpoint raises the organization's settingsVersion. */
  async #endpoints({ organization }: OrganizationContext): Promise<readonly Endpoint[]> {
    const known = this.#subscribers.get(organization.id);
    if (known?.settingsVersion === organization.settingsVersion) return known.endpoints;
    const endpoints = await this.#office.endpoints(organization.id);
    this.#subscribers.set(organization.id, { settingsVersion: organization.settingsVersion, endpoints });
    return endpoints;
  }

  /** The body of a GET with the event's name; it stands where the contract's samples have it. */
  #agntixBody(event: string, { kind, summary, report }: EventSubject): string {
    const isCreated = kind === "created";
    const told = isCreated ? { ...summary, state: "open" as const, awaitsAnalysis: false } : summary;
    const { id, ...session } = presentAgntixSession(told, { report: isCreated ? null : report, publicAddress: this.#publicAddress });
    return JSON.stringify({ id, eventType: event, ...session });
  }

  async #ravanBody({ organization }: OrganizationContext, { summary, report, messages }: EventSubject): Promise<string> {
    const creditsPerUnit = parseDecimal(organization.creditsPerUnit);
    if (creditsPerUnit === undefined)
      throw new Error(`The organization's credits per unit, "${organization.creditsPerUnit}", are no decimal.`);
    const analysis = presentCallAnalysis(report?.outcome ?? null, await resultStyleOf(this.#office, organization.id));
    return callCompletedJson({ organization: organization.id, summary, creditsPerUnit, analysis }, turnsOf(messages, summary));
  }
}

function nativeBody(event: string, { atMs, summary, report, revision, mergedId }: EventSubject): string {
  return envelope(event, atMs, {
    ...sessionHead(summary),
    analysis: sessionAnalysisView(report),
    ...(revision === null ? {} : { revision: { ...revisionView(revision), delta: deltaOf(revision) } }),
    ...(mergedId === null ? {} : { merged_id: mergedId, merged_into: summary.id }),
  });
}

const deltaOf = ({ before, after }: Revision) => ({
  owned_cost: formatNanos(after.ownedCostNanos - before.ownedCostNanos),
  tree_cost: formatNanos(after.treeCostNanos - before.treeCostNanos),
  event_count: after.eventCount - before.eventCount,
  unknown_cost_count: after.unknownCostCount - before.unknownCostCount,
  unconverted_count: after.unconvertedCount - before.unconvertedCount,
});

/** As Standard Webhooks recommends. */
const envelope = (type: string, atMs: number, data: unknown): string => JSON.stringify({ type, timestamp: formatTime(atMs), data });
