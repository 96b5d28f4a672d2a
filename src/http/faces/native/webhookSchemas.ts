import { Type } from "typebox";

/** The names under which each format tells things; docs/webhooks.md describes each. */
export const WEBHOOK_EVENTS = {
  native: [
    "session.created",
    "session.ended",
    "session.settled",
    "session.revised",
    "session.merged",
    "session.analysed",
    "sessions.revised",
    "endpoint.failing",
    "endpoint.recovered",
  ],
  agntix: ["session.created", "session.ended"],
  ravan: ["call.completed"],
} as const;

export const DELIVERY_STATUSES = ["pending", "delivered", "dead", "cancelled"] as const;
export const OVERLAP_SEC_MAX = 30 * 86_400;
export const OVERLAP_SEC_DEFAULT = 86_400;
export const RATE_PER_SEC_MAX = 1_000;

const Time = Type.String({ format: "date-time", description: "RFC 3339, UTC, milliseconds." });
const NullableTime = (description: string) => Type.Union([Time, Type.Null()], { description });
const NullableText = (description: string) => Type.Union([Type.String(), Type.Null()], { description });

const url = Type.String({
  minLength: 1,
  maxLength: 2_048,
  description: "https, or http where OUTGOING_ALLOW names the host.",
  examples: ["https://crm.example.com/hooks/calltree"],
});
const description = Type.Union([Type.String({ maxLength: 500, pattern: "^[^\\u0000-\\u001f]*$" }), Type.Null()], {
  description: "For people.",
});
const events = Type.Array(Type.String({ maxLength: 64 }), {
  maxItems: 50,
  uniqueItems: true,
  description: `Names of the format's events; empty: all of them. native: ${WEBHOOK_EVENTS.native.join(", ")}; agntix: ${WEBHOOK_EVENTS.agntix.join(", ")}; ravan: ${WEBHOOK_EVENTS.ravan.join(", ")}.`,
  examples: [["session.ended", "session.analysed"]],
});
const ratePerSec = Type.Union([Type.Integer({ minimum: 1, maximum: RATE_PER_SEC_MAX }), Type.Null()], {
  description: "At most so many requests a second; null: no limit of its own.",
});
const paused = Type.Boolean({ description: "Nothing is sent and nothing is lost: deliveries wait." });
const secret = Type.String({
  maxLength: 100,
  description: "Your own instead of a made one: `whsec_` and the base64 of 24 to 64 bytes.",
  examples: ["whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="],
});

export const NewEndpointBody = Type.Object(
  {
    url,
    description: Type.Optional(description),
    format: Type.Optional(Type.Enum(["native", "agntix", "ravan"], { default: "native", description: "In whose words it is told." })),
    events: Type.Optional(events),
    rate_per_sec: Type.Optional(ratePerSec),
    paused: Type.Optional(paused),
    secret: Type.Optional(secret),
  },
  { additionalProperties: false },
);

export const EndpointChangeBody = Type.Object(
  {
    url: Type.Optional(url),
    description: Type.Optional(description),
    events: Type.Optional(events),
    rate_per_sec: Type.Optional(ratePerSec),
    paused: Type.Optional(paused),
  },
  { additionalProperties: false, minProperties: 1 },
);

export const RotateSecretBody = Type.Object(
  {
    overlap_sec: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: OVERLAP_SEC_MAX,
        default: OVERLAP_SEC_DEFAULT,
        description: "For so long the older secrets sign as well; 0: they stop at once.",
      }),
    ),
    secret: Type.Optional(secret),
  },
  { additionalProperties: false },
);

const endpointMembers = {
  id: Type.String({ examples: ["ep_x8Qk2n"] }),
  url: Type.String(),
  description: NullableText("For people."),
  format: Type.String({ enum: ["native", "agntix", "ravan"] }),
  events: Type.Array(Type.String(), { description: "Empty: all events of the format." }),
  rate_per_sec: Type.Union([Type.Integer(), Type.Null()]),
  paused: Type.Boolean(),
  status: Type.String({
    enum: ["active", "paused", "failing", "stopped"],
    description: "failing: its last attempts failed, and it is tried more slowly; stopped: it answered 410, and waits to be resumed.",
  }),
  secret_hint: NullableText("The last characters of the newest secret; null: it cannot be read."),
  secrets: Type.Array(
    Type.Object({ hint: NullableText("Its last characters."), created_at: Time, expires_at: NullableTime("Null: it is the newest.") }),
    { description: "Those that sign, newest first." },
  ),
  created_at: Time,
  updated_at: Time,
  failing_since: NullableTime("Null: its last attempt succeeded."),
  failure_count: Type.Integer({ description: "Failed attempts in a row." }),
  last_failure: NullableText("Why the last failed attempt failed."),
  last_success_at: NullableTime("Null: none yet."),
  stopped_at: NullableTime("When it answered 410."),
  pending_count: Type.Integer({ description: "Deliveries that are still to arrive." }),
  dead_count: Type.Integer({ description: "Deliveries that were given up after the last retry." }),
};
export const EndpointAnswer = Type.Object(endpointMembers, { $id: "Endpoint" });
export const NewEndpointAnswer = Type.Object(
  { ...endpointMembers, secret: Type.String({ description: "Shown this once." }) },
  { $id: "NewEndpoint" },
);

const deliveryMembers = {
  id: Type.String({ examples: ["dl_1f6Yw0"] }),
  message_id: Type.String({ description: "`webhook-id` of the request: the same for every attempt and replay." }),
  endpoint_id: Type.String(),
  event: Type.String({ examples: ["session.ended"] }),
  session_id: NullableText("Null: it tells of no single session."),
  status: Type.String({ enum: [...DELIVERY_STATUSES] }),
  attempt_count: Type.Integer(),
  created_at: Time,
  next_attempt_at: NullableTime(
    "The earliest time of the next attempt: a slowed, paused or stopped endpoint has it later. Null: none is to come.",
  ),
  finished_at: NullableTime("Null: pending."),
  last_failure: NullableText("Why the last attempt failed."),
  replay_of: NullableText("The delivery that this one repeats."),
};
export const DeliveryAnswer = Type.Object(deliveryMembers, { $id: "Delivery" });
export const WholeDeliveryAnswer = Type.Object(
  {
    ...deliveryMembers,
    body: Type.String({ description: "The very bytes that were signed and sent; empty once its session was erased." }),
    attempts: Type.Array(
      Type.Object({
        number: Type.Integer(),
        started_at: Time,
        status: Type.Union([Type.Integer(), Type.Null()], { description: "Null: there was no answer." }),
        latency_ms: Type.Number(),
        failure: NullableText("Null: it succeeded."),
        answer: Type.Unknown({ description: "Head of the answer: its headers without cookies, and the beginning of its body." }),
      }),
    ),
  },
  { $id: "WholeDelivery" },
);

export const webhookSchemas = [EndpointAnswer, NewEndpointAnswer, DeliveryAnswer, WholeDeliveryAnswer];
