import { isJsonObject, parseJson } from "../domain/json.ts";
import type { ConversationStore } from "../store/conversationStore.ts";
import type { OfficeStore } from "../store/officeStore.ts";
import type { RecordStore } from "../store/recordStore.ts";
import { POSITION_NAME } from "./position.ts";

export interface RebuildProgress {
  readonly startedMs: number;
  /** Record changes and sessions. */
  readonly done: number;
  readonly total: number;
}

interface Rebuild {
  /** `wanted`: everything is still to be marked. */
  readonly phase: "wanted" | "projecting";
  readonly startedMs: number;
  readonly total: number;
}

interface RebuildStores {
  readonly records: RecordStore;
  readonly conversations: ConversationStore;
  readonly office: OfficeStore;
}

const REBUILD_NAME = "rebuild";

/** Asks the projector, in whichever process it works, to make everything derived again. Asking twice starts it anew. */
export async function startRebuild(office: OfficeStore, nowMs: number): Promise<void> {
  await write(office, { phase: "wanted", startedMs: nowMs, total: 0 });
}

/**
 * The projector's part, at the start of each round. Marking is repeated when it broke off, which is harmless: what was
 * projected since is projected again. True: a rebuild is under way.
 */
export async function advanceRebuild({ records, conversations, office }: RebuildStores): Promise<boolean> {
  const rebuild = await read(office);
  if (rebuild === null) return false;
  if (rebuild.phase === "wanted") {
    await records.dropUsage();
    await conversations.renewDerived();
    await office.setServerValue(POSITION_NAME, "");
    await write(office, { ...rebuild, phase: "projecting", total: await remaining({ records, conversations, office }) });
  } else if ((await remaining({ records, conversations, office })) === 0) {
    await write(office, null);
    return false;
  }
  return true;
}

export async function rebuildProgress(office: OfficeStore, remainingCount: number): Promise<RebuildProgress | null> {
  const rebuild = await read(office);
  if (rebuild === null) return null;
  const total = Math.max(rebuild.total, remainingCount);
  return { startedMs: rebuild.startedMs, total, done: rebuild.phase === "wanted" ? 0 : total - remainingCount };
}

async function remaining({ records, conversations, office }: RebuildStores): Promise<number> {
  const position = (await office.serverValue(POSITION_NAME)) || null;
  return (await records.changesBehind(position)) + (await conversations.dirtyCount());
}

const write = (office: OfficeStore, rebuild: Rebuild | null): Promise<void> =>
  office.setServerValue(REBUILD_NAME, rebuild === null ? "" : JSON.stringify(rebuild));

async function read(office: OfficeStore): Promise<Rebuild | null> {
  const text = await office.serverValue(REBUILD_NAME);
  if (text === undefined || text === "") return null;
  const value = parseJson(text);
  return isJsonObject(value) ? (value as unknown as Rebuild) : null;
}
