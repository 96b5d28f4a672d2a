import type { Revision, SessionSummary } from "../domain/session.ts";
import type { OrganizationContext } from "../reads/index.ts";
import type { AnalysisReport } from "../reads/readAnalysis.ts";
import type { Announcement, EventBodies, Projection, SessionChangeKind, StoredMessage } from "../store/conversationStore.ts";

/** What became of one session, at the moment when it is told. */
export interface EventSubject {
  readonly kind: SessionChangeKind;
  readonly atMs: number;
  readonly summary: SessionSummary;
  readonly report: AnalysisReport | null;
  readonly messages: readonly StoredMessage[];
  /** Of `revised`. */
  readonly revision: Revision | null;
  /** Of `merged`: the id that is another session's now. */
  readonly mergedId: string | null;
}

/** Many sessions whose numbers have changed at once, for a reason that is no record of theirs. */
export interface DigestSubject {
  readonly atMs: number;
  readonly count: number;
  /** The first of them. */
  readonly sessionIds: readonly string[];
}
export const DIGEST_IDS_MAX = 100;

/** Puts what happened into the words of every webhook that wants it; null: none does. */
export interface EventTeller {
  tell(context: OrganizationContext, subject: EventSubject): Promise<EventBodies | null>;
  tellDigest(context: OrganizationContext, subject: DigestSubject): Promise<EventBodies | null>;
}

/** A change of rates or types revises many sessions; they are told of together. */
export const isBulkRevision = ({ revision }: Pick<Projection, "revision">): boolean => revision !== null && revision.causes.length === 0;

/** What happened long before it was heard of is told to nobody, and what is told in a digest is not told apart. */
export async function withBodies(
  teller: EventTeller,
  context: OrganizationContext,
  announce: readonly Omit<Announcement, "bodies">[],
  subject: Omit<EventSubject, "kind">,
): Promise<Announcement[]> {
  const told: Announcement[] = [];
  for (const { kind, subject: about } of announce) {
    const isSilent = subject.summary.isBackfilled || (kind === "revised" && isBulkRevision(subject));
    told.push({ kind, subject: about, bodies: isSilent ? null : await teller.tell(context, { ...subject, kind }) });
  }
  return told;
}
