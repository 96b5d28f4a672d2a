import { AppError } from "./errors.ts";
import { isJsonObject, type JsonObject } from "./json.ts";

/** Reads members of settings that people send; every refusal names the member by its path, such as `intent.custom_intents.3`. */
export const invalid = (path: string, what: string): AppError =>
  new AppError("ANALYSIS_SETTINGS_INVALID", `\`${path}\` ${what}.`, { field: path });

const isSaid = (value: unknown): boolean => value !== undefined && value !== null;

/** A name that members of objects can have without changing what the object is. */
export const isSafeName = (name: string): boolean => name !== "__proto__";

/** @throws AppError ANALYSIS_SETTINGS_INVALID when it is no object or has a member that is not known */
export function objectOf(value: unknown, path: string, known: readonly string[]): JsonObject {
  if (!isJsonObject(value)) {
    throw path === "" ? new AppError("ANALYSIS_SETTINGS_INVALID", "The settings are not an object.") : invalid(path, "is not an object");
  }
  const stranger = Object.keys(value).find((name) => !known.includes(name));
  if (stranger !== undefined) throw invalid(path === "" ? stranger : `${path}.${stranger}`, `is none of ${known.join(", ")}`);
  return value;
}

/** Undefined and null are `absent`. */
export function flagOf(value: unknown, path: string, absent: boolean): boolean {
  if (!isSaid(value)) return absent;
  if (typeof value !== "boolean") throw invalid(path, "is neither true nor false");
  return value;
}

/** Kept as it is, white space included; not blank. */
export function textOf(value: unknown, path: string, charactersMax: number): string {
  if (typeof value !== "string" || value.trim() === "") throw invalid(path, "is missing or blank");
  return optionalTextOf(value, path, charactersMax);
}

/** Undefined and null are the empty text. */
export function optionalTextOf(value: unknown, path: string, charactersMax: number): string {
  if (!isSaid(value)) return "";
  if (typeof value !== "string") throw invalid(path, "is not a text");
  if (value.length > charactersMax) throw invalid(path, `is longer than ${charactersMax} characters`);
  if (value.includes("\0") || !value.isWellFormed()) throw invalid(path, "holds characters that are no text");
  return value;
}

/** Undefined and null are the empty list. */
export function listOf(value: unknown, path: string, countMax: number): readonly unknown[] {
  if (!isSaid(value)) return [];
  if (!Array.isArray(value)) throw invalid(path, "is not a list");
  if (value.length > countMax) throw invalid(path, `has more than ${countMax} entries`);
  return value;
}

/** Texts that are not blank, none of them twice. */
export function textsOf(value: unknown, path: string, limits: { readonly countMax: number; readonly charactersMax: number }): string[] {
  const texts = listOf(value, path, limits.countMax).map((entry, index) => textOf(entry, `${path}.${index}`, limits.charactersMax));
  refuseRepeats(texts, (index) => `${path}.${index}`);
  return texts;
}

export function refuseRepeats(texts: readonly string[], pathOf: (index: number) => string): void {
  const index = texts.findIndex((text, at) => texts.indexOf(text) !== at);
  if (index >= 0) throw invalid(pathOf(index), `stands here a second time: ${JSON.stringify(texts[index])}`);
}

export function wordOf<Word extends string>(value: unknown, path: string, words: readonly Word[]): Word {
  const word = words.find((known) => known === value);
  if (word === undefined) throw invalid(path, `is none of ${words.join(", ")}`);
  return word;
}

/** Undefined and null are `absent`. */
export function wholeNumberOf<Absent>(
  value: unknown,
  path: string,
  range: readonly [min: number, max: number],
  absent: Absent,
): number | Absent {
  if (!isSaid(value)) return absent;
  const [min, max] = range;
  if (typeof value !== "number" || !Number.isInteger(value) || value < min || value > max) {
    throw invalid(path, `is not a whole number from ${min} to ${max}`);
  }
  return value;
}
