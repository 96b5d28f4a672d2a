import { useEffect, useEffectEvent, useMemo, useState } from "react";
import type { AxisModel } from "./axisModel.ts";
import { usePlayback } from "./playback.ts";
import { lengthOf, moveInto, type Span, showing, zoom } from "./scale.ts";

export interface AxisView {
  readonly view: Span;
  readonly isWhole: boolean;
  zoomBy(factor: number, aroundMs?: number): void;
  panBy(ms: number): void;
  /** The conversation fills the view. */
  readonly isConversation: boolean;
  showWhole(): void;
  showConversation(): void;
  /** Brings a time into sight. */
  reveal(atMs: number): void;
}

/** The part of the axis that is in sight; it follows the position. It begins with the conversation where that is a small part. */
export function useAxisView({ whole, conversation }: Pick<AxisModel, "whole" | "conversation">): AxisView {
  const playback = usePlayback();
  const [chosen, setChosen] = useState<Span | "whole" | "conversation">("conversation");
  const view = useMemo(() => {
    if (chosen === "conversation") return conversation ?? whole;
    return chosen === "whole" ? whole : moveInto(chosen, whole);
  }, [chosen, whole, conversation]);
  const isWhole = view === whole;
  const reveal = (atMs: number): void => {
    const next = showing(view, whole, atMs);
    if (next !== view) setChosen(next);
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
    setChosen(lengthOf(next) >= lengthOf(whole) * 0.999 ? "whole" : next);
  };
  const panBy = (ms: number): void => {
    if (!isWhole) setChosen(moveInto({ startMs: view.startMs + ms, endMs: view.endMs + ms }, whole));
  };
  return {
    ...{ view, isWhole, isConversation: view === conversation, zoomBy, panBy, reveal },
    showWhole: () => setChosen("whole"),
    showConversation: () => setChosen("conversation"),
  };
}
