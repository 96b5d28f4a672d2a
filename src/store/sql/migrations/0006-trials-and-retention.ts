import type { Migration } from "./migration.ts";

/** What trials of analysis settings took: nothing about the session they were tried on, so that erasing it leaves them as they are. */
const TRIAL = (integer: string, text: string): string =>
  `CREATE TABLE analysis_trial (
     organization_key ${integer} NOT NULL REFERENCES organization, id ${text} NOT NULL, finished_ms ${integer} NOT NULL,
     input_tokens ${integer}, output_tokens ${integer}, cost_nanos ${integer},
     PRIMARY KEY (organization_key, finished_ms, id))`;

const RETENTION = (integer: string): string[] =>
  ["session", "recording"].map((what) => `ALTER TABLE organization ADD COLUMN retention_${what}_days ${integer}`);

export const trialsAndRetention: Migration = {
  number: 6,
  sqlite: [`${TRIAL("INTEGER", "TEXT")} WITHOUT ROWID`, ...RETENTION("INTEGER")],
  postgresql: [TRIAL("bigint", `text COLLATE "C"`), ...RETENTION("bigint")],
};
