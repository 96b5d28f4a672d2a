import type { Selectable } from "kysely";
import type pg from "pg";
import type { HotLookups, RecordRow } from "../dialect.ts";
import { RECORD_COLUMNS } from "../recordRow.ts";
import type { Schema } from "../schema.ts";

const COLUMNS = RECORD_COLUMNS.join(", ");
const BY_IDS = `SELECT ${COLUMNS} FROM record WHERE organization_key = $1 AND type_key = $2 AND id = ANY($3::text[])`;
const BY_LINK_HASHES = `SELECT ${COLUMNS} FROM record WHERE record_key IN
  (SELECT record_key FROM record_link WHERE organization_key = $1 AND value_hash = ANY($2::bigint[])) LIMIT $3`;
const ORGANIZATION = "SELECT * FROM organization WHERE id = $1";
const BODIES = "SELECT record_key, body FROM record_body WHERE record_key = ANY($2::bigint[]) AND organization_key = $1";

/** The hottest reads; named statements are planned once a connection. */
export function postgresqlLookups(pool: pg.Pool): HotLookups {
  const rowsOf = async (name: string, text: string, values: readonly unknown[]): Promise<RecordRow[]> =>
    (await pool.query<unknown[]>({ name, text, values: [...values], rowMode: "array" })).rows;
  return {
    organization: async (id) => {
      const { rows } = await pool.query<Selectable<Schema["organization"]>>({
        name: "calltree_organization",
        text: ORGANIZATION,
        values: [id],
      });
      return rows[0];
    },
    byIds: async (organizationKey, typeKey, ids) =>
      ids.length === 0 ? [] : rowsOf("calltree_by_ids", BY_IDS, [organizationKey, typeKey, ids]),
    byLinkHashes: async (organizationKey, hashes, limit) =>
      hashes.length === 0 ? [] : rowsOf("calltree_by_link_hashes", BY_LINK_HASHES, [organizationKey, hashes, limit]),
    bodies: async (organizationKey, keys) => {
      if (keys.length === 0) return new Map();
      const rows = await rowsOf("calltree_bodies", BODIES, [organizationKey, keys]);
      return new Map(rows.map(([key, body]) => [Number(key), body as string]));
    },
  };
}
