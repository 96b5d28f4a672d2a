import { useEffect, useEffectEvent } from "react";
import { liveStream } from "../../live/liveStream.ts";

/** Reads anew as soon as the stream is cut: only then does one know whether the server still answers. */
export function useReadAfterCuts(readAnew: () => void): void {
  const read = useEffectEvent(readAnew);
  useEffect(
    () =>
      liveStream.watchStatus(() => {
        if (liveStream.status() === "reconnecting") read();
      }),
    [],
  );
}
