import type { Session } from "../../api/native.generated.ts";
import type { ChangedSession } from "../../live/changeBatches.ts";
import { listText } from "./filterValues.ts";
import { DEFAULT_SORT } from "./search.ts";
import { readList, type SessionRows } from "./sessionRows.ts";

/** Ids in one question: an address may not be much longer. */
const IDS_AT_ONCE = 60;
/** More at once would carry away what one reads, so they wait to be asked for. */
const INSERTED_MAX = 20;
/** More newcomers than these are counted, not kept. */
const NEWCOMERS_MAX = 1_000;

/** Brings what changed into the rows that are loaded, where they stand; what is new is put in only where it moves nothing. */
export async function bringChanges(list: SessionRows, batch: readonly ChangedSession[], mayInsert: () => boolean): Promise<void> {
  const gone = batch.filter(({ isGone }) => isGone).map(({ id }) => id);
  list.markGone(gone.filter((id) => list.indexOf(id) >= 0));
  // What was erased is told by a name that stands for its id, so the rows near those in sight are asked for.
  if (gone.some((id) => list.indexOf(id) < 0)) return refreshRows(list, mayInsert);
  const alive = batch.filter(({ isGone }) => !isGone);
  for (let from = 0; from < alive.length; from += IDS_AT_ONCE) {
    await bringAlive(list, alive.slice(from, from + IDS_AT_ONCE), mayInsert);
  }
}

async function bringAlive(list: SessionRows, batch: readonly ChangedSession[], mayInsert: () => boolean): Promise<void> {
  const ids = batch.map(({ id }) => id);
  const matching = await readByIds(list, ids, true);
  list.update(
    matching.filter(({ id }) => list.indexOf(id) >= 0),
    "matches",
  );
  const matches = new Set(matching.map(({ id }) => id));
  const left = ids.filter((id) => !matches.has(id) && list.indexOf(id) >= 0);
  if (left.length > 0) {
    const found = await readByIds(list, left, false);
    list.update(found, "left");
    const known = new Set(found.map(({ id }) => id));
    list.markGone(left.filter((id) => !known.has(id)));
  }

  const created = new Set(batch.filter(({ isNew }) => isNew).map(({ id }) => id));
  const fresh = matching.filter(
    (session) => list.indexOf(session.id) < 0 && (created.has(session.id) || belongsAmongLoaded(list, session)),
  );
  bringFresh(list, fresh, mayInsert);
}

function bringFresh(list: SessionRows, fresh: readonly Session[], mayInsert: () => boolean): void {
  if (fresh.length === 0) return;
  const isCalm = fresh.length <= INSERTED_MAX && list.newcomers.length === 0;
  if (isCalm && mayInsert() && list.query.sort === DEFAULT_SORT) list.insertAtTop(fresh, newestFirst);
  else if (list.newcomers.length < NEWCOMERS_MAX) list.announce(fresh);
}

/** So many loaded rows are read again, those nearest to what is in sight. */
const REFRESHED_MAX = 600;

/** After a time in which changes were not told: reads the top of the list, and the rows near those in sight, again. */
export async function refreshRows(list: SessionRows, mayInsert: () => boolean): Promise<void> {
  const top = await readList({ ...list.queryNow(), limit: 100 });
  list.setTotals(top.totals);
  const last = list.rows.at(-1)?.session;
  const fresh = top.data.filter((session) => list.indexOf(session.id) < 0 && (last === undefined || belongsAmongLoaded(list, session)));
  bringFresh(list, fresh, mayInsert);
  const from = Math.max(0, Math.floor(list.scrollPx / list.rowPx) - REFRESHED_MAX / 2);
  const near = list.rows.slice(from, from + REFRESHED_MAX).map(({ session: { id } }) => ({ id, isNew: false, isGone: false }));
  await bringChanges(list, near, mayInsert);
}

/** The sessions of these ids that match the view's filters, or all of them. */
async function readByIds(list: SessionRows, ids: readonly string[], isFiltered: boolean): Promise<readonly Session[]> {
  const page = await readList({ ...(isFiltered ? list.queryNow() : {}), id: listText(ids), limit: ids.length, totals: false });
  return page.data;
}

/** A session that matches only now, such as one just analysed, belongs between rows that are shown already. */
function belongsAmongLoaded(list: SessionRows, session: Session): boolean {
  if (list.isComplete) return true;
  const last = list.rows.at(-1)?.session;
  return last !== undefined && list.query.sort === DEFAULT_SORT && newestFirst(session, last) < 0;
}

/** As the API orders by `-started_at`: what is not known comes last. */
function newestFirst(one: Session, other: Session): number {
  if (one.started_at === other.started_at) return 0;
  if (one.started_at === null) return 1;
  if (other.started_at === null) return -1;
  return one.started_at > other.started_at ? -1 : 1;
}
