import { type Kysely, sql } from "kysely";
import type { SessionTotals } from "../../domain/session.ts";
import type { SessionChangeKind, SessionRow } from "../conversationStore.ts";
import type { Integer, Schema } from "./schema.ts";

/** Rows of sessions with the ids of their organization and of the session that they were merged into. */
export function selectSessions(db: Kysely<Schema>) {
  return db
    .selectFrom("session")
    .innerJoin("organization", "organization.organization_key", "session.organization_key")
    .leftJoin("session as survivor", "survivor.session_key", "session.merged_into")
    .select(["session.session_key", "organization.id as organization", "session.id", "session.created_ms", "session.anchor_type"])
    .select(["session.anchor_id", "session.version", "session.projection", "session.root_type", "session.root_id"])
    .select(["survivor.id as merged_into_id", "session.changed_ms", "session.told", "session.announced", "session.erased_ms"]);
}

type SelectedSession = Awaited<ReturnType<ReturnType<typeof selectSessions>["execute"]>>[number];

export function toSessionRow(row: SelectedSession): SessionRow {
  return {
    key: Number(row.session_key),
    organization: row.organization,
    id: row.id,
    createdMs: Number(row.created_ms),
    anchor: toName(row.anchor_type, row.anchor_id),
    version: Number(row.version),
    projection: Number(row.projection),
    root: toName(row.root_type, row.root_id),
    mergedInto: row.merged_into_id,
    changedMs: Number(row.changed_ms),
    told: row.told === null ? null : fromToldText(row.told),
    announced: JSON.parse(row.announced) as SessionChangeKind[],
    erasedMs: numberOrNull(row.erased_ms),
  };
}

const toName = (type: string | null, id: string | null): SessionRow["root"] => (type === null || id === null ? null : { type, id });

export const numberOrNull = (value: Integer | null): number | null => (value === null ? null : Number(value));

/** JSON has no 64-bit integers, so the costs stand in it as text. */
export const totalsText = (totals: SessionTotals): string => JSON.stringify(totals, bigintsAsText);

export function fromTotals(given: Record<keyof SessionTotals, unknown>): SessionTotals {
  return {
    ownedCostNanos: BigInt(given.ownedCostNanos as string),
    treeCostNanos: BigInt(given.treeCostNanos as string),
    eventCount: Number(given.eventCount),
    unknownCostCount: Number(given.unknownCostCount),
    unconvertedCount: Number(given.unconvertedCount),
  };
}

export const toldText = (told: NonNullable<SessionRow["told"]>): string => JSON.stringify(told, bigintsAsText);

function fromToldText(text: string): NonNullable<SessionRow["told"]> {
  const told = JSON.parse(text) as NonNullable<SessionRow["told"]>;
  return { totals: fromTotals(told.totals), settledMs: told.settledMs, revisionCount: told.revisionCount };
}

export const bigintsAsText = (_key: string, value: unknown): unknown => (typeof value === "bigint" ? String(value) : value);

/** Row of a new session: never projected yet, and so dirty from the start. */
export const newSession = (organizationKey: number, id: string, createdMs: number) => ({
  organization_key: organizationKey,
  id,
  created_ms: createdMs,
  version: 0,
  projection: 0,
  projected_version: -1,
  changed_ms: createdMs,
  announced: "[]",
});

/** True where truth is newer than the projection; written as the partial index has it. */
export const isDirty = sql<boolean>`session.version <> session.projected_version`;
