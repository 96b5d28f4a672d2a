import { hash } from "node:crypto";
import type { SessionChangeKind } from "../store/conversationStore.ts";
import type { Endpoint, WebhookFormat } from "../store/endpoints.ts";

/** Which entries of the log of session changes are told to receivers, and under which name, in each format. */
const EVENTS: Readonly<Record<WebhookFormat, Readonly<Partial<Record<SessionChangeKind, string>>>>> = {
  native: {
    created: "session.created",
    completed: "session.ended",
    settled: "session.settled",
    revised: "session.revised",
    merged: "session.merged",
    analysed: "session.analysed",
    digest: "sessions.revised",
  },
  agntix: { created: "session.created", completed: "session.ended" },
  ravan: { completed: "call.completed" },
};

export const ENDPOINT_FAILING = "endpoint.failing";
export const ENDPOINT_RECOVERED = "endpoint.recovered";
/** Sent on request, whatever the endpoint has subscribed to. */
export const ENDPOINT_TEST = "endpoint.test";

/** The name of this kind of change in this format; undefined: the format does not tell it. */
export const eventName = (format: WebhookFormat, kind: SessionChangeKind): string | undefined => EVENTS[format][kind];

/** All names that an endpoint of this format can subscribe to. */
export const eventsOfFormat = (format: WebhookFormat): readonly string[] => [
  ...Object.values(EVENTS[format]),
  ...(format === "native" ? [ENDPOINT_FAILING, ENDPOINT_RECOVERED] : []),
];

/** Whether the endpoint has subscribed to an event of its format. */
export const wantsEvent = ({ format, events }: Pick<Endpoint, "format" | "events">, event: string): boolean =>
  eventsOfFormat(format).includes(event) && (events.length === 0 || events.includes(event));

const MESSAGE_ID_CHARACTERS = 27;

/**
 * The `webhook-id` of something that happened, for one endpoint: the same however often it is worked out, so that what a crash
 * has repeated is known again.
 * @param what names the happening once and for all
 */
export const messageIdOf = (endpointId: string, what: string): string =>
  `msg_${hash("sha256", `${endpointId}\n${what}`, "base64url").replaceAll("-", "x").replaceAll("_", "y").slice(0, MESSAGE_ID_CHARACTERS)}`;
