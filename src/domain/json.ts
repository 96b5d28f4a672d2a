import { AppError } from "./errors.ts";

/**
 * JSON without loss. Numbers that a double cannot hold (long ids, 1e400, twenty decimals) are kept as the text they
 * arrived as, in the engine's own `JSON.rawJSON` form, so that ids link exactly and a stored record gives back what came in.
 */
export type JsonObject = { readonly [key: string]: unknown };

interface RawJson {
  readonly rawJSON: string;
}

declare global {
  interface JSON {
    isRawJSON(value: unknown): value is RawJson;
    rawJSON(text: string): RawJson;
    parse(text: string, reviver: (this: unknown, key: string, value: unknown, context: { source?: string }) => unknown): unknown;
  }
}

/**
 * A number (not digits inside a string, save after a comma or colon there, which costs only time) of 16 characters or
 * more. Fewer digits always survive the trip through a double.
 */
const LONG_NUMERAL = /(?:^|[:[,])\s*-?\d[\d.]{15}/;

export function parseJson(text: string): unknown {
  const value: unknown = JSON.parse(text);
  return LONG_NUMERAL.test(text) || hasUnsafeNumber(value) ? parseKeepingNumerals(text) : value;
}

function parseKeepingNumerals(text: string): unknown {
  return JSON.parse(text, (_key, value, context) => {
    if (typeof value !== "number" || context.source === undefined) return value;
    return String(value) === context.source || isSameNumeral(value, context.source) ? value : JSON.rawJSON(context.source);
  });
}

/** `1.50` and `15e-1` are the number 1.5; `0.12345678901234567890` is not the double nearest to it. */
function isSameNumeral(value: number, source: string): boolean {
  if (!Number.isFinite(value)) return false;
  const significant = source
    .replace(/[eE].*$/, "")
    .replace(/[-.]/g, "")
    .replace(/^0+/, "")
    .replace(/0+$/, "");
  return significant.length <= 15;
}

/** True when some number is infinite or an integer past 2^53. Iterative: depth is the sender's choice. */
function hasUnsafeNumber(root: unknown): boolean {
  if (typeof root === "number") return isUnsafe(root);
  if (typeof root !== "object" || root === null) return false;
  const pending: object[] = [root];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    for (const key in node) {
      const value = (node as Record<string, unknown>)[key];
      if (typeof value === "number" ? isUnsafe(value) : false) return true;
      if (typeof value === "object" && value !== null) pending.push(value);
    }
  }
  return false;
}

const isUnsafe = (value: number): boolean => !Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value));

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !JSON.isRawJSON(value);
}

/** The exact text of a scalar; undefined for null, blank text, booleans' absence, objects and arrays. */
export function scalarText(value: unknown): string | undefined {
  if (typeof value === "string") return value.trim() === "" ? undefined : value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (typeof value === "object" && value !== null && JSON.isRawJSON(value)) return value.rawJSON;
  return undefined;
}

export interface JsonLimits {
  readonly nestingMax: number;
  readonly keysMax: number;
}

/** @throws AppError RECORD_INVALID when the value nests deeper or holds more keys than the limits allow. */
export function checkJsonLimits(root: unknown, limits: JsonLimits): void {
  let keys = 0;
  const pending: [node: unknown, depth: number][] = [[root, 1]];
  for (let entry = pending.pop(); entry !== undefined; entry = pending.pop()) {
    const [node, depth] = entry;
    if (typeof node !== "object" || node === null || JSON.isRawJSON(node)) continue;
    if (depth > limits.nestingMax) throw new AppError("RECORD_INVALID", `The record nests deeper than ${limits.nestingMax} levels.`);
    for (const key in node) {
      keys++;
      if (keys > limits.keysMax) throw new AppError("RECORD_INVALID", `The record has more than ${limits.keysMax} keys.`);
      const value = (node as Record<string, unknown>)[key];
      if (typeof value === "object" && value !== null) pending.push([value, depth + 1]);
    }
  }
}

/** The same content gives the same text: keys sorted by code unit, no white space, `without` left out at the top. */
export function canonicalJson(root: JsonObject, without: readonly string[] = []): string {
  const all = Object.keys(root).sort();
  const keys = without.length === 0 ? all : all.filter((key) => !without.includes(key));
  // A list of keys makes JSON.stringify write them in its order; it would hold for nested objects too, so only flat ones go this way.
  if (!keys.some((key) => typeof root[key] === "object" && root[key] !== null)) return JSON.stringify(root, keys);
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonicalValue(root[key])}`).join(",")}}`;
}

/** Recursion is safe here: `checkJsonLimits` has bounded the depth. */
function canonicalValue(value: unknown): string {
  if (typeof value !== "object" || value === null || JSON.isRawJSON(value)) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalValue).join(",")}]`;
  return canonicalJson(value as JsonObject);
}
