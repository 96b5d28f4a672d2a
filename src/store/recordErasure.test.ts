import { readdir, readFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import pg from "pg";
import { describe, expect, it } from "vitest";
import { engines, type FreshDatabase } from "../../test/support/databases.ts";
import { append, changed, draftOf, newOrganization } from "./contract/drafts.ts";
import { openStores } from "./open.ts";

/** Stands in everything that is to be erased. */
const MARK = "zqxjk";
const RECORDS = 1_000;

/** Scattered as random ids are, so that pages of indexes split and are filled out of order. */
const scattered = (index: number): string => `${((index * 7_919) % RECORDS).toString(36).padStart(4, "0")}-${MARK}`;

const drafts = Array.from({ length: RECORDS }, (_, index) =>
  draftOf(scattered(index), {
    links: [
      ["session", `s-${scattered(index % 40)}`],
      ["leg", `${scattered(index)}-leg`],
    ],
    body: JSON.stringify({ index, caller: `+1555${MARK}`, padding: MARK.repeat(index % 900) }),
  }),
);

describe.each(engines)("what was erased of a $name database", (engine) => {
  it("is in no table and in no file", async () => {
    const database = await engine.open();
    const stores = await openStores(database.url, "write");
    const organization = await newOrganization(stores);
    const corrected = drafts.map(({ id, links }, index) =>
      changed(id, MARK, { links: index % 3 === 0 ? [["leg", `moved-${MARK}`]] : links }),
    );
    // Others beside them, so that erased rows share their pages with rows that stay.
    const kept = drafts.map(({ id }, index) => draftOf(id.replace(MARK, "kept"), { links: [["leg", `${index % 50}-kept`]] }));
    for (let start = 0; start < RECORDS; start += 20) {
      await append(stores.records, organization, [...drafts.slice(start, start + 20), ...kept.slice(start, start + 20)]);
    }
    await append(stores.records, organization, corrected);
    await append(stores.records, organization, [draftOf("stays", { body: '{"kept":"in sight"}' })]);
    expect(await countIn(database, MARK)).toBeGreaterThan(0);
    const names = drafts.map(({ type, id }) => ({ type, id }));
    const linkValues = drafts.flatMap(({ links }) => links.map(([, value]) => value));
    await stores.records.erase(organization, { names, linkValues, secret: "secret" });
    await append(stores.records, organization, drafts.slice(0, 100));
    await stores[Symbol.asyncDispose]();
    expect(await countIn(database, MARK)).toBe(0);
    expect(await countIn(database, "in sight")).toBeGreaterThan(0);
    await database.dispose();
  });
});

/** How many files, or rows of any table, hold the text. */
async function countIn({ url }: FreshDatabase, text: string): Promise<number> {
  return url.startsWith("sqlite:") ? countFiles(url.slice("sqlite:".length), text) : countRows(url, text);
}

async function countFiles(file: string, text: string): Promise<number> {
  const names = (await readdir(dirname(file))).filter((name) => name.startsWith(basename(file)));
  const contents = await Promise.all(names.map((name) => readFile(join(dirname(file), name))));
  return contents.filter((content) => content.includes(text)).length;
}

async function countRows(url: string, text: string): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const tables = await client.query<{ name: string }>(
      "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'",
    );
    let count = 0;
    for (const { name } of tables.rows) {
      const query = `SELECT count(*) AS count FROM "${name}" AS entry WHERE position($1 IN entry::text) > 0`;
      const rows = await client.query<{ count: string }>(query, [text]);
      count += Number(rows.rows[0]?.count);
    }
    return count;
  } finally {
    await client.end();
  }
}
