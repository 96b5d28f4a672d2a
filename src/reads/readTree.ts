import { AppError } from "../domain/errors.ts";
import { isRecordId, RECORD_ID_CHARACTERS_MAX } from "../domain/record.ts";
import type { RecordType, Registry } from "../domain/registry.ts";
import { isDateOnly, parseIsoMs } from "../domain/time.ts";
import type { StoredRecord } from "../store/recordStore.ts";
import type { LookUp } from "../tree/gather.ts";
import type { Tree, TreeNode, TreeRecord } from "../tree/tree.ts";
import type { OrganizationContext, ReadContext } from "./readContext.ts";
import { treeOfRoot } from "./treeOfRoot.ts";

export interface TreeQuestion {
  readonly organization: string;
  /** Name, alias or product slug. */
  readonly recordType: string;
  readonly eventId: string;
  /** An instant or a UTC day near the root's time; a wrong one finds nothing. */
  readonly dateTime?: string;
}

const DATE_TIME_WINDOW_MS = 48 * 3_600_000;
const DAY_MS = 86_400_000;

/**
 * The whole tree below one event, with exact costs.
 * @throws AppError RECORD_TYPE_UNKNOWN | EVENT_ID_INVALID | PARAMETER_INVALID | EVENT_NOT_FOUND | TREE_TOO_LARGE
 */
async function readTree(context: ReadContext, question: TreeQuestion): Promise<Tree> {
  const settings = await context.organizations.context(question.organization);
  const type = settings.registry.require(question.recordType);
  if (!isRecordId(question.eventId)) {
    throw new AppError("EVENT_ID_INVALID", `An event id is 1 to ${RECORD_ID_CHARACTERS_MAX} printable characters.`, { field: "event_id" });
  }
  const { root, carriers } = await findRoot(context, settings, type, question);
  const lookUp: LookUp = async (values, limit) => {
    // What finding a virtual root has read is just what the first round asks for.
    if (carriers !== undefined && values.length === 1 && values[0] === question.eventId) return carriers;
    return context.records.byLinkValues(question.organization, values, limit);
  };
  return treeOfRoot(settings, root, lookUp, context.limits.treeNodesMax);
}

interface Root {
  readonly type: RecordType;
  readonly id: string;
  readonly record: TreeRecord | null;
}

interface FoundRoot {
  readonly root: Root;
  readonly times: readonly (number | null)[];
  /** All records that carry the id of a virtual root; undefined where none were looked for. */
  readonly carriers?: readonly StoredRecord[];
}

async function findRoot(context: ReadContext, settings: OrganizationContext, type: RecordType, question: TreeQuestion): Promise<FoundRoot> {
  const { organization, eventId } = question;
  const window = dateTimeWindow(question.dateTime);
  const found =
    type.virtualBy.length > 0
      ? await findVirtualRoot(context, settings.registry, type, question)
      : realRoot(type, await findRecord(context, type, organization, eventId));
  if (found === undefined) throw notFound(type.name, eventId);
  if (window !== undefined && !isInside(found.times, window)) throw notFound(type.name, eventId);
  return found;
}

/** By its id, or else by another field that may name a record of the type, such as a conversation's. */
async function findRecord(
  context: ReadContext,
  type: RecordType,
  organization: string,
  eventId: string,
): Promise<StoredRecord | undefined> {
  const [record] = await context.records.findMany(organization, [{ type: type.name, id: eventId }]);
  if (record !== undefined || type.idFields.length === 1) return record;
  const carriers = await context.records.byLinkValues(organization, [eventId], context.limits.treeNodesMax + 1);
  const named = carriers.filter(
    (carrier) => carrier.type === type.name && carrier.links.some(([field, value]) => value === eventId && type.idFields.includes(field)),
  );
  return named.sort(earlierFirst)[0];
}

const realRoot = (type: RecordType, record: StoredRecord | undefined): FoundRoot | undefined =>
  record === undefined ? undefined : { root: { type, id: record.id, record }, times: [record.timeMs] };

/** A virtual type's event exists as soon as some record carries its id; a real record of the type that carries it comes first. */
async function findVirtualRoot(
  context: ReadContext,
  registry: Registry,
  type: RecordType,
  question: TreeQuestion,
): Promise<FoundRoot | undefined> {
  const { organization, eventId } = question;
  const carriers = await context.records.byLinkValues(organization, [eventId], context.limits.treeNodesMax + 1);
  const reals = carriers.filter((carrier) => carrier.type === type.name).sort(earlierFirst);
  const real = realRoot(type, reals.find((carrier) => carrier.id === eventId) ?? reals[0]);
  if (real !== undefined) return real;
  const members = carriers.filter((carrier) => linksToVirtual(registry, type, carrier, eventId));
  if (members.length === 0) return undefined;
  return { root: { type, id: eventId, record: null }, times: members.map((member) => member.timeMs), carriers };
}

const linksToVirtual = (registry: Registry, type: RecordType, carrier: StoredRecord, eventId: string): boolean =>
  (registry.byName(carrier.type)?.parents ?? []).some(
    (mapping) =>
      mapping.parentType === type.name && carrier.links.some(([field, value]) => field === mapping.localField && value === eventId),
  );

const earlierFirst = (a: StoredRecord, b: StoredRecord): number =>
  (a.timeMs ?? Number.POSITIVE_INFINITY) - (b.timeMs ?? Number.POSITIVE_INFINITY) || (a.id < b.id ? -1 : 1);

interface Window {
  readonly fromMs: number;
  readonly untilMs: number;
}

function dateTimeWindow(text: string | undefined): Window | undefined {
  if (text === undefined) return undefined;
  const timeMs = parseIsoMs(text);
  if (timeMs === undefined) {
    throw new AppError("PARAMETER_INVALID", "`date_time` is neither an ISO 8601 time nor a date such as 2026-03-17.", {
      field: "date_time",
    });
  }
  const lengthMs = isDateOnly(text) ? DAY_MS : 0;
  return { fromMs: timeMs - DATE_TIME_WINDOW_MS, untilMs: timeMs + lengthMs + DATE_TIME_WINDOW_MS };
}

/** A root of which no time is known is never excluded (design.md, Tree 10); a virtual one has the times of its members. */
function isInside(times: readonly (number | null)[], window: Window): boolean {
  const known = times.filter((timeMs) => timeMs !== null);
  return known.length === 0 || known.some((timeMs) => timeMs >= window.fromMs && timeMs <= window.untilMs);
}

const notFound = (type: string, id: string): AppError =>
  new AppError("EVENT_NOT_FOUND", `No ${type} event "${id}" was found.`, { field: "event_id" });

/** What an answer shows of a tree: its upper levels, with or without bodies. */
export interface TreeView {
  readonly includeChildren: boolean;
  /** Levels shown, the root being 1. */
  readonly maxDepth: number;
  readonly expand: "record" | "none";
}

export interface ShownTree {
  readonly tree: Tree;
  readonly levelsShown: number;
  /** True when some node is below the levels shown. */
  readonly truncated: boolean;
  /** JSON text of each shown record, by its key; empty with expand=none. */
  readonly bodies: ReadonlyMap<number, string>;
}

/** The whole tree, and of it what the view shows. @throws AppError what readTree throws, and ANSWER_TOO_LARGE */
export async function readShownTree(context: ReadContext, question: TreeQuestion & TreeView): Promise<ShownTree> {
  return showTree(context, question.organization, await readTree(context, question), question);
}

async function showTree(context: ReadContext, organization: string, tree: Tree, view: TreeView): Promise<ShownTree> {
  const levelsShown = view.includeChildren ? view.maxDepth : 1;
  const keys: number[] = [];
  let level: readonly TreeNode[] = [tree.root];
  for (let depth = 1; depth <= levelsShown && level.length > 0; depth++) {
    for (const node of level) if (node.record !== null) keys.push(node.record.key);
    level = level.flatMap((node) => node.children);
  }
  const bodies = view.expand === "record" ? await readBodies(context, organization, keys) : new Map<number, string>();
  return { tree, levelsShown, truncated: level.length > 0, bodies };
}

const BODIES_AT_ONCE = 1_000;

async function readBodies(context: ReadContext, organization: string, keys: readonly number[]): Promise<Map<number, string>> {
  const bodies = new Map<number, string>();
  let characters = 0;
  for (let start = 0; start < keys.length; start += BODIES_AT_ONCE) {
    for (const [key, body] of await context.records.bodies(organization, keys.slice(start, start + BODIES_AT_ONCE))) {
      characters += body.length;
      bodies.set(key, body);
    }
    checkAnswerSize(context, characters);
  }
  return bodies;
}

/** @throws AppError ANSWER_TOO_LARGE */
export function checkAnswerSize(context: ReadContext, characters: number): void {
  if (characters <= context.limits.answerBytesMax) return;
  throw new AppError("ANSWER_TOO_LARGE", `The answer would be larger than ${context.limits.answerBytesMax} bytes.`);
}
