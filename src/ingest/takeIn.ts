import { AppError, ERRORS } from "../domain/errors.ts";
import { checkJsonLimits, parseJson } from "../domain/json.ts";
import { type RecordDraft, readRecord } from "../domain/record.ts";
import type { IngestParts, IngestScope, ItemOutcome } from "./ingest.ts";
import { rejectedItem } from "./ingest.ts";

/** One item of a request: the text of a record that is still to be parsed, or a value that already is. */
export interface RawItem {
  readonly index: number;
  readonly text?: string;
  readonly value?: unknown;
}

interface ReadItem {
  readonly index: number;
  readonly draft: RecordDraft;
}

/**
 * Reads items into records, writes the good ones together and tells the outcome of each, in order. One bad item never
 * sinks the others. Resolves when the good ones are durable; with `dryRun` nothing is written and they are `valid`.
 * @throws AppError what RecordStore.append throws: then nothing of this call was acknowledged
 */
export async function takeIn(items: readonly RawItem[], scope: IngestScope, parts: IngestParts, dryRun = false): Promise<ItemOutcome[]> {
  const outcomes = new Map<number, ItemOutcome>();
  const good: ReadItem[] = [];
  for (const item of items) {
    try {
      good.push({ index: item.index, draft: readItem(item, scope, parts) });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      outcomes.set(item.index, rejectedItem(item.index, error));
    }
  }
  for (const outcome of dryRun ? good.map(validItem) : await write(good, scope, parts)) outcomes.set(outcome.index, outcome);
  return items.map((item) => outcomes.get(item.index) as ItemOutcome);
}

function readItem(item: RawItem, scope: IngestScope, parts: IngestParts): RecordDraft {
  const value = item.text === undefined ? item.value : parseRecord(item.text);
  checkJsonLimits(value, parts.limits);
  const body = item.text ?? JSON.stringify(value) ?? "";
  if (body.length > parts.limits.recordBytesMax || Buffer.byteLength(body) > parts.limits.recordBytesMax) throw recordTooLarge(parts);
  return readRecord(value, body, scope.registry, parts.hash);
}

export function recordTooLarge(parts: IngestParts): AppError {
  return new AppError("RECORD_TOO_LARGE", `The record is larger than ${parts.limits.recordBytesMax} bytes.`);
}

function parseRecord(text: string): unknown {
  try {
    return parseJson(text);
  } catch (cause) {
    throw new AppError("RECORD_INVALID", `Not valid JSON: ${cause instanceof Error ? cause.message : "unreadable"}.`, { cause });
  }
}

async function write(good: readonly ReadItem[], scope: IngestScope, parts: IngestParts): Promise<ItemOutcome[]> {
  if (good.length === 0) return [];
  const { organization, source, receivedMs } = scope;
  const [results = []] = await parts.records.append([{ organization, source, receivedMs, records: good.map((item) => item.draft) }]);
  const erased = good.filter((_, position) => results[position]?.outcome === "erased").map(({ draft }) => draft);
  if (erased.length > 0) await parts.eraseBelow(scope, erased);
  return good.map(({ index, draft }, position) => {
    const result = results[position];
    if (result === undefined) throw new AppError("INTERNAL", "The store did not answer for every record.");
    const name = { index, recordType: draft.type, id: draft.id };
    if (result.outcome !== "rejected") return { ...name, outcome: result.outcome, error: null };
    return {
      ...name,
      outcome: "rejected",
      error: { code: result.code, message: result.message, field: null, fix: ERRORS[result.code].fix },
    };
  });
}

const validItem = ({ index, draft }: ReadItem): ItemOutcome => ({
  index,
  recordType: draft.type,
  id: draft.id,
  outcome: "valid",
  error: null,
});
