import { formatTime } from "../../../domain/time.ts";
import type { Ask } from "../../../reads/index.ts";
import type { StreamPosition } from "../../../reads/readChanges.ts";
import type { StreamFace } from "../../eventStream.ts";
import type { agntixOperations } from "./operations.ts";
import type { PresentedEvent } from "./streamEvents.ts";

/** The contract's events of sessions and messages; an id is the place in the log of changes. */
export const agntixStream = (ask: Ask<typeof agntixOperations>): StreamFace => ({
  name: "agntix",
  followsRecords: false,
  present: async ({ changes }, { organization, publicAddress }) => {
    const events = JSON.parse(await ask("agntix.events", { organization, changes, publicAddress })) as PresentedEvent[];
    return events.map(({ key, event, data }) => ({ id: String(key), change: key, event, data }));
  },
  idOf: ({ change }) => String(change),
  heartbeat: (nowMs) => ({ event: "heartbeat", data: JSON.stringify({ timestamp: formatTime(nowMs) }) }),
});

/** Undefined for what was never given out as an id: such a client starts from now. */
export function readEventId(text: string | undefined): StreamPosition | undefined {
  return text !== undefined && /^\d{1,15}$/.test(text) ? { change: Number(text), records: null } : undefined;
}
