import { resolve } from "node:path";

const SQLITE = "sqlite:";

/** The file behind a `sqlite:PATH` address; undefined for other engines. */
export const sqlitePathOf = (databaseUrl: string): string | undefined =>
  databaseUrl.startsWith(SQLITE) ? resolve(databaseUrl.slice(SQLITE.length)) : undefined;

/** An address without its password, fit to be shown. */
export function shownDatabase(databaseUrl: string): string {
  if (databaseUrl.startsWith(SQLITE)) return databaseUrl;
  if (!URL.canParse(databaseUrl)) return "the database";
  const url = new URL(databaseUrl);
  return `${url.protocol}//${url.host}${url.pathname}`;
}
