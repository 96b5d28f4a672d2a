import { Button } from "../../components/button.tsx";
import { faultText } from "../../components/notice.tsx";
import { LOCALE } from "../../locale.ts";
import type { SessionRows } from "./sessionRows.ts";

const NUMBER = new Intl.NumberFormat(LOCALE);
/** Fewer rows than these are there before anybody could read about them. */
const FAR_ROWS = 2_000;

/** New sessions wait here, so that nothing moves under somebody's eyes. */
export function NewRows({ list, show }: { readonly list: SessionRows; show(): void }) {
  const count = list.newcomers.length;
  return (
    <div role="status" className="shrink-0">
      {count === 0 ? null : (
        <button
          type="button"
          className="flex h-8 w-full cursor-pointer items-center justify-center gap-1 border-t border-line bg-selected font-medium text-accent hover:underline"
          onClick={show}
        >
          {count === 1 ? "1 new session" : `${NUMBER.format(count)} new sessions`} — show
          <kbd className="ml-1 rounded border border-edge px-1 font-mono text-xs max-sm:hidden">r</kbd>
        </button>
      )}
    </div>
  );
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
