import type { Kysely } from "kysely";
import { AppError } from "../../domain/errors.ts";
import type { Schema } from "./schema.ts";

type Dictionary = "type_name" | "source_name";

/** Keys of organizations, types and sources, remembered: they never change once committed. */
export class Names {
  readonly organizations = new Map<string, number>();
  readonly #keys = { type_name: new Map<string, number>(), source_name: new Map<string, number>() };
  readonly #names = { type_name: new Map<number, string>(), source_name: new Map<number, string>() };

  key(dictionary: Dictionary, organizationKey: number, name: string): number | undefined {
    return this.#keys[dictionary].get(`${organizationKey} ${name}`);
  }

  name(dictionary: Dictionary, key: number): string | undefined {
    return this.#names[dictionary].get(key);
  }

  remember(dictionary: Dictionary, organizationKey: number, name: string, key: number): void {
    this.#keys[dictionary].set(`${organizationKey} ${name}`, key);
    this.#names[dictionary].set(key, name);
  }
}

/** Looks names up for reading. */
export class NameReader {
  readonly #db: Kysely<Schema>;
  readonly #names = new Names();

  constructor(db: Kysely<Schema>) {
    this.#db = db;
  }

  /** Absent: undefined. */
  async organizationKey(id: string): Promise<number | undefined> {
    const known = this.#names.organizations.get(id);
    return known ?? (await findOrganizationKey(this.#db, this.#names, id));
  }

  /** Absent: undefined. */
  async typeKey(organizationKey: number, name: string): Promise<number | undefined> {
    if (this.#names.key("type_name", organizationKey, name) === undefined) await this.#load("type_name", organizationKey);
    return this.#names.key("type_name", organizationKey, name);
  }

  /** All types of the organization that records have been stored under. */
  async typeKeys(organizationKey: number): Promise<number[]> {
    const rows = await this.#db.selectFrom("type_name").select("type_key").where("organization_key", "=", organizationKey).execute();
    return rows.map((row) => Number(row.type_key));
  }

  typeName(typeKey: number): string | undefined {
    return this.#names.name("type_name", typeKey);
  }

  sourceName(sourceKey: number): string | undefined {
    return this.#names.name("source_name", sourceKey);
  }

  async load(organizationKey: number): Promise<void> {
    await this.#load("type_name", organizationKey);
    await this.#load("source_name", organizationKey);
  }

  async #load(dictionary: Dictionary, organizationKey: number): Promise<void> {
    for (const { key, name } of await readDictionary(this.#db, dictionary, organizationKey)) {
      this.#names.remember(dictionary, organizationKey, name, Number(key));
    }
  }
}

/** Looks names up inside one transaction and adds those that are missing; others see them after `publish`. */
export class NameWriter {
  readonly #db: Kysely<Schema>;
  readonly #committed: Names;
  readonly #added: [dictionary: Dictionary, organizationKey: number, name: string, key: number][] = [];
  readonly #local = new Names();

  constructor(db: Kysely<Schema>, committed: Names) {
    this.#db = db;
    this.#committed = committed;
  }

  /** @throws AppError ORGANIZATION_NOT_FOUND */
  async organizationKey(id: string): Promise<number> {
    const key = this.#committed.organizations.get(id) ?? (await findOrganizationKey(this.#db, this.#local, id));
    if (key === undefined) throw organizationNotFound(id);
    return key;
  }

  known(dictionary: Dictionary, organizationKey: number, name: string): number | undefined {
    return this.#committed.key(dictionary, organizationKey, name) ?? this.#local.key(dictionary, organizationKey, name);
  }

  async key(dictionary: Dictionary, organizationKey: number, name: string): Promise<number> {
    const known = this.known(dictionary, organizationKey, name);
    if (known !== undefined) return known;
    const key = await addName(this.#db, dictionary, organizationKey, name);
    this.#local.remember(dictionary, organizationKey, name, key);
    this.#added.push([dictionary, organizationKey, name, key]);
    return key;
  }

  /** After the commit. */
  publish(): void {
    for (const [id, key] of this.#local.organizations) this.#committed.organizations.set(id, key);
    for (const added of this.#added) this.#committed.remember(...added);
  }
}

export const organizationNotFound = (id: string): AppError => new AppError("ORGANIZATION_NOT_FOUND", `There is no organization "${id}".`);

async function findOrganizationKey(db: Kysely<Schema>, names: Names, id: string): Promise<number | undefined> {
  const row = await db.selectFrom("organization").select("organization_key").where("id", "=", id).executeTakeFirst();
  if (row === undefined) return undefined;
  names.organizations.set(id, Number(row.organization_key));
  return Number(row.organization_key);
}

async function readDictionary(db: Kysely<Schema>, dictionary: Dictionary, organizationKey: number) {
  return dictionary === "type_name"
    ? db.selectFrom("type_name").select(["type_key as key", "name"]).where("organization_key", "=", organizationKey).execute()
    : db.selectFrom("source_name").select(["source_key as key", "name"]).where("organization_key", "=", organizationKey).execute();
}

/** Insert first, read afterwards: of two processes adding the same name, both end with the same key. */
async function addName(db: Kysely<Schema>, dictionary: Dictionary, organizationKey: number, name: string): Promise<number> {
  await db
    .insertInto(dictionary)
    .values({ organization_key: organizationKey, name })
    .onConflict((conflict) => conflict.columns(["organization_key", "name"]).doNothing())
    .execute();
  const rows = await readDictionary(db, dictionary, organizationKey);
  const row = rows.find((one) => one.name === name);
  if (row === undefined) throw new Error(`the name "${name}" was not added to ${dictionary}`);
  return Number(row.key);
}
