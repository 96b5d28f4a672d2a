import { createContext, useContext, useSyncExternalStore } from "react";

export interface PlaybackState {
  /** Milliseconds from the session's start. */
  readonly positionMs: number;
  readonly isPlaying: boolean;
  readonly rate: number;
  /** Rises with every move that somebody asked for; playing on is none. */
  readonly seeks: number;
  /** Why nothing is heard. */
  readonly fault: string | null;
}

const UNHEARD = "The recording does not play in this browser. Download it, or read along on the axis.";

/** The one clock of a session's page. The recording is its source where there is one; it is taken to begin with the session. */
export class Playback {
  #state: PlaybackState = { positionMs: 0, isPlaying: false, rate: 1, seeks: 0, fault: null };
  readonly #listeners = new Set<() => void>();
  #audio: HTMLAudioElement | null = null;
  #frame = 0;

  /** For useSyncExternalStore, hence bound. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
  readonly state = (): PlaybackState => this.#state;

  /** Takes the clock from an audio element until the returned function is called. */
  attach(audio: HTMLAudioElement): () => void {
    const ending = new AbortController();
    const { signal } = ending;
    this.#audio = audio;
    audio.playbackRate = this.#state.rate;
    this.#place(this.#state.positionMs);
    audio.addEventListener("play", () => this.#began(), { signal });
    audio.addEventListener("pause", () => this.#stopped(), { signal });
    audio.addEventListener("ended", () => this.#stopped(), { signal });
    audio.addEventListener("error", () => this.#set({ fault: UNHEARD, isPlaying: false }), { signal });
    return () => {
      ending.abort();
      cancelAnimationFrame(this.#frame);
      audio.pause();
      this.#audio = null;
      this.#set({ isPlaying: false });
    };
  }

  seek(toMs: number): void {
    this.#place(toMs);
    this.#set({ positionMs: toMs, seeks: this.#state.seeks + 1 });
  }

  /** Plays from the position on, or from the beginning where the recording has nothing at it. */
  toggle(): void {
    const audio = this.#audio;
    if (audio === null) return;
    if (!audio.paused) {
      audio.pause();
      return;
    }
    if (!this.#isHeardAt(this.#state.positionMs)) this.seek(0);
    audio.play().catch((error: unknown) => {
      // Pausing at once breaks the start off, which is what was asked for.
      if (!(error instanceof DOMException && error.name === "AbortError")) this.#set({ fault: UNHEARD });
    });
  }

  setRate(rate: number): void {
    if (this.#audio !== null) this.#audio.playbackRate = rate;
    this.#set({ rate });
  }

  #isHeardAt(atMs: number): boolean {
    const { duration = Number.NaN } = this.#audio ?? {};
    return atMs >= 0 && (Number.isNaN(duration) || atMs < duration * 1_000 - 50);
  }

  #place(atMs: number): void {
    const audio = this.#audio;
    if (audio === null) return;
    if (this.#isHeardAt(atMs)) audio.currentTime = atMs / 1_000;
    else audio.pause();
  }

  #began(): void {
    this.#set({ isPlaying: true, fault: null });
    cancelAnimationFrame(this.#frame);
    const follow = (): void => {
      if (this.#audio === null || this.#audio.paused) return;
      this.#set({ positionMs: this.#audio.currentTime * 1_000 });
      this.#frame = requestAnimationFrame(follow);
    };
    this.#frame = requestAnimationFrame(follow);
  }

  #stopped(): void {
    cancelAnimationFrame(this.#frame);
    const { positionMs } = this.#state;
    const wasHeard = this.#audio !== null && (this.#audio.ended || this.#isHeardAt(positionMs));
    this.#set({ isPlaying: false, positionMs: wasHeard ? (this.#audio?.currentTime ?? 0) * 1_000 : positionMs });
  }

  #set(change: Partial<PlaybackState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }
}

export const PlaybackContext = createContext<Playback | null>(null);

/** @throws Error outside of a session's page */
export function usePlayback(): Playback {
  const playback = useContext(PlaybackContext);
  if (playback === null) throw new Error("There is a clock only on the page of a session.");
  return playback;
}

/** A part of the clock's state; what uses it is drawn again only when that part changes. */
export function usePlaybackPart<Part extends string | number | boolean | null | undefined>(pick: (state: PlaybackState) => Part): Part {
  const playback = usePlayback();
  return useSyncExternalStore(playback.subscribe, () => pick(playback.state()));
}
