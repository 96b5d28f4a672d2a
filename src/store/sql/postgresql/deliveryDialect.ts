import { sql } from "kysely";
import type { DeliveryDialect } from "../dialect.ts";

/** Any number that nothing else locks by. */
const DELIVERIES_LOCK = 7_235_141_014;
const TYPES = { integer: sql.raw("bigint"), text: sql.raw("text") } as const;

export const postgresqlDeliveries: DeliveryDialect = {
  takeTurn: async (db) => {
    await sql`SELECT pg_advisory_xact_lock(${DELIVERIES_LOCK})`.execute(db);
  },
  rows: (rows, columns) => {
    const typed = Object.entries(columns).map(([column, type]) => sql`${sql.ref(column)} ${TYPES[type]}`);
    return sql`json_to_recordset(${JSON.stringify(rows)}::json) AS given(${sql.join(typed)})`;
  },
};
