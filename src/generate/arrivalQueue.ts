import type { JsonObject } from "../domain/json.ts";

/** A record, and when it comes in. */
export interface Arrival {
  readonly arrivalMs: number;
  readonly record: JsonObject;
}

interface Queued extends Arrival {
  /** Of two that arrive at once, the earlier sent comes first; so the order never depends on the heap's inside. */
  readonly sentNumber: number;
}

/** A binary heap, earliest arrival at the top. */
export class ArrivalQueue {
  readonly #heap: Queued[] = [];
  #sentCount = 0;

  add(arrivalMs: number, record: JsonObject): void {
    const heap = this.#heap;
    const arrival = { arrivalMs, sentNumber: this.#sentCount++, record };
    let position = heap.push(arrival) - 1;
    while (position > 0) {
      const parent = (position - 1) >> 1;
      if (!this.#isBefore(position, parent)) break;
      this.#swap(position, parent);
      position = parent;
    }
  }

  /** Takes out, in order, everything that arrives no later than this. */
  *takeUntil(timeMs: number): Generator<JsonObject, void, void> {
    for (let first = this.#heap[0]; first !== undefined && first.arrivalMs <= timeMs; first = this.#heap[0]) {
      this.#removeFirst();
      yield first.record;
    }
  }

  #removeFirst(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    heap[0] = last;
    for (let position = 0; ; ) {
      const left = 2 * position + 1;
      let smallest = position;
      if (left < heap.length && this.#isBefore(left, smallest)) smallest = left;
      if (left + 1 < heap.length && this.#isBefore(left + 1, smallest)) smallest = left + 1;
      if (smallest === position) return;
      this.#swap(position, smallest);
      position = smallest;
    }
  }

  #isBefore(one: number, other: number): boolean {
    const [a, b] = [this.#heap[one], this.#heap[other]];
    if (a === undefined || b === undefined) return false;
    return a.arrivalMs !== b.arrivalMs ? a.arrivalMs < b.arrivalMs : a.sentNumber < b.sentNumber;
  }

  #swap(one: number, other: number): void {
    const [a, b] = [this.#heap[one], this.#heap[other]];
    if (a === undefined || b === undefined) return;
    this.#heap[one] = b;
    this.#heap[other] = a;
  }
}
