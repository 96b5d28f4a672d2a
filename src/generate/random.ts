/**
 * Repeatable randomness: the same seed gives the same numbers on every machine and in every version of Node, which
 * `Math.random` does not. The generator is sfc32, seeded by splitmix32.
 */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;

  constructor(seed: number) {
    let state = Math.trunc(seed) | 0;
    const splitmix = (): number => {
      state = (state + 0x9e3779b9) | 0;
      let mixed = state ^ (state >>> 16);
      mixed = Math.imul(mixed, 0x21f0aaad);
      mixed ^= mixed >>> 15;
      mixed = Math.imul(mixed, 0x735a2d97);
      return (mixed ^ (mixed >>> 15)) | 0;
    };
    this.#a = splitmix();
    this.#b = splitmix();
    // Seeds past 32 bits still differ: their upper part goes into the third word.
    this.#c = splitmix() ^ Math.trunc(seed / 4_294_967_296);
    for (let round = 0; round < 12; round++) this.#next();
  }

  /** From 0 up to, but not including, 1. */
  fraction(): number {
    return this.#next() / 4_294_967_296;
  }

  /** A whole number from `min` to `max`, both included. */
  integer(min: number, max: number): number {
    return min + Math.floor(this.fraction() * (max - min + 1));
  }

  chance(probability: number): boolean {
    return this.fraction() < probability;
  }

  /** @throws RangeError when there is nothing to pick from */
  pick<Item>(items: readonly Item[]): Item {
    const item = items[this.integer(0, items.length - 1)];
    if (item === undefined) throw new RangeError("There is nothing to pick from.");
    return item;
  }

  /** Picks by weight; `[item, weight]`. */
  pickWeighted<Item>(choices: readonly (readonly [Item, number])[]): Item {
    let left = this.fraction() * choices.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [item, weight] of choices) {
      left -= weight;
      if (left < 0) return item;
    }
    return this.pick(choices)[0];
  }

  /** Lower-case hexadecimal digits. */
  hex(digits: number): string {
    let text = "";
    while (text.length < digits) text += this.#next().toString(16).padStart(8, "0");
    return text.slice(0, digits);
  }

  #next(): number {
    const sum = (this.#a + this.#b + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + sum;
    return sum >>> 0;
  }
}

/** 100 ns intervals from the UUID epoch, 15 October 1582, to the Unix epoch. */
const UUID_EPOCH_INTERVALS = 122_192_928_000_000_000n;
const INTERVALS_PER_MS = 10_000n;

/** A version 1 UUID of this instant, as telephony platforms make them: neighbours in time share their last two thirds. */
export function timeUuid(random: Random, timeMs: number): string {
  const intervals = BigInt(Math.trunc(timeMs)) * INTERVALS_PER_MS + BigInt(random.integer(0, 9_999)) + UUID_EPOCH_INTERVALS;
  const digits = intervals.toString(16).padStart(15, "0");
  const clockAndVariant = (0x8000 | random.integer(0, 0x3fff)).toString(16);
  return `${digits.slice(-8)}-${digits.slice(-12, -8)}-1${digits.slice(-15, -12)}-${clockAndVariant}-02420aef${random.hex(4)}`;
}

/** A version 4 UUID. */
export function randomUuid(random: Random): string {
  const digits = random.hex(32);
  const variant = random.pick(["8", "9", "a", "b"]);
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(13, 16)}-${variant}${digits.slice(17, 20)}-${digits.slice(20)}`;
}

/** A version 7 UUID of this instant: later ones sort after earlier ones. */
export function sortableUuid(random: Random, timeMs: number): string {
  const time = Math.trunc(timeMs).toString(16).padStart(12, "0");
  const digits = random.hex(18);
  const variant = random.pick(["8", "9", "a", "b"]);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${digits.slice(0, 3)}-${variant}${digits.slice(3, 6)}-${digits.slice(6)}`;
}
