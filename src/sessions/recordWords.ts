import { isJsonObject, type JsonObject, parseJson, scalarText } from "../domain/json.ts";
import type { SessionFacts } from "../domain/session.ts";
import { ownWord } from "../domain/sessionWords.ts";
import type { TreeNode } from "../tree/tree.ts";

export type RecordWords = Pick<SessionFacts, "callerNumber" | "calleeNumber" | "direction">;

/** As call detail records of common providers name them. */
const CALLER_FIELDS = ["from", "from_number", "caller_number", "caller_id_number", "originating_number", "cli", "From"];
const CALLEE_FIELDS = ["to", "to_number", "callee_number", "destination_number", "dest_number", "cld", "To"];
const DIRECTION_FIELDS = ["direction", "Direction"];
/** The root and its first legs; what lies deeper belongs to parts of the call. */
const NODES_MAX = 4;

/** The records of a tree that may say who called whom, the root first. */
export const nodesThatMaySay = (owned: readonly TreeNode[]): TreeNode[] =>
  owned.filter(({ record }) => record !== null).slice(0, NODES_MAX);

/** Who called whom, from bodies of records in the order of `nodesThatMaySay`: what nobody said as a fact. */
export function wordsOfRecords(bodies: readonly string[]): RecordWords {
  const records = new LazyRecords(bodies);
  return {
    callerNumber: firstText(records, CALLER_FIELDS),
    calleeNumber: firstText(records, CALLEE_FIELDS),
    direction: ownWord("direction", firstText(records, DIRECTION_FIELDS)),
  };
}

/** Parsed one by one as they are looked at: mostly the first one says it all. */
class LazyRecords implements Iterable<JsonObject> {
  readonly #parsed: JsonObject[] = [];
  readonly #bodies: Iterator<string>;

  constructor(bodies: readonly string[]) {
    this.#bodies = bodies.values();
  }

  *[Symbol.iterator](): Generator<JsonObject> {
    yield* this.#parsed;
    for (let next = this.#bodies.next(); next.done !== true; next = this.#bodies.next()) {
      const record = parseJson(next.value);
      if (!isJsonObject(record)) continue;
      this.#parsed.push(record);
      yield record;
    }
  }
}

function firstText(records: Iterable<JsonObject>, fields: readonly string[]): string | null {
  for (const record of records) {
    for (const field of fields) {
      const value = record[field];
      // Telnyx messages name their recipients in a list of objects.
      const first: unknown = Array.isArray(value) ? value[0] : value;
      const text = scalarText(isJsonObject(first) ? first["phone_number"] : first);
      if (text !== undefined && text.length <= 256) return text;
    }
  }
  return null;
}
