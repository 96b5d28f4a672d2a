import type { Message, SessionFacts, SessionSummary, SessionTotals } from "../../domain/session.ts";
import { foldFacts } from "../../domain/sessionFacts.ts";
import { summaryOf } from "../../domain/sessionFixtures.ts";
import type { ConversationStore, Projection, SessionCondition, SessionRow, SessionWrite } from "../conversationStore.ts";

/** The store that a suite has open. */
export type UseStore = () => ConversationStore;
/** Each test has an organization of its own. */
export type MakeOrganization = () => Promise<string>;

/** Ids of the sessions that meet all conditions, in the order of their creation. */
export type MatchingSessions = (organization: string, ...conditions: SessionCondition[]) => Promise<string[]>;

export const WRITTEN: SessionWrite = { receivedMs: 1_000, erasedId: null };

export const NO_FACTS: SessionFacts = foldFacts([]);

/** The projection that follows the row, with nothing in it but what is given. */
export function projectionOf(row: SessionRow, given: Partial<Projection> = {}): Projection {
  return {
    sessionKey: row.key,
    expected: row.projection,
    version: row.version,
    summary: summaryOf(row.id),
    mergedInto: null,
    root: null,
    changedMs: 2_000,
    told: null,
    revision: null,
    announce: [],
    requestAnalysis: null,
    dueMs: null,
    words: "",
    aliases: null,
    usage: [],
    atMs: 2_000,
    ...given,
  };
}

export function messageOf(id: string, given: Partial<Message> = {}): Message {
  return {
    id,
    role: "user",
    content: `Words of ${id}`,
    startMs: null,
    endMs: null,
    createdMs: null,
    interrupted: false,
    latency: null,
    toolCall: null,
    ...given,
  };
}

export const totalsOf = (ownedCostNanos: bigint): SessionTotals => ({
  ownedCostNanos,
  treeCostNanos: ownedCostNanos,
  eventCount: 1,
  unknownCostCount: 0,
  unconvertedCount: 0,
});

/** Makes the session with one body of facts, and gives its row. */
export async function sessionWith(
  store: ConversationStore,
  organization: string,
  id: string,
  aliases: readonly string[] = [],
): Promise<SessionRow> {
  await store.putFacts(organization, id, { body: `{"room_name":"${id}"}`, aliases }, WRITTEN);
  return rowOf(store, organization, id);
}

export async function rowOf(store: ConversationStore, organization: string, id: string): Promise<SessionRow> {
  const row = await store.session(organization, id);
  if (row === undefined) throw new Error(`there is no session ${id}`);
  return row;
}

/** Makes a session per summary and saves it. */
export async function listed(
  store: ConversationStore,
  organization: string,
  summaries: readonly SessionSummary[],
  given: (summary: SessionSummary) => Partial<Projection> = () => ({}),
): Promise<SessionRow[]> {
  const rows: SessionRow[] = [];
  for (const { id } of summaries) rows.push(await sessionWith(store, organization, id));
  const projections = rows.map((row, index) => {
    const summary = summaries[index] ?? null;
    return projectionOf(row, { summary, ...(summary === null ? {} : given(summary)) });
  });
  await store.saveProjections(organization, projections);
  return rows;
}
