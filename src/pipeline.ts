/**
 * START HERE. The flow of Calltree, as code, on one screen (ARCHITECTURE.md tells it in words):
 *
 *     request bytes → items → records (read, checked: domain/) → store (durable, one outcome each) → tree, at read
 *     facts, messages, ends of sessions ─────────────────────────► store ─┐
 *     what the store tells has changed ──────────────────────────────────┴► projector → one summary a session ─┐
 *     what has ended is analysed (analysis/runner.ts) ◄────────────────────────────────────────────────────────┤
 *     and told: log of changes → deliveries (delivery/dispatcher.ts) → signed webhooks (delivery/sender.ts) ◄──┘
 *
 * Trees are built in reader threads (app/readThread.ts), where a face's reads call `readShownTree` (reads/readTree.ts). The
 * projector (sessions/projector.ts), analyses and webhooks share another thread (app/backgroundThread.ts). Stages that later
 * work adds (sources, rating) each get their line here.
 */
import { BUILT_IN_RECORD_TYPES } from "./domain/recordTypes.ts";
import type { IngestParts, IngestScope, ItemOutcome } from "./ingest/ingest.ts";
import { type RawItem, takeIn } from "./ingest/takeIn.ts";
import { type LinesReport, takeInLines } from "./ingest/takeInLines.ts";
import {
  type FactsOutcome,
  type MessagesReport,
  type SessionIntakeParts,
  type SessionScope,
  takeInEnd,
  takeInFacts,
  takeInMessages,
} from "./ingest/takeInSession.ts";
import { Organizations } from "./reads/index.ts";
import type { OfficeStore } from "./store/officeStore.ts";

/** Records in. Each item has its own outcome; the promise resolves when the good ones are durable. */
export const recordsIn = (items: readonly RawItem[], scope: IngestScope, parts: IngestParts, dryRun: boolean): Promise<ItemOutcome[]> =>
  takeIn(items, scope, parts, dryRun);

/** The same for a stream of lines of any length. */
export const linesIn = (lines: AsyncIterable<Buffer>, scope: IngestScope, parts: IngestParts, dryRun: boolean): Promise<LinesReport> =>
  takeInLines(lines, scope, parts, dryRun);

/** What somebody says about a session. Resolves when it is durable; a projection follows. */
export const factsIn = (body: unknown, scope: SessionScope, parts: SessionIntakeParts): Promise<FactsOutcome> =>
  takeInFacts(body, scope, parts);

export const endIn = (body: unknown, scope: SessionScope, parts: SessionIntakeParts): Promise<FactsOutcome> =>
  takeInEnd(body, scope, parts);

/** What was said in a session, all or none. */
export const messagesIn = (body: unknown, scope: SessionScope, parts: SessionIntakeParts): Promise<MessagesReport> =>
  takeInMessages(body, scope, parts);

/** The words that both directions share: each organization's record types, rates and currency. */
export const organizationsOf = (office: OfficeStore): Organizations => new Organizations(office, BUILT_IN_RECORD_TYPES);
