import type Database from "better-sqlite3";
import type { Selectable } from "kysely";
import type { HotLookups, RecordRow } from "../dialect.ts";
import { RECORD_COLUMNS } from "../recordRow.ts";
import type { Schema } from "../schema.ts";

type OrganizationRow = Selectable<Schema["organization"]>;

/** Only money needs all 64 bits; as text it costs half of what a bigint for every integer of the row would. */
const COLUMNS = RECORD_COLUMNS.map((column) => (column === "cost_nanos" ? "CAST(cost_nanos AS TEXT)" : column)).join(", ");

/** The hottest reads, prepared once; lists go in as one JSON text, so that a whole list is one call. */
export function sqliteLookups(raw: Database.Database): HotLookups {
  const organization = raw.prepare<[string], OrganizationRow>("SELECT * FROM organization WHERE id = ?");
  const byIds = raw
    .prepare<[number, number, string], unknown[]>(
      `SELECT ${COLUMNS} FROM record WHERE organization_key = ? AND type_key = ? AND id IN (SELECT value FROM json_each(?))`,
    )
    .raw()
    .safeIntegers(false);
  const keysByHash = raw
    .prepare<[number, string, number], number>(
      "SELECT DISTINCT record_key FROM record_link WHERE organization_key = ? AND value_hash IN (SELECT value FROM json_each(?)) LIMIT ?",
    )
    .pluck()
    .safeIntegers(false);
  const byKeys = raw
    .prepare<[string], unknown[]>(`SELECT ${COLUMNS} FROM record WHERE record_key IN (SELECT value FROM json_each(?))`)
    .raw()
    .safeIntegers(false);
  const bodiesByKeys = raw
    .prepare<[string, number], [number, string]>(
      "SELECT record_key, body FROM record_body WHERE record_key IN (SELECT value FROM json_each(?)) AND organization_key = ?",
    )
    .raw()
    .safeIntegers(false);
  const together = oneSnapshot(raw);
  return {
    organization: async (id) => organization.get(id),
    byIds: async (organizationKey, typeKey, ids) => byIds.all(organizationKey, typeKey, JSON.stringify(ids)),
    byLinkHashes: async (organizationKey, hashes, limit) =>
      together<RecordRow[]>(() => {
        const keys = keysByHash.all(organizationKey, JSON.stringify(hashes), limit);
        return keys.length === 0 ? [] : byKeys.all(JSON.stringify(keys));
      }),
    bodies: async (organizationKey, keys) => new Map(bodiesByKeys.all(JSON.stringify(keys), organizationKey)),
  };
}

/** Statements run in one read transaction see the same moment, and take and give back the file's lock once. */
function oneSnapshot(raw: Database.Database): <Result>(work: () => Result) => Result {
  const begin = raw.prepare("BEGIN");
  const commit = raw.prepare("COMMIT");
  return (work) => {
    if (raw.inTransaction) return work();
    begin.run();
    try {
      return work();
    } finally {
      commit.run();
    }
  };
}
