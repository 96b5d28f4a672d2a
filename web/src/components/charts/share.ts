/** A whole of nothing, or less, has no shares. */
export const shareOf = (part: number, whole: number): number | null => (whole > 0 ? part / whole : null);

/** 12.3 %; what is there but less than a tenth of a percent is told as such. */
export function shareText(share: number): string {
  const percent = Math.abs(share) * 100;
  const text = percent > 0 && percent < 0.1 ? "< 0.1" : percent.toFixed(1);
  return `${share < 0 ? "−" : ""}${text} %`;
}
