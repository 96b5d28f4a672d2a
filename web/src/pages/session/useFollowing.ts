import { type RefObject, useEffect, useEffectEvent, useState } from "react";
import { usePlayback, usePlaybackPart } from "./timeAxis/playback.ts";

const SCROLLING_KEYS = new Set(["ArrowUp", "ArrowDown", "PageUp", "PageDown", "Home", "End", " "]);

/**
 * Keeps the lit turn in the middle of its box: after every move, and while it plays, unless the reader scrolled by hand or asked for
 * less motion.
 */
export function useFollowing(scroller: RefObject<HTMLElement | null>, lit: string | undefined): { isFree: boolean; follow: () => void } {
  const playback = usePlayback();
  const seeks = usePlaybackPart((state) => state.seeks);
  const [isFree, setFree] = useState(false);

  const show = useEffectEvent((behavior: ScrollBehavior) => {
    const box = scroller.current;
    const item = box?.querySelector<HTMLElement>("[data-lit]");
    if (box == null || item == null) return;
    box.scrollTo({ top: item.offsetTop - (box.clientHeight - item.offsetHeight) / 2, behavior });
  });
  useEffect(() => {
    if (seeks === 0) return;
    setFree(false);
    show("instant");
  }, [seeks]);
  const followPlaying = useEffectEvent(() => {
    const isStill = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (playback.state().isPlaying && !isFree && !isStill) show("smooth");
  });
  useEffect(() => {
    if (lit !== undefined) followPlaying();
  }, [lit]);

  useEffect(() => {
    const box = scroller.current;
    if (box === null) return;
    const ending = new AbortController();
    const options = { signal: ending.signal, passive: true };
    const free = (): void => setFree(playback.state().isPlaying);
    box.addEventListener("wheel", free, options);
    box.addEventListener("touchmove", free, options);
    box.addEventListener("keydown", ({ key }) => SCROLLING_KEYS.has(key) && free(), options);
    return () => ending.abort();
  }, [scroller, playback]);

  return {
    isFree,
    follow: () => {
      setFree(false);
      show("instant");
    },
  };
}
