import { useEffect, useEffectEvent, useMemo, useState } from "react";
import { usePlayback } from "./playback.ts";
import { lengthOf, moveInto, type Span, showing, zoom } from "./scale.ts";

export interface AxisView {
  readonly view: Span;
  readonly isWhole: boolean;
  zoomBy(factor: number, aroundMs?: number): void;
  panBy(ms: number): void;
  showWhole(): void;
  /** Brings a time into sight. */
  reveal(atMs: number): void;
}

/** The part of the axis that is in sight; it follows the position. */
export function useAxisView(whole: Span): AxisView {
  const playback = usePlayback();
  const [chosen, setChosen] = useState<Span | null>(null);
  const view = useMemo(() => (chosen === null ? whole : moveInto(chosen, whole)), [chosen, whole]);
  const reveal = (atMs: number): void => {
    if (chosen !== null) setChosen(showing(view, whole, atMs));
  };
  const follow = useEffectEvent(reveal);
  useEffect(() => {
    let lastMs = playback.state().positionMs;
    return playback.subscribe(() => {
      const { positionMs } = playback.state();
      if (positionMs !== lastMs) follow(positionMs);
      lastMs = positionMs;
    });
  }, [playback]);
  const zoomBy = (factor: number, aroundMs?: number): void => {
    const { positionMs } = playback.state();
    const isInSight = positionMs >= view.startMs && positionMs <= view.endMs;
    const around = aroundMs ?? (isInSight ? positionMs : (view.startMs + view.endMs) / 2);
    const next = zoom(view, whole, factor, around);
    setChosen(lengthOf(next) >= lengthOf(whole) * 0.999 ? null : next);
  };
  const panBy = (ms: number): void => {
    if (chosen !== null) setChosen(moveInto({ startMs: view.startMs + ms, endMs: view.endMs + ms }, whole));
  };
  return { view, isWhole: chosen === null, zoomBy, panBy, showWhole: () => setChosen(null), reveal };
}
