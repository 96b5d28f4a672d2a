import type { Migration } from "./migration.ts";

const CREDITS = `ALTER TABLE organization ADD COLUMN credits_per_unit text NOT NULL DEFAULT '1'`;

const SQLITE_TABLES = [
  CREDITS,
  `CREATE TABLE agent (
     organization_key INTEGER NOT NULL REFERENCES organization, id TEXT NOT NULL, name TEXT, expected_record_types TEXT NOT NULL,
     idle_close_sec INTEGER, updated_ms INTEGER NOT NULL,
     PRIMARY KEY (organization_key, id)) WITHOUT ROWID`,
  `CREATE TABLE lease (name TEXT NOT NULL PRIMARY KEY, holder TEXT NOT NULL, until_ms INTEGER NOT NULL) WITHOUT ROWID`,
];

const POSTGRESQL_TABLES = [
  CREDITS,
  `CREATE TABLE agent (
     organization_key bigint NOT NULL REFERENCES organization, id text COLLATE "C" NOT NULL, name text,
     expected_record_types text NOT NULL, idle_close_sec bigint, updated_ms bigint NOT NULL,
     PRIMARY KEY (organization_key, id))`,
  `CREATE TABLE lease (name text COLLATE "C" NOT NULL PRIMARY KEY, holder text NOT NULL, until_ms bigint NOT NULL)`,
];

export const agentsAndLeases: Migration = { number: 4, sqlite: SQLITE_TABLES, postgresql: POSTGRESQL_TABLES };
