import type { RecordType } from "../domain/registry.ts";
import type { EndpointStore } from "./endpoints.ts";

export type Scope = "ingest" | "read" | "admin";

export interface Organization {
  /** Public id, such as `org_default`. */
  readonly id: string;
  readonly name: string;
  /** ISO 4217 code that its trees are told in. */
  readonly currency: string;
  /** Exact decimal: how many credits one unit of its currency is (the ravan face tells costs in credits). "1" unless set. */
  readonly creditsPerUnit: string;
  readonly createdMs: number;
  readonly retention: Retention;
  /** Rises with every change of record types, rates, agents or settings; caches compare it. */
  readonly settingsVersion: number;
}

/** After how many days what is over is erased by itself; null: it is kept for good. */
export interface Retention {
  /** Whole sessions. */
  readonly sessionDays: number | null;
  /** Recordings alone. */
  readonly recordingDays: number | null;
}

export const NO_RETENTION: Retention = { sessionDays: null, recordingDays: null };

/** What is absent stays as it was. */
export interface OrganizationChange {
  readonly name?: string;
  readonly currency?: string;
  readonly creditsPerUnit?: string;
  readonly retention?: Partial<Retention>;
}

/** `operator` runs the server; the other scopes belong to one organization. */
export interface ApiKey {
  readonly id: string;
  readonly name: string;
  /** Null exactly for operator keys. */
  readonly organization: string | null;
  readonly scopes: readonly (Scope | "operator")[];
  /** Records written with this key carry this source; `api` unless the key is bound to another. */
  readonly source: string;
  readonly createdMs: number;
  readonly lastUsedMs: number | null;
  readonly revokedMs: number | null;
}

export interface ExchangeRate {
  /** One unit of `currency` is `rate` units of the organization's currency, from `effectiveMs` on. */
  readonly currency: string;
  /** Exact decimal. */
  readonly rate: string;
  readonly effectiveMs: number;
}

/** Reading stored records again after a type changed: how far it has come. */
export interface RereadJob {
  readonly organization: string;
  readonly type: string;
  readonly afterKey: number;
  readonly startedMs: number;
}

/** What is configured for a voice or chat agent; agents that nobody configured work all the same. */
export interface Agent {
  readonly id: string;
  readonly name: string | null;
  /** Record types that a session of this agent is complete with; a session settles early once all have come. */
  readonly expectedRecordTypes: readonly string[];
  /** Null: the server's setting. */
  readonly idleCloseSec: number | null;
  /** JSON text of AgentAnalysis (domain/analysis.ts); null: its sessions are not analysed. */
  readonly analysis: string | null;
  readonly updatedMs: number;
}

export interface AuditEntry {
  readonly organization: string | null;
  readonly atMs: number;
  /** Key id, or `cli`, or `start`. */
  readonly actor: string;
  readonly action: string;
  readonly detail: string;
}

/** `key` grows with every entry. */
export interface StoredAuditEntry extends AuditEntry {
  readonly key: number;
}

/** Small, transactional facts of the server and its organizations. Every write is durable when it resolves. */
export interface OfficeStore extends EndpointStore {
  /** @throws AppError ORGANIZATION_EXISTS when the id is taken */
  createOrganization(organization: Omit<Organization, "settingsVersion" | "retention">): Promise<Organization>;
  /** Absent: undefined. */
  organization(id: string): Promise<Organization | undefined>;
  /** Oldest first. */
  organizations(): Promise<Organization[]>;
  /** Absent organization: undefined. Raises its settingsVersion. */
  updateOrganization(id: string, change: OrganizationChange): Promise<Organization | undefined>;

  createKey(key: ApiKey, secretHash: string): Promise<void>;
  /** Revoked keys are found too; the caller refuses them. Absent: undefined. */
  keyByHash(secretHash: string): Promise<ApiKey | undefined>;
  /** Oldest first, revoked ones included. `null`: the operator's keys. */
  keys(organization: string | null): Promise<ApiKey[]>;
  /** False when there is no such unrevoked key in that organization. */
  revokeKey(organization: string | null, id: string, atMs: number): Promise<boolean>;
  /** Keeps the later of the stored and the given time; unknown ids are ignored. */
  touchKeys(uses: readonly { id: string; usedMs: number }[]): Promise<void>;

  /** The organization's own types, by name. */
  recordTypes(organization: string): Promise<RecordType[]>;
  /** Creates or replaces by name, raises settingsVersion, and starts `rereads` (types whose stored records must be read again) in the same transaction. */
  putRecordType(organization: string, type: RecordType, rereads: readonly string[], nowMs: number): Promise<void>;

  /** By currency, then by effectiveMs. */
  exchangeRates(organization: string): Promise<ExchangeRate[]>;
  /** Creates or replaces by (currency, effectiveMs); raises settingsVersion. */
  putExchangeRates(organization: string, rates: readonly ExchangeRate[]): Promise<void>;

  /** Oldest first, over all organizations, or of one. */
  rereadJobs(organization?: string): Promise<RereadJob[]>;
  /** `afterKey: null` ends the job. A job that was started anew since (`startedMs` differs) is left alone. */
  advanceReread(job: RereadJob, afterKey: number | null): Promise<void>;

  /** A small named value of the server itself, such as the check of the secret key. Absent: undefined. */
  serverValue(name: string): Promise<string | undefined>;
  /** Writes only when absent, and returns what is stored afterwards: of two starters, one wins and both agree. */
  putServerValueOnce(name: string, value: string): Promise<string>;

  /** Creates or replaces. */
  setServerValue(name: string, value: string): Promise<void>;

  /** Absent: undefined. */
  agent(organization: string, id: string): Promise<Agent | undefined>;
  /** By id. */
  agents(organization: string): Promise<Agent[]>;
  /** Creates or replaces by id; raises settingsVersion. */
  putAgent(organization: string, agent: Agent): Promise<void>;

  /**
   * Takes or renews the named lease until `untilMs`: true when it was free, its time was over, or this holder has it. Of two
   * askers at once one gets it.
   */
  takeLease(name: string, holder: string, nowMs: number, untilMs: number): Promise<boolean>;
  /** Gives it back early; somebody else's is left alone. */
  releaseLease(name: string, holder: string): Promise<void>;

  audit(entry: AuditEntry): Promise<void>;
  /** Newest first, and of one time the later written; with `beforeKey` those that come after that entry. No such entry: none. */
  auditEntries(organization: string | null, limit: number, beforeKey?: number): Promise<StoredAuditEntry[]>;
}
