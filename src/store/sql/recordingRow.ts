import type { Selectable } from "kysely";
import type { Recording } from "../conversationStore.ts";
import type { Schema } from "./schema.ts";
import { numberOrNull } from "./sessionRow.ts";

export const toRecording = (row: Selectable<Schema["recording"]>, sessionId: string): Recording => ({
  sessionId,
  storageName: row.storage_name,
  sourceUrl: row.source_url,
  contentType: row.content_type,
  sizeBytes: numberOrNull(row.size_bytes),
  sha256: row.sha256,
  durationMs: row.duration_ms,
  peaks: row.peaks,
  receivedMs: Number(row.received_ms),
});
