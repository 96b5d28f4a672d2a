import { ask } from "../../api/client.ts";
import type { Session, SessionList } from "../../api/native.generated.ts";
import { type AmountRoom, roomOf } from "../../components/money.tsx";
import { queries } from "../../queries.ts";
import type { SessionQuery } from "./search.ts";

/** All rows have one height, so that the scroll bar never jumps. */
export const ROW_PX = 36;

export type ListTotals = SessionList["totals"];

/** One row; another object whenever something of it changed, so that only changed rows are drawn anew. */
export interface SessionRow {
  readonly session: Session;
  /** `left`: it no longer matches the filters; `gone`: there is no such session any more. It keeps its place all the same. */
  readonly standing: "matches" | "left" | "gone";
}

/** Small, so that the first rows are there at once; and as many as the API gives, for those who scroll far. */
const FIRST_PAGE = 100;
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
  selected: string | undefined;
  readonly #indexes = new Map<string, number>();
  readonly #watchers = new Set<() => void>();
  #cursor: string | null | undefined;
  #version = 0;
  #wantedCount = 0;
  #loading: Promise<void> | undefined;

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
    return id === undefined ? -1 : (this.#indexes.get(id) ?? -1);
  }

  /** Loads onward until so many rows are there; asking for fewer meanwhile stops earlier. */
  want(count: number): void {
    this.#wantedCount = count;
    if (this.#loading !== undefined || this.error !== undefined || !this.#isWanting()) return;
    this.#loading = this.#load().finally(() => {
      this.#loading = undefined;
      this.#show();
    });
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
      try {
        const page = await readPage(this.query, cursor);
        this.#append(page.data);
        // Only the first page is of the same moment as the sums; live changes bring newer ones.
        this.totals ??= page.totals;
        this.#cursor = page.next_cursor;
      } catch (error) {
        this.error = error;
        return;
      } finally {
        this.#show();
      }
    }
  }

  #append(sessions: readonly Session[]): void {
    const fresh = sessions.filter(({ id }) => !this.#indexes.has(id));
    const from = this.rows.length;
    fresh.forEach(({ id }, index) => {
      this.#indexes.set(id, from + index);
    });
    this.rows = [...this.rows, ...fresh.map(rowOf)];
    this.#widen(fresh);
  }

  /** Changes rows where they stand. */
  update(changed: readonly Session[], standing: SessionRow["standing"]): void {
    const rows = [...this.rows];
    for (const session of changed) {
      const index = this.#indexes.get(session.id);
      if (index !== undefined) rows[index] = { session: slim(session), standing };
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
    const fresh = sessions.filter(({ id }) => !this.#indexes.has(id)).sort(compare);
    const rows = [...this.rows];
    // A newcomer belongs near the top, so the few rows before its place are quickly passed.
    let index = 0;
    for (const session of fresh) {
      while (index < rows.length && compare((rows[index] as SessionRow).session, session) < 0) index++;
      rows.splice(index, 0, rowOf(session));
    }
    this.rows = rows;
    this.#indexes.clear();
    rows.forEach(({ session }, place) => {
      this.#indexes.set(session.id, place);
    });
    this.#widen(fresh);
    this.#show();
  }

  setTotals(totals: ListTotals): void {
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

/** Through the page's queries, so that a key that was revoked meanwhile leads to sign in; they keep nothing of it. */
const readPage = (query: SessionQuery, cursor: string | undefined): Promise<SessionList> =>
  readList({ ...query, limit: cursor === undefined ? FIRST_PAGE : NEXT_PAGE, ...(cursor === undefined ? {} : { cursor }) });

export const readList = (query: SessionQuery): Promise<SessionList> =>
  queries.fetchQuery({
    queryKey: ["session list", query],
    queryFn: ({ signal }) => ask("GET /v1/sessions", { query, signal }),
    staleTime: 0,
    gcTime: 0,
  });

const rowOf = (session: Session): SessionRow => ({ session: slim(session), standing: "matches" });

const NONE = {} as const;
/** A hundred thousand rows fit into memory without the parts that no column shows. */
const slim = (session: Session): Session => ({ ...session, cost_by_product: [], external_ids: NONE, merged_from: [], missing: [] });
