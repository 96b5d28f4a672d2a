import { hash } from "node:crypto";
import { AppError } from "../../../domain/errors.ts";
import type { SessionListRow, SessionQuery } from "../../../store/conversationStore.ts";
import { type FieldKind, SESSION_FIELDS } from "./sessionFields.ts";

/** What the pages that a cursor holds together are asked for. */
type Question = Pick<SessionQuery, "sort" | "conditions">;
type Sort = SessionQuery["sort"];
type After = NonNullable<SessionQuery["after"]>;

/** Opaque to callers; inside: order and filters that it belongs to, and the sort value and key of the last row given. */
export function encodeSessionCursor({ sort, conditions }: Question, { sortValue, key }: Pick<SessionListRow, "sortValue" | "key">): string {
  const value = typeof sortValue !== "bigint" ? sortValue : kindOf(sort) === "money" ? { n: String(sortValue) } : Number(sortValue);
  return Buffer.from(JSON.stringify([sort.column, sort.descending ? 1 : 0, value, key, markOf(conditions)])).toString("base64url");
}

/** @throws AppError CURSOR_INVALID when it was not given by this server, or for another order or other filters */
export function decodeSessionCursor(cursor: string, { sort, conditions }: Question): After {
  const parts = parse(cursor);
  if (!Array.isArray(parts) || parts.length !== 5) throw foreign();
  const [column, descending, given, key, mark] = parts as unknown[];
  if (!Number.isSafeInteger(key) || Number(key) < 0) throw foreign();
  if (column !== sort.column || descending !== (sort.descending ? 1 : 0)) {
    throw new AppError("CURSOR_INVALID", "The cursor belongs to another `sort`.", { field: "cursor" });
  }
  if (mark !== markOf(conditions)) throw new AppError("CURSOR_INVALID", "The cursor belongs to other filters.", { field: "cursor" });
  return { value: typedValue(given, sort), key: Number(key) };
}

const MARK_CHARACTERS = 12;

function markOf(conditions: Question["conditions"]): string {
  const text = JSON.stringify(conditions, (_name, value: unknown) => (typeof value === "bigint" ? `${value}n` : value));
  return hash("sha256", text, "base64url").slice(0, MARK_CHARACTERS);
}

function parse(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
  } catch {
    throw foreign();
  }
}

/** A value of another kind than the column's would be a fault of the database's, not of whoever made the cursor up. */
function typedValue(given: unknown, sort: Sort): After["value"] {
  if (given === null) return null;
  switch (kindOf(sort)) {
    case "flag":
      if (typeof given === "boolean") return given;
      break;
    case "time":
    case "integer":
      if (Number.isSafeInteger(given)) return Number(given);
      break;
    case "decimal":
      if (typeof given === "number") return given;
      break;
    case "money": {
      const text = (given as { n?: unknown }).n;
      if (typeof text === "string" && /^-?\d{1,25}$/.test(text)) return BigInt(text);
      break;
    }
    default:
      if (typeof given === "string" && !given.includes("\0")) return given;
  }
  throw foreign();
}

const kindOf = (sort: Sort): FieldKind | undefined => SESSION_FIELDS.find(({ column }) => column === sort.column)?.kind;

const foreign = (): AppError => new AppError("CURSOR_INVALID", "The cursor was not given by this server.", { field: "cursor" });
