/** A hash of a link value that a plain JavaScript number holds exactly: 0 to 2^53 - 1. */
export type LinkHash = (value: string) => number;

const LOW_SEED = 0x9e3779b9;
const HIGH_SEED = 0x85ebca6b;
const LOW_FACTOR = 0x27d4eb2f;
const HIGH_FACTOR = 0x165667b1;
const HIGH_BITS = 0x1fffff;
const TWO_TO_32 = 4_294_967_296;

/**
 * Two 32-bit lanes over the text's code units, each finished by mixing in the other. Stored in every database: a change
 * here needs a migration. Not meant to resist collisions on purpose: the true value is compared after the hash.
 */
export const hashLinkValue: LinkHash = (value) => {
  let low = LOW_SEED ^ value.length;
  let high = HIGH_SEED ^ value.length;
  for (let index = 0; index < value.length; index++) {
    const unit = value.charCodeAt(index);
    low = Math.imul(low ^ unit, LOW_FACTOR);
    low ^= low >>> 15;
    high = Math.imul(high ^ unit, HIGH_FACTOR);
    high ^= high >>> 13;
  }
  low = finish(low ^ Math.imul(high, LOW_SEED));
  high = finish(high ^ Math.imul(low, HIGH_SEED));
  return (high & HIGH_BITS) * TWO_TO_32 + (low >>> 0);
};

function finish(lane: number): number {
  let mixed = Math.imul(lane ^ (lane >>> 16), 0x7feb352d);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x846ca68b);
  return mixed ^ (mixed >>> 16);
}
