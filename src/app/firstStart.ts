import type { Clock } from "../domain/clock.ts";
import type { OfficeStore } from "../store/officeStore.ts";
import type { Config } from "./config.ts";
import { newId, newSecret, sha256Hex } from "./secrets.ts";

export const FIRST_ORGANIZATION = "default";

export interface FirstKeys {
  /** Null when it was given by a setting: whoever set it knows it. */
  readonly operatorKey: string | null;
  readonly adminKey: string | null;
}

/**
 * On the very first start of a database: an operator key, an organization and its admin key. Undefined on every later
 * start. Of several processes starting at once on one database, exactly one makes them.
 */
export async function makeFirstKeys(office: OfficeStore, config: Config, clock: Clock): Promise<FirstKeys | undefined> {
  const mark = newId("start");
  if ((await office.putServerValueOnce("first_start", mark)) !== mark) return undefined;
  const createdMs = clock.nowMs();
  const organization = { id: FIRST_ORGANIZATION, name: "Default organization", currency: "USD", creditsPerUnit: "1", createdMs };
  await office.createOrganization(organization);
  const key = { createdMs, lastUsedMs: null, revokedMs: null, source: "api" };
  const operator = secretOf(config.CALLTREE_OPERATOR_KEY);
  await office.createKey({ ...key, id: newId("key"), name: "First operator key", organization: null, scopes: ["operator"] }, operator.hash);
  const admin = secretOf(config.CALLTREE_ADMIN_KEY);
  const scopes = ["ingest", "read", "admin"] as const;
  await office.createKey({ ...key, id: newId("key"), name: "First admin key", organization: FIRST_ORGANIZATION, scopes }, admin.hash);
  await office.audit({ organization: null, atMs: createdMs, actor: "start", action: "server.first_started", detail: "" });
  return { operatorKey: operator.shown, adminKey: admin.shown };
}

function secretOf(given: string | null): { hash: string; shown: string | null } {
  if (given !== null) return { hash: sha256Hex(given), shown: null };
  const { secret, hash } = newSecret();
  return { hash, shown: secret };
}
