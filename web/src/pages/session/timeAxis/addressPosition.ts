import { useNavigate, useRouter, useSearch } from "@tanstack/react-router";
import { useEffect, useEffectEvent, useRef } from "react";
import type { Message } from "../../../api/native.generated.ts";
import type { Playback } from "./playback.ts";

const WRITE_AFTER_MS = 250;
const WRITE_WHILE_PLAYING_MS = 1_000;

/** The position stands in the address, and moves with it: `at` is a time, `message` a turn. */
export function useAddressPosition(playback: Playback, messages: readonly Message[]): void {
  const { at, message } = useSearch({ from: "/signedIn/sessions/$id" });
  const navigate = useNavigate({ from: "/sessions/$id" });
  const router = useRouter();
  const written = useRef<number | undefined>(undefined);

  const goToTurn = useEffectEvent((id: string) => {
    const turn = messages.find((known) => known.id === id);
    if (turn !== undefined) playback.seek(turn.start_ms ?? turn.offset_ms);
  });
  useEffect(() => {
    if (message !== undefined) goToTurn(message);
  }, [message]);
  // After the turn, for a time is more exact.
  useEffect(() => {
    if (at === undefined || at === written.current) return;
    written.current = at;
    playback.seek(at);
  }, [at, playback]);

  const write = useEffectEvent((pathname: string) => {
    const nowMs = Math.round(playback.state().positionMs);
    // Somebody who has gone on to another page is not called back.
    if (nowMs === written.current || router.latestLocation.pathname !== pathname) return;
    written.current = nowMs;
    void navigate({ search: (before) => ({ ...before, at: nowMs }), replace: true, resetScroll: false });
  });
  useEffect(() => {
    const { pathname } = router.latestLocation;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let lastMs = playback.state().positionMs;
    const unsubscribe = playback.subscribe(() => {
      const { positionMs, isPlaying } = playback.state();
      if (positionMs === lastMs) return;
      lastMs = positionMs;
      timer ??= setTimeout(
        () => {
          timer = undefined;
          write(pathname);
        },
        isPlaying ? WRITE_WHILE_PLAYING_MS : WRITE_AFTER_MS,
      );
    });
    return () => {
      unsubscribe();
      clearTimeout(timer);
    };
  }, [playback, router]);
}
