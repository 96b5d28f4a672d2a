import { shareOf, shareText } from "./share.ts";

/** How much of the whole a part is: a bar, and the same in words. A whole of nothing, or less, has no shares. */
export function ShareBar({ part, whole }: { readonly part: number; readonly whole: number }) {
  const share = shareOf(part, whole);
  if (share === null) return null;
  return (
    <span className="flex items-center justify-end gap-2">
      <span aria-hidden="true" className="hidden h-2 w-24 shrink-0 overflow-hidden rounded-full bg-raised sm:block xl:w-40">
        <span
          className={`block h-full min-w-px rounded-full ${share < 0 ? "bg-danger" : "bg-accent"}`}
          style={{ width: `${Math.min(100, Math.abs(share) * 100)}%` }}
        />
      </span>
      <span className="w-16 text-right whitespace-nowrap tabular-nums">{shareText(share)}</span>
    </span>
  );
}
