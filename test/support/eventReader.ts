export interface ReadEvent {
  readonly id: string;
  readonly event: string;
  readonly data: Record<string, unknown>;
}

/** Reads one event stream as a client does. */
export class EventReader implements AsyncDisposable {
  /** What the client would send to go on from here. */
  lastEventId = "";
  readonly #reader: ReadableStreamDefaultReader<string>;
  readonly #abort: AbortController;
  #text = "";
  #isEnded = false;

  private constructor(reader: ReadableStreamDefaultReader<string>, abort: AbortController) {
    this.#reader = reader;
    this.#abort = abort;
  }

  /** Resolves when the stream is open: what changes from then on is told. */
  static async open(url: string, headers: Record<string, string>): Promise<EventReader> {
    const abort = new AbortController();
    const answer = await fetch(url, { headers, signal: abort.signal });
    if (answer.status !== 200 || answer.body === null) throw new Error(`${answer.status} ${await answer.text()}`);
    const reader = new EventReader(answer.body.pipeThrough(new TextDecoderStream()).getReader(), abort);
    await reader.#nextBlock();
    return reader;
  }

  /** The next event that is no heartbeat; undefined when the server has ended the stream. */
  async next(): Promise<ReadEvent | undefined> {
    for (;;) {
      const event = await this.nextOfAny();
      if (event?.event !== "heartbeat") return event;
    }
  }

  async nextOfAny(): Promise<ReadEvent | undefined> {
    for (;;) {
      const block = await this.#nextBlock();
      if (block === undefined) return undefined;
      const data = block.get("data");
      if (data !== undefined) return { id: block.get("id") ?? "", event: block.get("event") ?? "message", data: JSON.parse(data) };
    }
  }

  async take(count: number): Promise<ReadEvent[]> {
    const events: ReadEvent[] = [];
    while (events.length < count) {
      const event = await this.next();
      if (event === undefined) throw new Error(`the stream ended after ${events.length} events`);
      events.push(event);
    }
    return events;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#abort.abort();
    // The read that was under way fails with the abort, which is what was asked for.
    await this.#reader.cancel().catch(() => undefined);
  }

  async #nextBlock(): Promise<Map<string, string> | undefined> {
    while (!this.#text.includes("\n\n")) {
      if (this.#isEnded) return undefined;
      const { value, done } = await this.#reader.read();
      this.#isEnded = done;
      this.#text += value ?? "";
    }
    const [block = "", ...rest] = this.#text.split("\n\n");
    this.#text = rest.join("\n\n");
    const fields = new Map(block.split("\n").map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1).trim()]));
    this.lastEventId = fields.get("id") ?? this.lastEventId;
    return fields;
  }
}
