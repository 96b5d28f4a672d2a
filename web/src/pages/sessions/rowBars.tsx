import { useEffect, useRef, useState } from "react";
import { Button } from "../../components/button.tsx";
import { faultText } from "../../components/notice.tsx";
import type { SessionRows } from "./sessionRows.ts";

const NUMBER = new Intl.NumberFormat();
/** Fewer rows than these are there before anybody could read about them. */
const FAR_ROWS = 2_000;

/** So often at most it is read out that more came in. */
const SPEAK_MS = 30_000;

/** New sessions wait here, over the table's edge and beside the sums, so that nothing moves under somebody's eyes. */
export function NewRows({ list, show }: { readonly list: SessionRows; show(): void }) {
  const count = list.newcomers.length;
  const words = count === 1 ? "1 new session" : `${NUMBER.format(count)} new sessions`;
  const spoken = useSeldom(count === 0 ? "" : words);
  return (
    <>
      <p role="status" className="sr-only">
        {spoken}
      </p>
      {count === 0 ? null : (
        <button
          type="button"
          className="absolute right-4 bottom-1 z-20 flex h-7 cursor-pointer items-center gap-1.5 rounded-full border border-accent bg-selected px-3 font-medium text-accent tabular-nums shadow-sm hover:underline sm:right-6"
          onClick={show}
        >
          {words} — show
          <kbd className="rounded border border-edge px-1 font-mono text-xs max-sm:hidden">r</kbd>
        </button>
      )}
    </>
  );
}

/** A text as it was first, and then as it is every half minute; at once when there is nothing to say. */
function useSeldom(text: string): string {
  const [said, setSaid] = useState(text);
  const latest = useRef(text);
  latest.current = text;
  useEffect(() => {
    if (text === "" || said === "") setSaid(text);
  }, [text, said]);
  const isSaying = said !== "";
  useEffect(() => {
    if (!isSaying) return;
    const timer = window.setInterval(() => setSaid(latest.current), SPEAK_MS);
    return () => window.clearInterval(timer);
  }, [isSaying]);
  return said;
}

/** Whoever scrolls far waits for the rows between; the other end of the list is nearer. */
export function FarRows({ list, reverse }: { readonly list: SessionRows; reverse(): void }) {
  const { error, rows, wantedCount, totals, isLoading } = list;
  if (error !== undefined && rows.length > 0) {
    return (
      <div role="alert" className={BAR}>
        <span className="text-danger">{faultText(error)}</span>
        <Button onClick={() => list.retry()}>Try again</Button>
      </div>
    );
  }
  const missing = Math.min(wantedCount, totals?.count ?? 0) - rows.length;
  if (!isLoading || missing < FAR_ROWS) return null;
  return (
    <div role="status" className={BAR}>
      <span className="tabular-nums">
        Loading: {NUMBER.format(rows.length)} of {NUMBER.format(rows.length + missing)} rows
      </span>
      <Button onClick={reverse}>Start at the other end</Button>
    </div>
  );
}

const BAR = "flex min-h-11 shrink-0 flex-wrap items-center justify-center gap-x-4 gap-y-1 border-t border-line bg-surface px-4 py-1";
