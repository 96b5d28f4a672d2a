import type { Readable } from "node:stream";
import { setTimeout as wait } from "node:timers/promises";
import { type GuardedAnswer, type GuardedRequest, guardedOpen } from "./guardedFetch.ts";
import type { OutgoingPolicy } from "./policy.ts";

/** Once the status is known, so long at most is the body waited for: it is only kept for people to look at. */
const BODY_WAIT_MS_MAX = 1_000;

/**
 * As guardedFetch, for whom the status is the answer: of the body the first `bodyBytesMax` bytes are read, and one that is
 * longer, hangs or breaks off is no failure.
 * @throws AppError ADDRESS_REFUSED | FETCH_FAILED (no status within the time)
 */
export async function guardedFetchHead(url: string, request: GuardedRequest, policy: OutgoingPolicy): Promise<GuardedAnswer<Buffer>> {
  const answer = await guardedOpen(url, { ...request, bodyBytesMax: Number.POSITIVE_INFINITY }, policy);
  const stop = new AbortController();
  const chunks: Buffer[] = [];
  const late = wait(BODY_WAIT_MS_MAX, undefined, { signal: stop.signal }).catch(() => {});
  await Promise.race([readHead(answer.body, request.bodyBytesMax, chunks), late]);
  stop.abort();
  answer.body.destroy();
  return { ...answer, body: Buffer.concat(chunks).subarray(0, request.bodyBytesMax) };
}

async function readHead(body: Readable, bytesMax: number, chunks: Buffer[]): Promise<void> {
  let bytes = 0;
  try {
    for await (const chunk of body) {
      chunks.push(chunk as Buffer);
      bytes += (chunk as Buffer).length;
      if (bytes >= bytesMax) return;
    }
  } catch {
    // What came before it broke off is the head; the status has been received all the same.
  }
}
