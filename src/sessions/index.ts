export { eraseBelow } from "./eraseRecords.ts";
export { type ErasedSession, eraseSession } from "./eraseSession.ts";
export type { DigestSubject, EventSubject, EventTeller } from "./events.ts";
export type { LifecycleSettings } from "./lifecycle.ts";
export { type ProjectionStatus, Projector, type ProjectorParts } from "./projector.ts";
export { startRebuild } from "./rebuild.ts";
export { keepRetention, type RetentionParts } from "./retention.ts";
