import type { UsageContribution } from "../conversationStore.ts";
import { AgentUsageChange, usageText } from "./agentUsageWrites.ts";
import type { PackedSummary } from "./conversationPacking.ts";
import type { WordChange, WriteTransaction } from "./dialect.ts";

const ROWS_PER_INSERT = 20;

/** What is derived of one session; a null summary leaves nothing of it. */
export interface Derived {
  readonly sessionKey: number;
  readonly summary: PackedSummary | null;
  /** Space-separated. */
  readonly words: string;
  readonly usage: readonly UsageContribution[];
}

/** Puts the summaries, their details, search words and usage by agent in the place of what was derived before. Keys are distinct. */
export async function replaceDerived(transaction: WriteTransaction, organizationKey: number, derived: readonly Derived[]): Promise<void> {
  if (derived.length === 0) return;
  const details = await replaceUsage(transaction, organizationKey, derived);
  await removeRows(
    transaction,
    organizationKey,
    derived.filter(({ summary }) => summary === null).map(({ sessionKey }) => sessionKey),
  );
  const rows: Record<string, unknown>[] = [];
  for (const { sessionKey, summary } of derived) {
    if (summary !== null) rows.push({ organization_key: organizationKey, session_key: sessionKey, ...summary.row });
  }
  for (let start = 0; start < rows.length; start += ROWS_PER_INSERT) {
    await putSummaries(transaction, rows.slice(start, start + ROWS_PER_INSERT));
    await putDetails(transaction, details.slice(start, start + ROWS_PER_INSERT));
  }
  await replaceWords(transaction, organizationKey, derived);
}

interface DetailRow {
  readonly session_key: number;
  readonly organization_key: number;
  readonly summary: string;
  readonly usage: string;
}

async function replaceUsage(transaction: WriteTransaction, organizationKey: number, derived: readonly Derived[]): Promise<DetailRow[]> {
  const { db, conversations } = transaction;
  const keys = derived.map(({ sessionKey }) => sessionKey);
  const former = await db.selectFrom("session_detail").select("usage").where(conversations.isOneOfKeys("session_key", keys)).execute();
  const change = new AgentUsageChange();
  for (const { usage } of former) change.subtract(usage);
  const details: DetailRow[] = [];
  for (const { sessionKey, summary, usage } of derived) {
    if (summary === null) continue;
    const text = usageText(summary.agentId, usage);
    change.add(text);
    details.push({ session_key: sessionKey, organization_key: organizationKey, summary: summary.detail, usage: text });
  }
  await change.write(db, organizationKey);
  return details;
}

async function removeRows({ db, conversations }: WriteTransaction, organizationKey: number, keys: readonly number[]): Promise<void> {
  if (keys.length === 0) return;
  await db.deleteFrom("session_detail").where(conversations.isOneOfKeys("session_key", keys)).execute();
  await db
    .deleteFrom("session_summary")
    .where("organization_key", "=", organizationKey)
    .where(conversations.isOneOfKeys("session_key", keys))
    .execute();
}

async function putSummaries({ db }: WriteTransaction, rows: readonly Record<string, unknown>[]): Promise<void> {
  const columns = Object.keys(rows[0] ?? {}).filter((column) => column !== "organization_key" && column !== "session_key");
  await db
    .insertInto("session_summary")
    .values(rows as never)
    .onConflict((conflict) =>
      conflict
        .columns(["organization_key", "session_key"])
        .doUpdateSet((expression) =>
          Object.fromEntries(columns.map((column) => [column, expression.ref(`excluded.${column}` as "excluded.id")])),
        ),
    )
    .execute();
}

async function putDetails({ db }: WriteTransaction, rows: readonly DetailRow[]): Promise<void> {
  await db
    .insertInto("session_detail")
    .values(rows)
    .onConflict((conflict) =>
      conflict
        .column("session_key")
        .doUpdateSet((expression) => ({ summary: expression.ref("excluded.summary"), usage: expression.ref("excluded.usage") })),
    )
    .execute();
}

const wordsOf = (text: string): string[] => text.split(" ").filter((word) => word !== "");

/** Transcripts that are as they were are not touched. */
async function replaceWords(transaction: WriteTransaction, organizationKey: number, derived: readonly Derived[]): Promise<void> {
  const { db, conversations } = transaction;
  const keys = derived.map(({ sessionKey }) => sessionKey);
  const rows = await db
    .selectFrom("session_search")
    .select(["session_key", "words"])
    .where(conversations.isOneOfKeys("session_key", keys))
    .execute();
  const former = new Map(rows.map((row) => [Number(row.session_key), row.words]));
  const changes: WordChange[] = [];
  for (const { sessionKey, summary, words } of derived) {
    const [before, now] = [new Set(wordsOf(former.get(sessionKey) ?? "")), new Set(summary === null ? [] : wordsOf(words))];
    const [added, removed] = [[...now].filter((word) => !before.has(word)), [...before].filter((word) => !now.has(word))];
    if (added.length === 0 && removed.length === 0) continue;
    changes.push({ organizationKey, sessionKey, added, removed });
    await putWords(transaction, organizationKey, sessionKey, [...now].join(" "));
  }
  await conversations.indexWords(db, changes);
}

async function putWords({ db }: WriteTransaction, organizationKey: number, sessionKey: number, words: string): Promise<void> {
  if (words === "") {
    await db.deleteFrom("session_search").where("session_key", "=", sessionKey).execute();
    return;
  }
  await db
    .insertInto("session_search")
    .values({ session_key: sessionKey, organization_key: organizationKey, words })
    .onConflict((conflict) => conflict.column("session_key").doUpdateSet({ words }))
    .execute();
}
