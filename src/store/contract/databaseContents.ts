import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import pg from "pg";

/** All that the database holds: SQLite's files byte by byte, every row of every table of PostgreSQL. */
export async function contentsOf(url: string): Promise<string> {
  if (url.startsWith("sqlite:")) {
    const folder = dirname(url.slice("sqlite:".length));
    return readdirSync(folder)
      .map((file) => readFileSync(join(folder, file), "latin1"))
      .join("\n");
  }
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const tables = await client.query<{ tablename: string }>("SELECT tablename FROM pg_tables WHERE schemaname = 'public'");
    const texts: string[] = [];
    for (const { tablename } of tables.rows) {
      const rows = await client.query<{ row: string }>(`SELECT row_to_json(one)::text AS row FROM "${tablename}" AS one`);
      texts.push(...rows.rows.map(({ row }) => row));
    }
    return texts.join("\n");
  } finally {
    await client.end();
  }
}
