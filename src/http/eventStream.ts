import type { FastifyReply, FastifyRequest } from "fastify";
import type { ChangedRecord, StreamPosition } from "../reads/readChanges.ts";
import type { SessionChange } from "../store/conversationStore.ts";

/** What happened in one organization between two positions. */
export interface StreamBatch {
  readonly changes: readonly SessionChange[];
  readonly records: readonly ChangedRecord[];
  readonly from: StreamPosition;
  readonly next: StreamPosition;
}

export interface StreamEvent {
  /** What a client sends back as `Last-Event-ID` to go on after this event. */
  readonly id: string;
  /** Of the session change that it tells; null for events of records. */
  readonly change: number | null;
  readonly event: string;
  /** JSON text. */
  readonly data: string;
}

/** How a face tells of changes. */
export interface StreamFace {
  readonly name: string;
  /** True: it tells of records as well, so its positions say where in their feed they are. */
  readonly followsRecords: boolean;
  /** The same for all listeners with this organization and address. */
  present(batch: StreamBatch, audience: StreamAudience): Promise<StreamEvent[]>;
  /** A position as the id that clients send back. */
  idOf(position: StreamPosition): string;
  /** The event that keeps a quiet connection alive. */
  heartbeat(nowMs: number): Pick<StreamEvent, "event" | "data">;
}

export interface StreamAudience {
  readonly organization: string;
  /** Scheme and host by which these listeners reach the server. */
  readonly publicAddress: string;
}

/** The wire to one listener. */
export interface StreamSink {
  readonly isClosed: boolean;
  write(text: string): void;
  /** Resolves when the listener has taken what was written, or is gone. */
  drained(): Promise<void>;
  end(): void;
  /** Called once, whoever ended it. */
  onClose(work: () => void): void;
}

export interface StreamListener extends StreamAudience {
  readonly face: StreamFace;
  /** Undefined: from now on. */
  readonly after: StreamPosition | undefined;
  /** Asked again and again while the stream goes on: throws when who opened it may read no longer. */
  askAuthority(): Promise<void>;
  /** Opens the wire, once there is a place for this listener and nothing that follows can be missed. */
  open(): StreamSink;
}

/** Follows what changes, for all streams of this process together. */
export interface EventStreams {
  /** @throws AppError STREAMS_MAX, or a store error when the position cannot be read */
  listen(listener: StreamListener): Promise<void>;
  /** Asks every stream's authority now, for somebody's has just ended; it is asked once a second anyway. */
  recheck(): void;
  /** Ends every stream; later ones are refused. */
  close(): void;
}

/** A listener that leaves more than this unread is dropped. It comes back with `Last-Event-ID` and misses nothing. */
export const LISTENER_BUFFER_BYTES_MAX = 262_144;
/** How long clients wait before they come back to a stream that ended. */
const RETRY_MS = 3_000;

export const eventText = ({ id, event, data }: Pick<StreamEvent, "id" | "event" | "data">): string =>
  `id: ${id}\nevent: ${event}\ndata: ${data}\n\n`;

/** Takes the reply out of Fastify's hands and answers with an event stream, with the headers that were set so far. */
export function openEventStream(reply: FastifyReply): StreamSink {
  reply.hijack();
  const { raw } = reply;
  raw.writeHead(200, {
    ...(reply.getHeaders() as Record<string, string>),
    "content-type": "text/event-stream; charset=utf-8",
    "cache-control": "no-store",
    "x-accel-buffering": "no",
  });
  raw.socket?.setNoDelay(true);
  let isClosed = false;
  raw.once("close", () => {
    isClosed = true;
  });
  // A reset by the listener is an end like any other; without a handler it would end the process.
  raw.on("error", () => raw.destroy());
  const sink: StreamSink = {
    get isClosed() {
      return isClosed;
    },
    write: (text) => {
      if (isClosed || text === "") return;
      // What was left unread before decides, not the size of what comes now: one batch may be large.
      if (raw.writableLength > LISTENER_BUFFER_BYTES_MAX) raw.destroy();
      else raw.write(text);
    },
    drained: () =>
      isClosed || !raw.writableNeedDrain
        ? Promise.resolve()
        : new Promise((resolve) => {
            raw.once("drain", resolve);
            raw.once("close", resolve);
          }),
    end: () => {
      isClosed = true;
      raw.end();
    },
    onClose: (work) => void raw.once("close", work),
  };
  sink.write(`retry: ${RETRY_MS}\n`);
  return sink;
}

/** What the client read last, by header or, for clients that cannot set one, by parameter. */
export function lastEventIdOf(request: FastifyRequest): string | undefined {
  const header = request.headers["last-event-id"];
  if (typeof header === "string" && header !== "") return header;
  const { last_event_id: parameter } = request.query as { readonly last_event_id?: unknown };
  return typeof parameter === "string" && parameter !== "" ? parameter : undefined;
}
