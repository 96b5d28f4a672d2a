import type { IncomingMessage } from "node:http";
import { type GuardedAnswer, type GuardedRequest, guardedMessage } from "./guardedFetch.ts";
import type { OutgoingPolicy } from "./policy.ts";

/** Once the status is known, so long at most is the body waited for: it is only kept for people to look at. */
const BODY_WAIT_MS_MAX = 1_000;

/**
 * As guardedFetch, for whom the status is the answer: of the body the first `bodyBytesMax` bytes are read, and one that is
 * longer, hangs or breaks off is no failure.
 * @throws AppError ADDRESS_REFUSED | FETCH_FAILED (no status within the time)
 */
export async function guardedFetchHead(url: string, request: GuardedRequest, policy: OutgoingPolicy): Promise<GuardedAnswer<Buffer>> {
  const { body: message, release, signal: _signal, ...answer } = await guardedMessage(url, request, policy);
  const body = await headOf(message, request.bodyBytesMax);
  release();
  message.destroy();
  return { ...answer, body };
}

/** What comes first of a body, however it ends. */
function headOf(message: IncomingMessage, bytesMax: number): Promise<Buffer> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const finish = (): void => {
      clearTimeout(timer);
      resolve(Buffer.concat(chunks).subarray(0, bytesMax));
    };
    const timer = setTimeout(finish, BODY_WAIT_MS_MAX);
    message.on("data", (chunk: Buffer) => {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes >= bytesMax) finish();
    });
    message.on("end", finish);
    // One that breaks off: what came before is the head, for the status has been received all the same.
    message.on("error", finish);
    message.on("close", finish);
  });
}
