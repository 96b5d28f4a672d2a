import { useSyncExternalStore } from "react";
import { type LiveStatus, liveStream } from "./liveStream.ts";

const WORDS: Readonly<Record<LiveStatus, readonly [sign: string, word: string, look: string, about: string]>> = {
  live: ["●", "Live", "text-accent", "What changes shows by itself."],
  connecting: ["○", "Connecting", "text-muted", "Changes will show by themselves in a moment."],
  reconnecting: ["○", "Reconnecting", "text-warn", "The connection was cut. What was missed is made up for when it is back."],
  off: ["○", "Paused", "text-muted", "Changes are not followed now."],
};

/** Whether what is shown follows what happens. */
export function LiveStatusSign() {
  const status = useSyncExternalStore(liveStream.watchStatus, liveStream.status);
  const [sign, word, look, about] = WORDS[status];
  return (
    <span role="status" title={about} className={`inline-flex sm:w-28 items-center gap-1.5 text-xs ${look}`}>
      <span aria-hidden="true">{sign}</span>
      <span>{word}</span>
    </span>
  );
}
