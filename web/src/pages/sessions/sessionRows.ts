import { ask } from "../../api/client.ts";
import type { Session, SessionList } from "../../api/native.generated.ts";
import { type AmountRoom, roomOf } from "../../components/money.tsx";
import { mayRetry, queries } from "../../queries.ts";
import type { SessionQuery } from "./search.ts";

/** All rows have one height, so that the scroll bar never jumps; those of a phone have two lines. */
export const ROW_PX = 36;
export const TALL_ROW_PX = 64;

export type ListTotals = NonNullable<SessionList["totals"]>;

/** One row; another object whenever something of it changed, so that only changed rows are drawn anew. */
export interface SessionRow {
  readonly session: Session;
  /** `left`: it no longer matches the filters; `gone`: there is no such session any more. It keeps its place all the same. */
  readonly standing: "matches" | "left" | "gone";
}

/** Small, so that the first rows are there at once; and as many as the API gives, for those who scroll far. */
const FIRST_PAGE = 50;
const NEXT_PAGE = 500;

/**
 * The rows of one view as far as they were asked for, from its first on: what the API's cursors allow. It outlives the table,
 * so that coming back from a session finds it as it was.
 */
export class SessionRows {
  readonly query: SessionQuery;
  /** The same, as it is to be asked now; pages are of the first one, which their cursors belong to. */
  readonly queryNow: () => SessionQuery;
  rows: readonly SessionRow[] = [];
  totals: ListTotals | undefined;
  error: unknown;
  /** What the amounts of a column need; it never shrinks, so that nothing jumps. */
  room: AmountRoom = roomOf([]);
  /** Sessions that match and came in since, as far as they were heard of. */
  newcomers: readonly Session[] = [];
  scrollPx = 0;
  rowPx = ROW_PX;
  selected: string | undefined;
  /** Where each stands, less `#aboveCount`: rows that come in above all others change one number, not every place. */
  readonly #places = new Map<string, number>();
  #aboveCount = 0;
  readonly #watchers = new Set<() => void>();
  #cursor: string | null | undefined;
  #version = 0;
  #wantedCount = 0;
  #loading: Promise<void> | undefined;
  #reading = new AbortController();

  constructor(query: SessionQuery, queryNow = (): SessionQuery => query) {
    this.query = query;
    this.queryNow = queryNow;
  }

  readonly version = (): number => this.#version;
  readonly watch = (watcher: () => void): (() => void) => {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  };

  /** Its first page is there, or cannot be had. */
  get isReady(): boolean {
    return this.#cursor !== undefined || this.error !== undefined;
  }
  get isComplete(): boolean {
    return this.#cursor === null;
  }
  get isLoading(): boolean {
    return this.#loading !== undefined;
  }
  /** How far rows are wanted while they are still being loaded. */
  get wantedCount(): number {
    return this.#wantedCount;
  }

  indexOf(id: string | undefined): number {
    const place = id === undefined ? undefined : this.#places.get(id);
    return place === undefined ? -1 : place + this.#aboveCount;
  }

  /** Loads onward until so many rows are there; asking for fewer meanwhile stops earlier. */
  want(count: number): void {
    this.#wantedCount = count;
    if (this.#loading !== undefined || this.error !== undefined || !this.#isWanting()) return;
    this.#loading = this.#load().finally(() => {
      this.#loading = undefined;
      if (this.#wantedCount > 0) this.want(this.#wantedCount);
      this.#show();
    });
  }

  /** Nobody waits for it now: what is on its way is given up. Wanting rows asks anew. */
  pause(): void {
    this.#wantedCount = 0;
    this.#reading.abort();
  }

  retry(): void {
    this.error = undefined;
    this.want(Math.max(1, this.#wantedCount));
    this.#show();
  }

  #isWanting(): boolean {
    return this.#cursor === undefined || (this.#cursor !== null && this.rows.length < this.#wantedCount);
  }

  async #load(): Promise<void> {
    while (this.#isWanting()) {
      const cursor = this.#cursor ?? undefined;
      this.#reading = new AbortController();
      const { signal } = this.#reading;
      try {
        const page = await readPage(this.query, cursor, signal);
        this.#append(page.data);
        // Only the first page is of the same moment as the sums; live changes bring newer ones.
        this.totals ??= page.totals ?? undefined;
        this.#cursor = page.next_cursor;
      } catch (error) {
        if (!signal.aborted) this.error = error;
        return;
      } finally {
        this.#show();
      }
    }
  }

  #append(sessions: readonly Session[]): void {
    const fresh = sessions.filter(({ id }) => !this.#places.has(id));
    const from = this.rows.length - this.#aboveCount;
    fresh.forEach(({ id }, index) => {
      this.#places.set(id, from + index);
    });
    this.rows = [...this.rows, ...fresh.map(rowOf)];
    this.#widen(fresh);
  }

  /** Changes rows where they stand. */
  update(changed: readonly Session[], standing: SessionRow["standing"]): void {
    if (changed.length === 0) return;
    const rows = [...this.rows];
    for (const session of changed) {
      const index = this.indexOf(session.id);
      if (index >= 0) rows[index] = { session: slim(session), standing };
    }
    this.rows = rows;
    this.#widen(changed);
    this.#show();
  }

  /** Rows whose sessions were erased, or merged into others. */
  markGone(ids: readonly string[]): void {
    this.update(
      ids.flatMap((id) => this.rows[this.indexOf(id)]?.session ?? []),
      "gone",
    );
  }

  announce(sessions: readonly Session[]): void {
    const known = new Map([...this.newcomers, ...sessions].map((session) => [session.id, session]));
    this.newcomers = [...known.values()];
    this.#show();
  }

  /** Puts them above all others, each `before` its successor. */
  insertAtTop(sessions: readonly Session[], compare: (one: Session, other: Session) => number): void {
    const fresh = sessions.filter(({ id }) => !this.#places.has(id)).sort(compare);
    if (fresh.length === 0) return;
    // A newcomer belongs near the top, so the few rows before its place are quickly passed; those after it are not touched.
    const top: SessionRow[] = [];
    let passedCount = 0;
    for (const session of fresh) {
      for (let row = this.rows[passedCount]; row !== undefined && compare(row.session, session) < 0; row = this.rows[passedCount]) {
        top.push(row);
        passedCount++;
      }
      top.push(rowOf(session));
    }
    this.rows = top.concat(this.rows.slice(passedCount));
    this.#aboveCount += fresh.length;
    top.forEach(({ session }, place) => {
      this.#places.set(session.id, place - this.#aboveCount);
    });
    this.#widen(fresh);
    this.#show();
  }

  setTotals(totals: SessionList["totals"]): void {
    if (totals === null) return;
    this.totals = totals;
    this.#show();
  }

  select(id: string | undefined): void {
    if (this.selected === id) return;
    this.selected = id;
    this.#show();
  }

  #widen(sessions: readonly Session[]): void {
    const needed = roomOf(sessions.flatMap(({ owned_cost, tree_cost }) => [owned_cost, tree_cost]));
    this.room = {
      places: Math.max(this.room.places, needed.places),
      wholeLength: Math.max(this.room.wholeLength, needed.wholeLength),
    };
  }

  #show(): void {
    this.#version++;
    for (const watcher of this.#watchers) watcher();
  }
}

/** Only the first page asks for the sums: over very many sessions they take longer than the rows. */
const readPage = (query: SessionQuery, cursor: string | undefined, signal: AbortSignal): Promise<SessionList> =>
  cursor === undefined
    ? readList({ ...query, limit: FIRST_PAGE }, signal)
    : readList({ ...query, limit: NEXT_PAGE, cursor, totals: false }, signal);

/** Through the page's queries, so that a key that was revoked meanwhile leads to sign in; they keep nothing of it. */
export const readList = (query: SessionQuery, stop?: AbortSignal): Promise<SessionList> =>
  queries.fetchQuery({
    queryKey: ["session list", query],
    queryFn: ({ signal }) => ask("GET /v1/sessions", { query, signal: stop === undefined ? signal : AbortSignal.any([signal, stop]) }),
    staleTime: 0,
    gcTime: 0,
    retry: (count, error) => stop?.aborted !== true && mayRetry(count, error),
  });

const rowOf = (session: Session): SessionRow => ({ session: slim(session), standing: "matches" });

const NONE = {} as const;
/** A hundred thousand rows fit into memory without the parts that no column shows. */
const slim = (session: Session): Session => ({ ...session, cost_by_product: [], external_ids: NONE, merged_from: [], missing: [] });
