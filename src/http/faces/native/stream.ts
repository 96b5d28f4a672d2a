import { formatTime } from "../../../domain/time.ts";
import type { ChangedRecord, StreamPosition } from "../../../reads/readChanges.ts";
import type { SessionChange } from "../../../store/conversationStore.ts";
import type { StreamFace } from "../../eventStream.ts";

const NO_RECORDS_YET = "0:0";

/** Sessions and records as they change. Events say what changed and where to read it; they carry none of it. */
export const nativeStream: StreamFace = {
  name: "native",
  followsRecords: true,
  present: async ({ changes, records, from, next }) => {
    const ofSessions = changes.map((change) => ({
      id: idOf({ change: change.key, records: from.records }),
      change: change.key,
      event: "session",
      data: JSON.stringify(sessionData(change)),
    }));
    // Where one record stands in their feed is not told, so only the last is known to be behind all of them.
    const ofRecords = records.map((record, index) => ({
      id: idOf({ change: next.change, records: index === records.length - 1 ? next.records : from.records }),
      change: null,
      event: "event",
      data: JSON.stringify(recordData(record)),
    }));
    return [...ofSessions, ...ofRecords];
  },
  idOf,
  heartbeat: (nowMs) => ({ event: "heartbeat", data: JSON.stringify({ at: formatTime(nowMs) }) }),
};

function idOf({ change, records }: StreamPosition): string {
  return `${change}-${records ?? NO_RECORDS_YET}`;
}

/** Undefined for what was never given out as an id: such a client starts from now. */
export function readEventId(text: string | undefined): StreamPosition | undefined {
  const match = /^(\d{1,15})-(\d{1,15}:\d{1,15})$/.exec(text ?? "");
  return match?.[2] === undefined ? undefined : { change: Number(match[1]), records: match[2] };
}

const sessionData = (change: SessionChange) => ({
  kind: change.kind,
  id: change.sessionId,
  at: formatTime(change.atMs),
  message_id: change.kind === "message" ? change.subject : null,
  merged_into: change.kind === "merged" ? change.subject : null,
  links: { self: `/v1/sessions/${encodeURIComponent(change.sessionId)}` },
});

const recordData = ({ type, id, kind }: ChangedRecord) => ({
  record_type: type,
  id,
  kind,
  links: { self: `/v1/records/${encodeURIComponent(type)}/${encodeURIComponent(id)}` },
});
