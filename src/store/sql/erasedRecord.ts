import { hash } from "node:crypto";
import type { LinkValue } from "../../domain/record.ts";
import { erasedValue } from "../erasure.ts";
import { hashesOf, type IncomingRecord, keptHash } from "./incoming.ts";
import type { LinkHash } from "./linkHash.ts";

export const ERASED_BODY = "{}";
/** That of nothing at all, which no record's content has: by it an erased record is known. */
export const ERASED_HASH: Uint8Array = keptHash(hash("sha256", "", "hex"));

export const isErased = (contentHash: Uint8Array): boolean => Buffer.compare(contentHash, ERASED_HASH) === 0;

export const erasedLinks = (links: readonly LinkValue[], secret: string): LinkValue[] =>
  links.map(([field, value]) => [field, erasedValue(secret, value)]);

/** Takes from a record on its way in what an erased one does not keep. */
export function eraseIncoming(record: IncomingRecord, secret: string, linkHash: LinkHash): void {
  const { draft } = record;
  const links = erasedLinks(draft.links, secret);
  const id = erasedValue(secret, draft.id);
  record.draft = { ...draft, id, links, version: null, updatedMs: null, model: null, body: ERASED_BODY, fields: [] };
  record.linksText = JSON.stringify(links);
  record.linkHashes = hashesOf(links, linkHash);
  record.contentHash = ERASED_HASH;
  record.outcome = "erased";
}
