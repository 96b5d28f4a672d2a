import type { Migration } from "./migration.ts";

/** What costs are looked for most: 3 is `unknown`. Few records are in it, so it costs those that come next to nothing. */
const UNKNOWN_COSTS = `CREATE INDEX record_unknown_cost ON record (organization_key, type_key, record_key) WHERE cost_status = 3`;

/** Other lists by cost status read the order of arrival alone; a further index of all records would slow down every one that comes. */
const SQLITE = [
  UNKNOWN_COSTS,
  `DROP INDEX record_arrival`,
  `CREATE INDEX record_arrival ON record (organization_key, type_key, record_key, cost_status, currency)`,
];

const POSTGRESQL = [
  UNKNOWN_COSTS,
  `DROP INDEX record_arrival`,
  `CREATE INDEX record_arrival ON record (organization_key, type_key, record_key) INCLUDE (cost_status, currency)`,
];

export const recordCosts: Migration = { number: 7, sqlite: SQLITE, postgresql: POSTGRESQL };
