import { hash } from "node:crypto";
import type { RecordDraft } from "../../domain/record.ts";
import { RECORD_TYPE_DEFAULTS, type RecordType } from "../../domain/registry.ts";
import type { AppendBatch, AppendOutcome, RecordStore } from "../recordStore.ts";
import type { Stores } from "../stores.ts";

/** A database opened for one suite. */
export interface OpenedStores extends AsyncDisposable {
  readonly stores: Stores;
  readonly url: string;
}

/** A record with nothing but a name and what the test is about; its content hash follows its body. */
export function draftOf(id: string, given: Partial<RecordDraft> = {}): RecordDraft {
  const body = given.body ?? JSON.stringify({ record_type: given.type ?? "call", id, version: given.version ?? undefined });
  return {
    type: "call",
    id,
    timeMs: null,
    endMs: null,
    costNanos: 1_000_000n,
    costStatus: "reported",
    currency: null,
    role: "charge",
    quantity: null,
    unit: null,
    model: null,
    links: [],
    version: null,
    updatedMs: null,
    body,
    contentHash: hash("sha256", body, "hex"),
    fields: ["record_type", "id"],
    ...given,
  };
}

/** The same record with other content. */
export const changed = (id: string, mark: string, given: Partial<RecordDraft> = {}): RecordDraft =>
  draftOf(id, { ...given, body: JSON.stringify({ id, mark }) });

export function batchOf(organization: string, records: readonly RecordDraft[], given: Partial<AppendBatch> = {}): AppendBatch {
  return { organization, source: "api", receivedMs: 1_000, records, ...given };
}

/** Appends one batch and gives the names of its outcomes. */
export async function append(
  store: RecordStore,
  organization: string,
  records: readonly RecordDraft[],
  given: Partial<AppendBatch> = {},
): Promise<AppendOutcome["outcome"][]> {
  const [outcomes = []] = await store.append([batchOf(organization, records, given)]);
  return outcomes.map(({ outcome }) => outcome);
}

let organizationCount = 0;

/** Each test has an organization of its own, so that they share a database without meeting. */
export async function newOrganization(stores: Stores): Promise<string> {
  const id = `org_${++organizationCount}`;
  await stores.office.createOrganization({ id, name: id, currency: "USD", creditsPerUnit: "1", createdMs: organizationCount });
  return id;
}

export function typeNamed(name: string, given: Partial<RecordType> = {}): RecordType {
  return {
    ...RECORD_TYPE_DEFAULTS,
    name,
    product: name,
    event: name,
    group: "Own types",
    builtIn: false,
    ...given,
  };
}
