import { AppError } from "./errors.ts";
import { canonicalJson, isJsonObject, type JsonObject, scalarText } from "./json.ts";
import { parseAmountNanos, parseCurrency } from "./money.ts";
import type { RecordRole, RecordType, Registry } from "./registry.ts";
import { parseIsoMs, parseTimeMs } from "./time.ts";

/** A field of a record and its exact text, by which it is linked to other records. */
export type LinkValue = readonly [field: string, value: string];

export interface RecordName {
  readonly type: string;
  readonly id: string;
}

/** How a cost is known (design.md, Tree 12). A tree adds `unconverted`, which depends on the organization's rates. */
export type StoredCostStatus = "reported" | "rated" | "estimated" | "unknown";
export type CostStatus = StoredCostStatus | "unconverted";

/** The typed fields that Calltree reads out of a record's free-form JSON. */
export interface RecordFacts extends RecordName {
  readonly timeMs: number | null;
  readonly endMs: number | null;
  /** In the record's own currency; null exactly when `costStatus` is `unknown`. */
  readonly costNanos: bigint | null;
  readonly costStatus: StoredCostStatus;
  /** Null: the record names none, the organization's applies. */
  readonly currency: string | null;
  readonly role: RecordRole;
  readonly quantity: string | null;
  readonly unit: string | null;
  /** The model or voice that was used, as the record names it. */
  readonly model: string | null;
  readonly links: readonly LinkValue[];
}

/** A record on its way in. */
export interface RecordDraft extends RecordFacts {
  /** The record's own version number and update time; with neither, arrival orders corrections. */
  readonly version: bigint | null;
  readonly updatedMs: number | null;
  /** The record's JSON as it came in. */
  readonly body: string;
  /** Hex SHA-256 of the canonical content without the type's volatile fields. */
  readonly contentHash: string;
  /** Top-level field names, for the lists of fields that can be filtered by. */
  readonly fields: readonly string[];
}

export const RECORD_ID_CHARACTERS_MAX = 256;
const LINK_VALUE_CHARACTERS_MAX = 1_024;
const QUANTITY_CHARACTERS_MAX = 64;
const MODEL_CHARACTERS_MAX = 128;
const NIL_UUID = "00000000-0000-0000-0000-000000000000";
/**
 * Control characters, line and paragraph separators, unpaired surrogates, characters of no printed form or width, and those
 * that turn the direction of what stands around them. The joiners stay: scripts are written with them.
 */
const UNPRINTABLE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Cn}\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069]/u;

/** "." and ".." are refused: no address can hold them, so nobody could ever ask for such a record. */
export function isRecordId(text: string): boolean {
  return text.trim() !== "" && text.length <= RECORD_ID_CHARACTERS_MAX && !UNPRINTABLE.test(text) && !/^\.{1,2}$/.test(text);
}

/** A scalar's text, unless it holds NUL or half a character: not every engine keeps those, and none finds them again. */
function keepableText(value: unknown): string | undefined {
  const text = scalarText(value);
  return text === undefined || text.includes("\0") || !text.isWellFormed() ? undefined : text;
}

/** Null, blank, the nil UUID, objects and arrays never link (design.md, Tree 2), and neither does what cannot be looked up. */
export function linkValueOf(value: unknown): string | undefined {
  const text = typeof value === "boolean" ? undefined : keepableText(value);
  return text === undefined || text === NIL_UUID || text.length > LINK_VALUE_CHARACTERS_MAX ? undefined : text;
}

/**
 * Reads a record's typed fields. `body` is the text to keep, `hash` makes the content hash of a canonical text.
 * @throws AppError RECORD_INVALID or RECORD_TYPE_UNKNOWN with the field at fault
 */
export function readRecord(value: unknown, body: string, registry: Registry, hash: (text: string) => string): RecordDraft {
  if (!isJsonObject(value)) throw new AppError("RECORD_INVALID", "A record is a JSON object.");
  if (Object.hasOwn(value, "__proto__"))
    throw new AppError("RECORD_INVALID", 'A record cannot have a field named "__proto__".', { field: "__proto__" });
  const typeName = value["record_type"];
  if (typeof typeName !== "string" || typeName === "") {
    throw new AppError("RECORD_INVALID", "The record does not say its `record_type`.", { field: "record_type" });
  }
  const type = registry.require(typeName);
  return {
    ...readFacts(value, type, registry, refuse),
    version: readVersion(value),
    updatedMs: typeof value["updated_at"] === "string" ? (parseIsoMs(value["updated_at"]) ?? null) : null,
    body,
    contentHash: hash(canonicalJson(value, type.volatileFields)),
    fields: Object.keys(value),
  };
}

/** True in records that Calltree writes of its own work. */
export const OVERHEAD_FIELD = "calltree_overhead";

/** Told of a field that cannot be read. A record on its way in is refused; a stored one is read as far as it goes. */
export type OnFault = (error: AppError) => void;

const refuse: OnFault = (error) => {
  throw error;
};

/** The part of a record that follows from its body and its type alone; read again when a type's definition changes. */
export function readFacts(value: JsonObject, type: RecordType, registry: Registry, onFault: OnFault): RecordFacts {
  const id = readId(value, type);
  return {
    type: type.name,
    id,
    timeMs: readTime(value, type, type.timeFields, onFault),
    endMs: readTime(value, type, type.endFields, onFault),
    ...readCost(value, type, onFault),
    currency: readRecordCurrency(value, onFault),
    role: value[OVERHEAD_FIELD] === true ? "overhead" : type.role,
    ...readQuantity(value, type),
    model: readModel(value, type),
    links: readLinks(value, type, registry, id),
  };
}

function readId(value: JsonObject, type: RecordType): string {
  for (const field of type.idFields) {
    const text = scalarText(value[field]);
    // The nil UUID stands for "none" wherever providers write it: it names no record, as it links none.
    if (text === undefined || text === NIL_UUID) continue;
    if (!isRecordId(text)) {
      throw new AppError("RECORD_INVALID", `\`${field}\` must be 1 to ${RECORD_ID_CHARACTERS_MAX} printable characters.`, { field });
    }
    return text;
  }
  const field = type.idFields[0] ?? "id";
  throw new AppError("RECORD_INVALID", `A ${type.name} record needs an id in \`${type.idFields.join("` or `")}\`.`, { field });
}

function readTime(value: JsonObject, type: RecordType, fields: readonly string[], onFault: OnFault): number | null {
  for (const field of fields) {
    const timeMs = parseTimeMs(plainValue(value[field]), type.timeFormat);
    if (timeMs === undefined) {
      const expected = type.timeFormat === "iso" ? "an ISO 8601 time such as 2026-03-17T10:00:00Z" : `a time as ${type.timeFormat}`;
      onFault(new AppError("RECORD_INVALID", `\`${field}\` is not ${expected}.`, { field }));
    } else if (timeMs !== null) return timeMs;
  }
  return null;
}

/** A numeral that no double holds is read as its text. */
const plainValue = (value: unknown): unknown =>
  typeof value === "object" && value !== null && JSON.isRawJSON(value) ? value.rawJSON : value;

function readCost(value: JsonObject, type: RecordType, onFault: OnFault): { costNanos: bigint | null; costStatus: StoredCostStatus } {
  if (type.costFields.length === 0) return { costNanos: 0n, costStatus: "reported" };
  for (const field of type.costFields) {
    const nanos = parseAmountNanos(plainValue(value[field]));
    if (nanos === undefined) {
      onFault(
        new AppError("RECORD_INVALID", `\`${field}\` is not a plain decimal amount such as "0.0052" within ±9.2 billion.`, { field }),
      );
    } else if (nanos !== null) return { costNanos: type.costIsNegative ? -nanos : nanos, costStatus: "reported" };
  }
  // A record that says it is not billed costs nothing, and that is known.
  const isUnbilled = value["billable"] === false || value["is_telnyx_billable"] === false;
  return isUnbilled ? { costNanos: 0n, costStatus: "reported" } : { costNanos: null, costStatus: "unknown" };
}

function readRecordCurrency(value: JsonObject, onFault: OnFault): string | null {
  const raw = value["currency"];
  if (raw === undefined || raw === null || raw === "") return null;
  const currency = parseCurrency(raw);
  if (currency === undefined)
    onFault(new AppError("RECORD_INVALID", "`currency` is not a three-letter ISO 4217 code.", { field: "currency" }));
  return currency ?? null;
}

function readQuantity(value: JsonObject, type: RecordType): { quantity: string | null; unit: string | null } {
  const ownUnit = type.unitField === null ? undefined : keepableText(value[type.unitField]);
  for (const { field, unit } of type.quantityFields) {
    const text = keepableText(value[field]);
    if (text !== undefined && text.length <= QUANTITY_CHARACTERS_MAX) return { quantity: text, unit };
  }
  return { quantity: null, unit: ownUnit?.slice(0, QUANTITY_CHARACTERS_MAX) ?? null };
}

function readModel(value: JsonObject, type: RecordType): string | null {
  for (const field of type.modelFields) {
    // `"voice": true` says that there is one, not which.
    const text = typeof value[field] === "boolean" ? "" : (keepableText(value[field])?.trim() ?? "");
    if (text !== "" && text.length <= MODEL_CHARACTERS_MAX) return text;
  }
  return null;
}

/** A whole number, also as text (a CSV has nothing else) and past 2^53 (nanoseconds). Anything else is no version. */
function readVersion(value: JsonObject): bigint | null {
  const text = scalarText(value["version"])?.trim() ?? "";
  if (!/^-?\d{1,19}$/.test(text)) return null;
  const version = BigInt(text);
  return BigInt.asIntN(64, version) === version ? version : null;
}

function readLinks(value: JsonObject, type: RecordType, registry: Registry, id: string): LinkValue[] {
  const links: LinkValue[] = [];
  for (const field of registry.linkFields(type.name)) {
    // A parent may be named by its id, whichever field that came in.
    const text = linkValueOf(value[field]) ?? (field === type.idFields[0] ? linkValueOf(id) : undefined);
    if (text !== undefined) links.push([field, text]);
  }
  return links;
}
