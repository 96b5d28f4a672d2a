import type { Endpoint } from "../../api/native.generated.ts";

export type Format = Endpoint["format"];

export const FORMATS: readonly (readonly [Format, string])[] = [
  ["native", "native: Calltree’s own"],
  ["agntix", "agntix: as Agntix tells it"],
  ["ravan", "ravan: as Ravan tells it"],
];

/** The events of each format, and when each is told; docs/webhooks.md says more. */
export const EVENTS: Readonly<Record<Format, readonly (readonly [event: string, when: string])[]>> = {
  native: [
    ["session.created", "a session came to be"],
    ["session.ended", "it is over and analysed"],
    ["session.analysed", "an analysis of it was made"],
    ["session.settled", "its costs are complete"],
    ["session.revised", "settled costs have changed"],
    ["session.merged", "two sessions turned out to be one"],
    ["sessions.revised", "many sessions changed at once"],
    ["endpoint.failing", "another endpoint fails"],
    ["endpoint.recovered", "and takes deliveries again"],
  ],
  agntix: [
    ["session.created", "a session came to be"],
    ["session.ended", "it is over and analysed"],
  ],
  ravan: [["call.completed", "a call is over and analysed"]],
};

export const EVENT_NAMES: readonly string[] = [
  ...new Set([...Object.values(EVENTS).flatMap((events) => events.map(([event]) => event)), "endpoint.test"]),
];
