import type Database from "better-sqlite3";
import type { Selectable } from "kysely";
import type { HotLookups, RecordRow } from "../dialect.ts";
import { RECORD_COLUMNS } from "../recordRow.ts";
import type { Schema } from "../schema.ts";

type OrganizationRow = Selectable<Schema["organization"]>;

const COLUMNS = RECORD_COLUMNS.join(", ");

/** The hottest reads, prepared once. A prepared point read costs a few microseconds, so one a key beats a list of keys. */
export function sqliteLookups(raw: Database.Database): HotLookups {
  const byId = raw
    .prepare<[number, number, string], unknown[]>(`SELECT ${COLUMNS} FROM record WHERE organization_key = ? AND type_key = ? AND id = ?`)
    .raw();
  const keysByHash = raw
    .prepare<[number, number, number], number>(
      "SELECT record_key FROM record_link WHERE organization_key = ? AND value_hash = ? ORDER BY record_key LIMIT ?",
    )
    .pluck()
    .safeIntegers(false);
  const byKey = raw.prepare<[number], unknown[]>(`SELECT ${COLUMNS} FROM record WHERE record_key = ?`).raw();
  const bodyByKey = raw
    .prepare<[number, number], string>("SELECT body FROM record_body WHERE record_key = ? AND organization_key = ?")
    .pluck();
  const organization = raw.prepare<[string], OrganizationRow>("SELECT * FROM organization WHERE id = ?");
  return {
    organization: async (id) => organization.get(id),
    byIds: async (organizationKey, typeKey, ids) => {
      const rows: RecordRow[] = [];
      for (const id of ids) {
        const row = byId.get(organizationKey, typeKey, id);
        if (row !== undefined) rows.push(row);
      }
      return rows;
    },
    byLinkHashes: async (organizationKey, hashes, limit) => {
      const keys = new Set<number>();
      for (const hash of hashes) {
        if (keys.size >= limit) break;
        // A row may carry several of the values: the set keeps it once, so each value is asked for up to the whole limit.
        for (const key of keysByHash.all(organizationKey, hash, limit)) keys.add(key);
      }
      const rows: RecordRow[] = [];
      for (const key of keys) {
        if (rows.length >= limit) break;
        const row = byKey.get(key);
        if (row !== undefined) rows.push(row);
      }
      return rows;
    },
    bodies: async (organizationKey, keys) => {
      const bodies = new Map<number, string>();
      for (const key of keys) {
        const body = bodyByKey.get(key, organizationKey);
        if (body !== undefined) bodies.set(key, body);
      }
      return bodies;
    },
  };
}
