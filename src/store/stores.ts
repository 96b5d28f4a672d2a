import type { ConversationStore } from "./conversationStore.ts";
import type { OfficeStore } from "./officeStore.ts";
import type { RecordStore } from "./recordStore.ts";

export interface StoreHealth {
  readonly engine: "sqlite" | "postgresql";
  /** Newest migration applied. */
  readonly version: number;
  readonly sizeBytes: number;
}

/** The ports of one opened database. No port assumes a transaction that spans two of them. */
export interface Stores extends AsyncDisposable {
  readonly records: RecordStore;
  readonly conversations: ConversationStore;
  readonly office: OfficeStore;
  /** One cheap round trip, for readiness. @throws AppError STORE_UNAVAILABLE */
  health(): Promise<StoreHealth>;
}

/**
 * `write`: migrates, and may read and write. `read`: for reader threads; refuses writes, never migrates.
 * Either works in whichever thread it was opened in; on SQLite reads run in that very thread.
 */
export type OpenMode = "write" | "read";
