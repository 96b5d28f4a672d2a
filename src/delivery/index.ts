export { TIMEOUT_MS } from "./attempt.ts";
export { Deliverer, type DelivererParts } from "./deliverer.ts";
export { ENDPOINT_TEST, eventName, eventsOfFormat, wantsEvent } from "./events.ts";
export { REPLAY_MAX, type Replayed, type ReplayParts, replayDelivery, replayWhere, testEndpoint } from "./replay.ts";
export { ATTEMPTS_MAX, RETRY_AFTER_MS } from "./schedule.ts";
export { newEndpointSecret, validSecrets } from "./signatures.ts";
export type { DeliveryStats } from "./stats.ts";
