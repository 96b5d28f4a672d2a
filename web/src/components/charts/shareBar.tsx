/** How much of the whole a part is: a bar, and the same in words. A whole of nothing, or less, has no shares. */
export function ShareBar({ part, whole }: { readonly part: number; readonly whole: number }) {
  const share = shareOf(part, whole);
  if (share === null) return null;
  return (
    <span className="flex items-center justify-end gap-2">
      <span aria-hidden="true" className="hidden h-2 w-24 shrink-0 overflow-hidden rounded-full bg-raised sm:block xl:w-40">
        <span
          className={`block h-full min-w-px rounded-full ${share < 0 ? "bg-danger" : "bg-series-1"}`}
          style={{ width: `${Math.min(100, Math.abs(share) * 100)}%` }}
        />
      </span>
      <span className="w-14 text-right tabular-nums">{shareText(share)}</span>
    </span>
  );
}

export const shareOf = (part: number, whole: number): number | null => (whole > 0 ? part / whole : null);

/** 12.3 %; what is there but less than a tenth of a percent is told as such. */
export function shareText(share: number): string {
  const percent = Math.abs(share) * 100;
  const text = percent > 0 && percent < 0.1 ? "< 0.1" : percent.toFixed(1);
  return `${share < 0 ? "−" : ""}${text} %`;
}
