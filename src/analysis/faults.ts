import { isJsonObject, type JsonObject } from "../domain/json.ts";

const EXPLANATION_CHARACTERS_MAX = 4_000;
const LIST_ENTRIES_MAX = 100;
const SHOWN_CHARACTERS_MAX = 80;
const CHOICES_SHOWN_MAX = 20;
/** More tell neither a model nor a person anything. */
const FAULTS_MAX = 20;

/** A value as it may stand in a fault: short, on one line, and plainly quoted. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? "missing";
  return text.length <= SHOWN_CHARACTERS_MAX ? text : `${text.slice(0, SHOWN_CHARACTERS_MAX).toWellFormed()}…`;
}

/** Collects what is wrong with an answer. Each reader returns something of its type, which nobody sees once there is a fault. */
export class Faults {
  readonly found: string[] = [];

  /** @param path such as `sentiment.score`; "" is the answer itself */
  add(path: string, what: string): void {
    if (this.found.length < FAULTS_MAX) this.found.push(`${path === "" ? "The answer" : path} ${what}.`);
  }

  checkKeys(value: JsonObject, path: string, allowed: readonly string[], needed: readonly string[]): void {
    for (const key of Object.keys(value)) {
      if (value[key] !== undefined && !allowed.includes(key)) this.add(path, `has the key ${shown(key)}, which was not asked for`);
    }
    for (const key of needed) if (value[key] === undefined) this.add(path, `lacks the key ${shown(key)}`);
  }

  object(value: unknown, path: string, keys: readonly string[]): JsonObject {
    if (!isJsonObject(value)) {
      this.add(path, `is ${shown(value)}, not an object`);
      return {};
    }
    this.checkKeys(value, path, keys, keys);
    return value;
  }

  list(value: unknown, path: string): readonly unknown[] {
    if (!Array.isArray(value)) this.add(path, `is ${shown(value)}, not a list`);
    else if (value.length > LIST_ENTRIES_MAX) this.add(path, `has more than ${LIST_ENTRIES_MAX} entries`);
    else return value;
    return [];
  }

  /** Not blank. */
  text(value: unknown, path: string, charactersMax: number): string {
    if (typeof value !== "string") this.add(path, `is ${shown(value)}, not a text`);
    else if (value.trim() === "") this.add(path, "is empty");
    else return this.#sound(value, path, charactersMax);
    return "";
  }

  /** May be empty. */
  explanation(value: unknown, path: string): string {
    if (typeof value !== "string") {
      this.add(path, `is ${shown(value)}, not a text`);
      return "";
    }
    return this.#sound(value, path, EXPLANATION_CHARACTERS_MAX);
  }

  /** Both ends included. */
  number(value: unknown, path: string, min: number, max: number): number {
    if (typeof value === "number" && value >= min && value <= max) return value;
    this.add(path, `is ${shown(value)}, not a number from ${min} to ${max}`);
    return min;
  }

  choice<Choice extends string>(value: unknown, path: string, choices: readonly Choice[], otherwise = ""): Choice {
    const choice = choices.find((known) => known === value);
    if (choice !== undefined) return choice;
    const listed = choices.slice(0, CHOICES_SHOWN_MAX).map(shown).join(", ");
    const more = choices.length > CHOICES_SHOWN_MAX ? ", …" : "";
    this.add(path, `is ${shown(value)}, which is none of ${listed}${more}${otherwise === "" ? "" : `, ${otherwise}`}`);
    return "" as Choice;
  }

  #sound(text: string, path: string, charactersMax: number): string {
    if (text.length > charactersMax) this.add(path, `is longer than ${charactersMax} characters`);
    else if (text.includes("\0") || !text.isWellFormed()) this.add(path, "holds characters that are no text");
    return text;
  }
}
