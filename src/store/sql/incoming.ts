import type { LinkValue, RecordDraft } from "../../domain/record.ts";
import type { LinkHash } from "./linkHash.ts";

/** One record of an append, with its names turned into keys, on its way into the tables. What it carries changes only by erasure. */
export interface IncomingRecord {
  readonly organizationKey: number;
  readonly typeKey: number;
  readonly sourceKey: number;
  readonly receivedMs: number;
  draft: RecordDraft;
  linksText: string;
  /** Distinct. */
  linkHashes: readonly number[];
  contentHash: Uint8Array;
  /** Set when its row was inserted; undefined as long as the record may be known already. */
  recordKey: number | undefined;
  outcome: OutcomeCode;
}

/** Outcomes as they travel between threads: the position in this list. */
export const OUTCOMES = ["stored", "duplicate", "corrected", "stale", "rejected", "erased"] as const;
export type OutcomeCode = (typeof OUTCOMES)[number];

const HASH_BYTES_KEPT = 16;

/** Sixteen bytes of a SHA-256 keep accidental repeats apart at any scale, at half the room. */
export const keptHash = (contentHash: string): Uint8Array => Buffer.from(contentHash.slice(0, 2 * HASH_BYTES_KEPT), "hex");

/** The distinct hashes of the values among these links. */
export function hashesOf(links: readonly LinkValue[], hash: LinkHash): number[] {
  const hashes: number[] = [];
  for (const [, value] of links) {
    const valueHash = hash(value);
    if (!hashes.includes(valueHash)) hashes.push(valueHash);
  }
  return hashes;
}

export const parseLinks = (text: string): LinkValue[] => (text === "[]" ? [] : (JSON.parse(text) as LinkValue[]));
