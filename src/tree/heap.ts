/** A binary heap: the smallest of what was added, in logarithmic time. */
export class Heap<Item> {
  readonly #items: Item[] = [];
  readonly #compare: (a: Item, b: Item) => number;

  constructor(compare: (a: Item, b: Item) => number) {
    this.#compare = compare;
  }

  add(item: Item): void {
    let at = this.#items.length;
    this.#items.push(item);
    while (at > 0) {
      const above = (at - 1) >> 1;
      const parent = this.#items[above];
      if (parent === undefined || this.#compare(parent, item) <= 0) break;
      this.#items[at] = parent;
      at = above;
    }
    this.#items[at] = item;
  }

  /** Undefined when the heap is empty. */
  takeSmallest(): Item | undefined {
    const smallest = this.#items[0];
    const last = this.#items.pop();
    if (last === undefined || this.#items.length === 0) return last;
    this.#sinkFromTop(last);
    return smallest;
  }

  #sinkFromTop(item: Item): void {
    let at = 0;
    while (true) {
      const left = this.#items[2 * at + 1];
      const right = this.#items[2 * at + 2];
      if (left === undefined) break;
      const goRight = right !== undefined && this.#compare(right, left) < 0;
      const smaller = goRight ? right : left;
      if (this.#compare(item, smaller) <= 0) break;
      this.#items[at] = smaller;
      at = 2 * at + (goRight ? 2 : 1);
    }
    this.#items[at] = item;
  }
}
