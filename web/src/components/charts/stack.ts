export interface Band {
  readonly from: number;
  readonly to: number;
}

/**
 * For each series the band that it takes in each bucket. What is above zero grows upwards, what is below (refunds) grows
 * downwards, each from zero: so no band hides another, and a refund is seen as what it is.
 */
export function stackOf(series: readonly (readonly number[])[]): Band[][] {
  const above: number[] = [];
  const below: number[] = [];
  return series.map((values) =>
    values.map((value, index) => {
      const side = value < 0 ? below : above;
      const from = side[index] ?? 0;
      side[index] = from + value;
      return { from, to: from + value };
    }),
  );
}

/** The lowest and the highest that any band reaches; zero is always among them. */
export function extentOf(bands: readonly (readonly Band[])[]): readonly [number, number] {
  let [low, high] = [0, 0];
  for (const band of bands.flat()) {
    low = Math.min(low, band.to);
    high = Math.max(high, band.to);
  }
  return [low, high];
}

/** The bucket in which a series is thickest. */
export function thickestOf(bands: readonly Band[]): number {
  const size = ({ from, to }: Band): number => Math.abs(to - from);
  let thickest = 0;
  bands.forEach((band, index) => {
    const best = bands[thickest];
    if (best !== undefined && size(band) > size(best)) thickest = index;
  });
  return thickest;
}
