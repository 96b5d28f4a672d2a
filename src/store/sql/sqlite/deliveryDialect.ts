import { sql } from "kysely";
import type { DeliveryDialect } from "../dialect.ts";

export const sqliteDeliveries: DeliveryDialect = {
  takeTurn: async () => {},
  rows: (rows, columns) => {
    const selected = Object.keys(columns).map((column) => sql`value ->> ${sql.lit(`$.${column}`)} AS ${sql.ref(column)}`);
    return sql`(SELECT ${sql.join(selected)} FROM json_each(${JSON.stringify(rows)})) AS given`;
  },
};
