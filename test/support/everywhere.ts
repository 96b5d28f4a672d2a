/** All places where something that was told to a server could still be: tests look here for what was erased. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import Database from "better-sqlite3";
import pg from "pg";
import { EventReader } from "./eventReader.ts";
import { type OpenApi, operationsOf } from "./openApi.ts";
import { ADMIN_KEY, type TestServer } from "./server.ts";

/** A place by its name, and all that stands there as one text. */
export type Places = Map<string, string>;

/** Every column of every table and every file: what stays when the server is gone. */
export async function storedPlaces(databaseUrl: string, recordingsFolder: string): Promise<Places> {
  const tables = databaseUrl.startsWith("sqlite:") ? sqlitePlaces(databaseUrl.slice("sqlite:".length)) : await postgresPlaces(databaseUrl);
  return new Map([...tables, ...folderPlaces(recordingsFolder)]);
}

/** What a server tells whoever asks: every list and export of every face, and all that its streams have told. */
export async function toldPlaces(server: TestServer, sessionIds: readonly string[]): Promise<Places> {
  const document = server.calltree.app.swagger() as unknown as OpenApi;
  const lists = operationsOf(document).filter(({ method, path }) => method === "GET" && !path.endsWith("/stream") && !path.includes("{"));
  const ofSession = operationsOf(document).filter(({ method, path }) => method === "GET" && /\/(call-)?sessions(-detail)?\/\{/.test(path));
  const addresses = [
    ...lists.flatMap(({ path, query }) => addressesOf(path, query)),
    ...sessionIds.flatMap((id) => ofSession.map(({ path }) => path.replace(/\{\w+\}/, encodeURIComponent(id)))),
  ];
  const places: Places = new Map();
  for (const address of addresses) places.set(`GET ${address}`, await ask(server, address));
  for (const [path, from] of [
    ["/v1/stream", "0-0:0"],
    ["/v1/chat/events/stream", "0"],
  ] as const) {
    places.set(path, await streamedSince(server, path, from));
  }
  return places;
}

/** Required parameters by name; a list in all its formats, to its last page as far as one answer goes. */
function addressesOf(path: string, query: readonly string[]): string[] {
  const required = query.includes("phone") ? "phone=%2B15550100&include_transcripts=true&" : "";
  const groups = query.includes("group_by") ? "group_by=product,agent,record_type,model,day,currency&" : "";
  const types = query.includes("filter[record_type]") ? ["call-control", "inference", "ai-voice-assistant", "call-session"] : [null];
  const formats = query.includes("format") ? ["json", "csv", "ndjson"] : [null];
  return types.flatMap((type) =>
    formats.map((format) => {
      const size = query.includes("limit") ? "limit=500&" : query.includes("page[size]") ? "page[size]=50&" : "";
      return `${path}?${required}${groups}${size}${type === null ? "" : `filter[record_type]=${type}&`}${format === null ? "" : `format=${format}`}`;
    }),
  );
}

async function ask(server: TestServer, address: string): Promise<string> {
  const answer = await server.call("GET", address, { headers: { "x-api-key": ADMIN_KEY } });
  return `${JSON.stringify(answer.headers)} ${answer.text}`;
}

/** All events since the beginning, up to one that is made for this. */
async function streamedSince(server: TestServer, path: string, from: string): Promise<string> {
  const address = server.calltree.app.listeningOrigin;
  const headers = { authorization: `Bearer ${ADMIN_KEY}`, "last-event-id": from };
  const last = `last-of-${path.replaceAll("/", "-")}-${from}-${++lastCount}`;
  const keyHeaders = path.startsWith("/v1/chat") ? { "x-api-key": ADMIN_KEY, "last-event-id": from } : headers;
  await using events = await EventReader.open(`${address}${path}`, keyHeaders);
  await server.call("PUT", `/v1/sessions/${last}`, { body: {} });
  const told: string[] = [];
  for (;;) {
    const event = await events.next();
    const text = JSON.stringify(event ?? null);
    told.push(text);
    if (event === undefined || text.includes(last)) return told.join("\n");
  }
}
let lastCount = 0;

function sqlitePlaces(file: string): Places {
  const places: Places = new Map();
  const database = new Database(file, { readonly: true });
  try {
    // What is behind a virtual table is in tables of its own, which are looked into as the others are.
    const tables = database
      .prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'")
      .pluck()
      .all() as string[];
    for (const table of tables) {
      const columns = database.prepare("SELECT name FROM pragma_table_info(?)").pluck().all(table) as string[];
      for (const column of columns) {
        const values = database.prepare(`SELECT "${column}" FROM "${table}" WHERE "${column}" IS NOT NULL`).pluck().all();
        places.set(`${table}.${column}`, values.map(textOf).join("\n"));
      }
    }
  } finally {
    database.close();
  }
  const folder = dirname(file);
  for (const name of readdirSync(folder).filter((one) => one.startsWith(basename(file)))) {
    places.set(name, readFileSync(join(folder, name)).toString("latin1"));
  }
  return places;
}

async function postgresPlaces(url: string): Promise<Places> {
  const places: Places = new Map();
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const columns = await client.query<{ table_name: string; column_name: string }>(
      `SELECT c.table_name, c.column_name FROM information_schema.columns c
       JOIN information_schema.tables t USING (table_schema, table_name)
       WHERE t.table_type = 'BASE TABLE' AND c.table_schema NOT IN ('pg_catalog', 'information_schema')`,
    );
    for (const { table_name: table, column_name: column } of columns.rows) {
      const values = await client.query({ text: `SELECT "${column}" FROM "${table}" WHERE "${column}" IS NOT NULL`, rowMode: "array" });
      places.set(`${table}.${column}`, (values.rows as unknown[][]).map(([value]) => textOf(value)).join("\n"));
    }
  } finally {
    await client.end();
  }
  return places;
}

/** Names and contents of all files below a folder. */
function folderPlaces(folder: string): Places {
  if (!existsSync(folder)) return new Map();
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((file) => file.isFile());
  return new Map(
    files.map((file) => {
      const path = join(file.parentPath, file.name);
      return [`recordings ${file.name}`, `${path.slice(folder.length)}\n${readFileSync(path).toString("latin1")}`];
    }),
  );
}

const textOf = (value: unknown): string => {
  if (Buffer.isBuffer(value)) return value.toString("latin1");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
};

/** The files that hold text hold it as bytes: a text that is not plain ASCII is looked for in both forms. */
const formsOf = (text: string): string[] => {
  const inJson = JSON.stringify(text).slice(1, -1);
  return [
    ...new Set([text, inJson, Buffer.from(text).toString("latin1"), Buffer.from(inJson).toString("latin1"), encodeURIComponent(text)]),
  ];
};

/** Where any of these texts still stands: "place: text", at most one line a text and place. */
export function findTexts(places: Places, texts: readonly string[]): string[] {
  return texts.flatMap((text) => {
    const forms = formsOf(text);
    return [...places].filter(([, content]) => forms.some((form) => content.includes(form))).map(([place]) => `${place}: ${text}`);
  });
}
