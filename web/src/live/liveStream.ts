import { meQuery } from "../api/signIn.ts";
import { queries } from "../queries.ts";

/** What the server tells when something of a session changed; it carries none of it. */
export interface SessionChange {
  readonly kind: string;
  readonly id: string;
  readonly merged_into: string | null;
}

export type LiveStatus = "off" | "connecting" | "live" | "reconnecting";

export interface LiveListener {
  changed(change: SessionChange): void;
  /** More was missed than is told again: read everything anew. */
  reset(): void;
}

const RETRY_MIN_MS = 1_000;
const RETRY_MAX_MS = 30_000;

/**
 * The one event stream of this page. It is open while somebody listens and the page is in sight: browsers allow six
 * connections to a server over plain HTTP, and tabs in the background must not take them all. Coming back, it goes on
 * after the last event that it had read.
 */
class LiveStream {
  readonly #listeners = new Set<LiveListener>();
  readonly #watchers = new Set<() => void>();
  #source: EventSource | undefined;
  #lastEventId = "";
  #wasLive = false;
  #status: LiveStatus = "off";
  #retryMs = RETRY_MIN_MS;
  #retryTimer: number | undefined;

  constructor() {
    document.addEventListener("visibilitychange", () => this.#openOrClose());
  }

  listen(listener: LiveListener): () => void {
    this.#listeners.add(listener);
    this.#openOrClose();
    return () => {
      this.#listeners.delete(listener);
      this.#openOrClose();
    };
  }

  /** Whoever signs in next must not go on where another left off. */
  forget(): void {
    this.#close();
    this.#lastEventId = "";
    this.#wasLive = false;
    this.#openOrClose();
  }

  readonly status = (): LiveStatus => this.#status;

  readonly watchStatus = (watcher: () => void): (() => void) => {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  };

  #openOrClose(): void {
    const isWanted = this.#listeners.size > 0 && document.visibilityState === "visible";
    if (!isWanted) this.#close();
    else if (this.#source === undefined && this.#retryTimer === undefined) this.#open();
  }

  #open(): void {
    this.#show(this.#status === "off" ? "connecting" : "reconnecting");
    const after = this.#lastEventId === "" ? "" : `?last_event_id=${encodeURIComponent(this.#lastEventId)}`;
    const source = new EventSource(`/v1/stream${after}`);
    this.#source = source;
    source.addEventListener("open", () => {
      this.#retryMs = RETRY_MIN_MS;
      // Without an event to go on after, what happened while it was closed is told to nobody.
      if (this.#wasLive && this.#lastEventId === "") for (const { reset } of this.#listeners) reset();
      this.#wasLive = true;
      this.#show("live");
    });
    source.addEventListener("session", (event) => {
      this.#lastEventId = event.lastEventId;
      const change = JSON.parse(event.data as string) as SessionChange;
      for (const { changed } of this.#listeners) changed(change);
    });
    // Changes of records show in their sessions; only the place in the stream counts.
    for (const name of ["event", "heartbeat"]) {
      source.addEventListener(name, (event) => {
        if (event.lastEventId !== "") this.#lastEventId = event.lastEventId;
      });
    }
    source.addEventListener("reset", (event) => {
      this.#lastEventId = event.lastEventId;
      for (const { reset } of this.#listeners) reset();
    });
    source.addEventListener("error", () => {
      this.#show("reconnecting");
      // The browser comes back by itself after a cut, but not after a refusal.
      if (source.readyState === EventSource.CLOSED) this.#retryLater();
    });
  }

  #retryLater(): void {
    this.#source = undefined;
    // Whose key no longer counts is led to sign in by this read.
    queries.fetchQuery({ ...meQuery, staleTime: 0 }).catch(() => undefined);
    this.#retryTimer = window.setTimeout(() => {
      this.#retryTimer = undefined;
      this.#openOrClose();
    }, this.#retryMs);
    this.#retryMs = Math.min(this.#retryMs * 2, RETRY_MAX_MS);
  }

  #close(): void {
    window.clearTimeout(this.#retryTimer);
    this.#retryTimer = undefined;
    this.#source?.close();
    this.#source = undefined;
    this.#show("off");
  }

  #show(status: LiveStatus): void {
    if (status === this.#status) return;
    this.#status = status;
    for (const watcher of this.#watchers) watcher();
  }
}

export const liveStream = new LiveStream();
