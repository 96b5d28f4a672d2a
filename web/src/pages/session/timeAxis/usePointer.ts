import { type RefObject, useEffect, useEffectEvent } from "react";
import type { AxisView } from "./axisView.ts";
import type { Playback } from "./playback.ts";
import { lengthOf, type Scale, type Span } from "./scale.ts";

const ZOOM_PER_PX = 0.0025;

interface PointerParts {
  /** All lanes with their names. */
  readonly plot: RefObject<HTMLElement | null>;
  /** As wide as the drawing, and where it is. */
  readonly strip: RefObject<HTMLElement | null>;
  readonly scale: Scale;
  readonly whole: Span;
  readonly axis: AxisView;
  readonly playback: Playback;
}

/** Space plays and pauses, plus and minus zoom. Pressing or drawing anywhere on the lanes moves the position; the wheel zooms with Ctrl, and moves along with Shift. */
export function usePointer({ plot, strip, scale, whole, axis, playback }: PointerParts): void {
  const timeUnder = (clientX: number): number => {
    const { left = 0 } = strip.current?.getBoundingClientRect() ?? {};
    return Math.min(Math.max(whole.startMs, scale.timeOf(clientX - left)), whole.endMs);
  };
  const move = useEffectEvent((event: PointerEvent) => playback.seek(timeUnder(event.clientX)));
  const isOnStrip = useEffectEvent((event: PointerEvent) => {
    const { left = 0, right = 0 } = strip.current?.getBoundingClientRect() ?? {};
    return event.button === 0 && event.clientX >= left && event.clientX <= right;
  });
  const turnWheel = useEffectEvent((event: WheelEvent) => {
    if (event.ctrlKey || event.metaKey) axis.zoomBy(Math.exp(event.deltaY * ZOOM_PER_PX), timeUnder(event.clientX));
    else if (axis.isWhole || (!event.shiftKey && Math.abs(event.deltaX) <= Math.abs(event.deltaY))) return;
    else axis.panBy(((event.deltaX + (event.shiftKey ? event.deltaY : 0)) * lengthOf(axis.view)) / Math.max(1, scale.widthPx));
    event.preventDefault();
  });
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (event.key === " ") playback.toggle();
    else if (event.key === "+") axis.zoomBy(1 / 2);
    else if (event.key === "-") axis.zoomBy(2);
    else return;
    event.preventDefault();
  });
  useEffect(() => {
    const box = plot.current;
    if (box === null) return;
    const ending = new AbortController();
    const { signal } = ending;
    let pointer: number | null = null;
    const leave = (): void => {
      pointer = null;
    };
    box.addEventListener(
      "pointerdown",
      (event) => {
        if (!isOnStrip(event)) return;
        pointer = event.pointerId;
        box.setPointerCapture(event.pointerId);
        move(event);
      },
      { signal },
    );
    box.addEventListener("pointermove", (event) => event.pointerId === pointer && move(event), { signal });
    box.addEventListener("pointerup", leave, { signal });
    box.addEventListener("pointercancel", leave, { signal });
    box.addEventListener("keydown", press, { signal });
    // Not passive: the browser must not zoom the whole page meanwhile.
    box.addEventListener("wheel", turnWheel, { signal, passive: false });
    return () => ending.abort();
  }, [plot]);
}
