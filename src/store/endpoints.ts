export type WebhookFormat = "native" | "agntix" | "ravan";

/** A secret that deliveries are signed with. */
export interface EndpointSecret {
  /** Encrypted under the server's secret key. */
  readonly sealed: string;
  readonly createdMs: number;
  /** Null: until it is replaced. */
  readonly expiresMs: number | null;
}

/** A webhook address that a user registered. */
export interface Endpoint {
  /** `ep_…`, unique in its organization. */
  readonly id: string;
  readonly url: string;
  readonly description: string | null;
  readonly format: WebhookFormat;
  /** Names of events; empty: all that the format has. */
  readonly events: readonly string[];
  /** Deliveries started a second at most; null: the server's setting. */
  readonly ratePerSec: number | null;
  readonly secrets: readonly EndpointSecret[];
  /** By a person. Nothing is lost: deliveries are made, and wait. */
  readonly isPaused: boolean;
  readonly createdMs: number;
  readonly updatedMs: number;
  /** Since when every attempt has failed; null: the last one did not, or there was none. Kept by `recordAttempts`, as all that follow. */
  readonly failingSinceMs: number | null;
  /** Attempts that failed since the last success. */
  readonly failureCount: number;
  /** Of the last attempt that failed, however long ago. */
  readonly lastFailure: string | null;
  readonly lastSuccessMs: number | null;
  /** It answered that it is gone; deliveries wait until a person resumes it. */
  readonly stoppedMs: number | null;
}

/** What is not named stays as it is. `stoppedMs: null` resumes a stopped one. */
export type EndpointChange = Partial<
  Pick<
    Endpoint,
    | "url"
    | "description"
    | "format"
    | "events"
    | "ratePerSec"
    | "secrets"
    | "isPaused"
    | "failingSinceMs"
    | "failureCount"
    | "lastFailure"
    | "stoppedMs"
  >
> & { readonly updatedMs: number };

/** `dead`: given up; `cancelled`: its endpoint was deleted, or its session erased, before it was delivered. */
export type DeliveryStatus = "pending" | "delivered" | "dead" | "cancelled";

/** One event on its way to one endpoint. */
export interface Delivery {
  /** Rises in the order of creation. */
  readonly key: number;
  /** `dl_…`, unique in its organization. A replay is a delivery of its own. */
  readonly id: string;
  /** `msg_…`, the same for all attempts and replays of one event to one endpoint. */
  readonly messageId: string;
  readonly endpointId: string;
  readonly event: string;
  /** Null: it is about no one session. */
  readonly sessionId: string | null;
  /** Exactly what is sent. Empty once its session is erased. */
  readonly body: string;
  readonly status: DeliveryStatus;
  readonly attemptCount: number;
  readonly createdMs: number;
  /** Null unless pending. One that is not the first of its endpoint and session waits longer. */
  readonly nextAttemptMs: number | null;
  readonly finishedMs: number | null;
  /** Of its last attempt; null when that succeeded, or there was none. */
  readonly lastFailure: string | null;
  /** Id of the delivery it repeats. */
  readonly replayOf: string | null;
}

/** A delivery to be made; it is pending and has no attempt yet. */
export interface NewDelivery
  extends Pick<Delivery, "id" | "messageId" | "endpointId" | "event" | "sessionId" | "body" | "createdMs" | "replayOf"> {
  readonly organization: string;
  /** The first attempt is not made before. */
  readonly nextAttemptMs: number;
}

export interface DueDelivery extends Delivery {
  readonly organization: string;
}

export interface Attempt {
  /** From 1. */
  readonly number: number;
  readonly startedMs: number;
  /** HTTP status; null: no answer came. */
  readonly status: number | null;
  readonly latencyMs: number;
  /** Null: it succeeded. */
  readonly failure: string | null;
  /** JSON of the first 2,000 characters of the answer's body, and of its headers without cookies. Null: no answer, or erased. */
  readonly answer: string | null;
}

/** What came of one attempt. The store numbers it. */
export interface AttemptResult {
  readonly organization: string;
  readonly deliveryId: string;
  readonly attempt: Omit<Attempt, "number">;
  /** What becomes of the delivery; `delivered` exactly when the attempt has no failure. */
  readonly status: "pending" | "delivered" | "dead";
  /** Exactly when it stays pending. */
  readonly nextAttemptMs: number | null;
  /** When this was known. */
  readonly atMs: number;
  /** The endpoint answered that it is gone. */
  readonly stopsEndpoint: boolean;
}

export interface DeliveryQuery {
  readonly organization: string;
  readonly endpointId?: string;
  readonly sessionId?: string;
  readonly status?: DeliveryStatus;
  readonly event?: string;
  /** Inclusive, on `createdMs`. */
  readonly createdFromMs?: number;
  /** Exclusive. */
  readonly createdToMs?: number;
  /** Only those with a smaller key: the page after one that ended with this key. */
  readonly beforeKey?: number;
  readonly limit: number;
}

export interface DeliveryCount {
  readonly organization: string;
  readonly endpointId: string;
  readonly status: DeliveryStatus;
  readonly count: number;
}

/** Name of the position of what makes deliveries out of the log of session changes: a key of an entry, as text. */
export const DELIVERY_POSITION = "delivery_position";

/** Where a follower of a log stands, kept as a server value (`OfficeStore.serverValue`). */
export interface FollowerPosition {
  readonly name: string;
  readonly value: string;
}

/** How an organization's analyses are made. */
export interface AnalysisSettingsRow {
  /** JSON text. */
  readonly settings: string;
  /** The LLM's key, encrypted under the server's secret key; null: it needs none. */
  readonly sealedKey: string | null;
  readonly updatedMs: number;
}

/** Webhook endpoints, and what is and was on its way to them. Every write is durable when it resolves. */
export interface EndpointStore {
  /** Raises settingsVersion. The id is a new one. @throws AppError ORGANIZATION_NOT_FOUND */
  createEndpoint(organization: string, endpoint: Endpoint): Promise<void>;
  /** Absent or deleted: undefined. */
  endpoint(organization: string, id: string): Promise<Endpoint | undefined>;
  /** Oldest first. */
  endpoints(organization: string): Promise<Endpoint[]>;
  /** Raises settingsVersion. Absent or deleted: undefined, nothing is written. */
  updateEndpoint(organization: string, id: string, change: EndpointChange): Promise<Endpoint | undefined>;
  /**
   * Its address and secrets are gone; deliveries stay readable under its id, pending ones become cancelled. Raises
   * settingsVersion. False when there is none.
   */
  deleteEndpoint(organization: string, id: string, nowMs: number): Promise<boolean>;

  /**
   * Adds deliveries in the order given and sets the follower's position, all or nothing. Left out: a known (endpoint, messageId)
   * with `replayOf` null, a known id, and those of endpoints that are not there (any more). So a repeat adds nothing.
   */
  addDeliveries(added: readonly NewDelivery[], position: FollowerPosition | null): Promise<void>;

  /**
   * Due deliveries over all organizations, at most `perEndpoint` of each endpoint that is neither paused nor stopped: the
   * longest due first, then by key. Only the first pending one of an endpoint and session is ever due, so that events of a
   * session arrive in order; those without a session wait for no other. `busy`: ids of deliveries in hand, which are left out.
   */
  dueDeliveries(nowMs: number, perEndpoint: number, busy: readonly string[]): Promise<DueDelivery[]>;
  /** When the next delivery of such an endpoint is due, or was; null: none is pending. */
  nextDueMs(): Promise<number | null>;

  /** Makes every delivery of this endpoint that waits to be tried again due now; those behind them still wait for their turn. */
  hurryDeliveries(organization: string, endpointId: string, nowMs: number): Promise<void>;

  /**
   * Keeps attempts, what becomes of their deliveries, and the health of their endpoints, in the order given, all or nothing. A
   * delivery that is not pending (any more) stays as it is, and so does its endpoint.
   */
  recordAttempts(results: readonly AttemptResult[]): Promise<void>;

  /** Newest first. */
  deliveries(query: DeliveryQuery): Promise<Delivery[]>;
  /** Absent: undefined. */
  delivery(organization: string, id: string): Promise<Delivery | undefined>;
  /** In order. Absent delivery: empty. */
  attempts(organization: string, deliveryId: string): Promise<Attempt[]>;
  /**
   * Of endpoints that are not deleted; `null`: of all organizations. A status without deliveries has no row. Counts row by row,
   * so it is not for every request.
   */
  deliveryCounts(organization: string | null): Promise<DeliveryCount[]>;

  /**
   * Empties bodies and attempts' answers of these sessions' deliveries, which carry `erasedId` instead; pending ones become
   * cancelled. In bodies that are about no one session (digests) the ids are replaced. Repeating it changes nothing.
   */
  eraseDeliveries(organization: string, sessionIds: readonly string[], erasedId: string, nowMs: number): Promise<void>;

  /** Forgets deliveries that were finished before, with their attempts, at most some thousands a call. @returns how many */
  forgetDeliveries(beforeMs: number): Promise<number>;

  /** Absent: undefined. */
  analysisSettings(organization: string): Promise<AnalysisSettingsRow | undefined>;
  /** Creates or replaces; raises settingsVersion. @throws AppError ORGANIZATION_NOT_FOUND */
  putAnalysisSettings(organization: string, row: AnalysisSettingsRow): Promise<void>;
}
