import { AppError } from "../domain/errors.ts";
import type { OrganizationContext } from "../reads/index.ts";
import type { Projection, SessionRow } from "../store/conversationStore.ts";
import type { OfficeStore } from "../store/officeStore.ts";
import type { RecordChange } from "../store/recordStore.ts";
import { affectedSessions, type SessionGroup } from "./affected.ts";
import { Connections } from "./connections.ts";
import { isBulkRevision } from "./events.ts";
import { type ProjectParts, projectGroup, type SpokenWords } from "./project.ts";

const TRIES_MAX = 8;
const GROUPS_AT_ONCE = 250;
/** Trees that are read at the same time: enough to hide a server's round trips, few enough not to crowd out readers. */
const TREES_AT_ONCE = 4;

export interface PassParts extends ProjectParts {
  readonly office: Pick<OfficeStore, "agents">;
  /** True while everything is projected anew: what did not change is not announced as updated. */
  readonly isQuiet: boolean;
  /** Told of a session that could not be projected; the others of the pass are. */
  readonly onFault: (error: unknown, sessionIds: readonly string[]) => void;
  /** Told of sessions whose numbers have changed for a reason that is no record of theirs. */
  readonly onBulkRevised: (organization: string, sessionIds: readonly string[]) => void;
}

/**
 * Projects every session of one organization that the changes and the given rows may touch. Whoever projected one of them
 * meanwhile wins; then it is read and projected again, so that what was committed before this call is always in.
 * @throws AppError what the stores throw
 */
export async function projectChanges(
  parts: PassParts,
  context: OrganizationContext,
  changes: readonly RecordChange[],
  rows: readonly SessionRow[],
  nowMs: number,
): Promise<void> {
  const organization = context.organization.id;
  let pending = rows;
  let stillChanges = changes;
  for (let attempt = 1; attempt <= TRIES_MAX; attempt++) {
    const connections = new Connections(parts.records, organization, context.registry);
    const groups = await affectedSessions(
      { conversations: parts.conversations, connections, registry: context.registry, organization, nowMs },
      stillChanges,
      pending,
    );
    const conflicts = await projectAll(parts, context, connections, groups, nowMs);
    if (conflicts.length === 0) return;
    pending = await parts.conversations.sessionsByKeys(organization, conflicts);
    stillChanges = [];
  }
}

/** What is made is saved while the next is being made. @returns keys of sessions that somebody else projected meanwhile */
async function projectAll(
  parts: PassParts,
  context: OrganizationContext,
  connections: Connections,
  groups: readonly SessionGroup[],
  nowMs: number,
): Promise<number[]> {
  const conflicts: number[] = [];
  let saving: Promise<number[]> = Promise.resolve([]);
  for (let start = 0; start < groups.length; start += GROUPS_AT_ONCE) {
    const chunk = groups.slice(start, start + GROUPS_AT_ONCE);
    const [found, projections] = await Promise.all([saving, projectGroups(parts, context, connections, chunk, nowMs)]);
    conflicts.push(...found);
    saving = save(parts, context.organization.id, projections);
  }
  return [...conflicts, ...(await saving)];
}

async function save(parts: PassParts, organization: string, projections: readonly Projection[]): Promise<number[]> {
  const outcomes = await parts.conversations.saveProjections(organization, projections);
  const revised = projections.filter((projection, index) => outcomes[index] === "saved" && isBulkRevision(projection));
  const ids = revised.flatMap(({ summary }) => (summary === null || summary.isBackfilled ? [] : [summary.id]));
  if (ids.length > 0) parts.onBulkRevised(organization, ids);
  return projections.flatMap(({ sessionKey }, index) => (outcomes[index] === "conflict" ? [sessionKey] : []));
}

async function projectGroups(
  parts: PassParts,
  context: OrganizationContext,
  connections: Connections,
  groups: readonly SessionGroup[],
  nowMs: number,
): Promise<Projection[]> {
  const organization = context.organization.id;
  const spoken = await readSpoken(parts, organization, groups);
  const projections: Projection[] = [];
  const queue = [...groups];
  const worker = async (): Promise<void> => {
    for (let group = queue.shift(); group !== undefined; group = queue.shift()) {
      try {
        projections.push(...announced(await projectGroup(parts, context, group, connections, spoken, nowMs), parts.isQuiet));
      } catch (error) {
        if (error instanceof AppError && error.kind === "unavailable") throw error;
        parts.onFault(
          error,
          group.rows.map(({ id }) => id),
        );
      }
    }
  };
  await Promise.all(Array.from({ length: TREES_AT_ONCE }, worker));
  return projections;
}

/** A summary that nothing else is told of may still have changed. */
const announced = (projections: readonly Projection[], isQuiet: boolean): Projection[] =>
  projections.map((projection) =>
    projection.summary === null || projection.announce.length > 0 || isQuiet
      ? projection
      : { ...projection, announce: [{ kind: "updated", subject: null, bodies: null }] },
  );

async function readSpoken(parts: PassParts, organization: string, groups: readonly SessionGroup[]): Promise<SpokenWords> {
  // Only rows that anything was ever said about can have messages or a recording.
  const rows = groups.flatMap((group) => group.rows).filter((row) => row.version > 0);
  const keys = rows.map((row) => row.key);
  const [messages, recordings, analyses, agents] = await Promise.all([
    keys.length === 0 ? [] : parts.conversations.messages(organization, keys),
    keys.length === 0 ? [] : parts.conversations.recordings(organization, keys),
    keys.length === 0 ? [] : parts.conversations.analyses(organization, keys),
    keys.length === 0 ? [] : parts.office.agents(organization),
  ]);
  return {
    messages: Map.groupBy(messages, (message) => message.sessionKey),
    analyses: Map.groupBy(analyses, (analysis) => analysis.sessionKey),
    recordings: new Map(recordings.map((recording) => [recording.sessionId, recording])),
    agents: new Map(agents.map((agent) => [agent.id, agent])),
  };
}
