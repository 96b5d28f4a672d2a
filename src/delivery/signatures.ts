import { Webhook } from "standardwebhooks";

/** One secret in its readable form, `whsec_` and base64. */
export interface SigningSecret {
  readonly secret: string;
  readonly createdMs: number;
  /** Null: it does not end. */
  readonly expiresMs: number | null;
}

const SECRET_PREFIX = "whsec_";
const SECRET_BYTES = 32;

/** @param randomBytes such as node:crypto's @returns `whsec_` and the base64 of 32 bytes */
export const newEndpointSecret = (randomBytes: (size: number) => Uint8Array): string =>
  `${SECRET_PREFIX}${Buffer.from(randomBytes(SECRET_BYTES)).toString("base64")}`;

/** Those that sign at this time, newest first: after a rotation the former secret goes on for its overlap. */
export const validSecrets = <Secret extends Pick<SigningSecret, "createdMs" | "expiresMs">>(
  secrets: readonly Secret[],
  nowMs: number,
): Secret[] =>
  secrets.filter(({ expiresMs }) => expiresMs === null || expiresMs > nowMs).sort((one, other) => other.createdMs - one.createdMs);

/**
 * The headers of Standard Webhooks, and the same again under Svix' names, for its receivers look for those alone.
 * @param body exactly the text that is sent, as UTF-8
 * @param secrets all that sign, newest first; at least one
 * @throws Error when there is none: nothing is ever sent unsigned
 */
export function signatureHeaders(messageId: string, atMs: number, body: string, secrets: readonly string[]): Record<string, string> {
  if (secrets.length === 0) throw new Error("the endpoint has no secret that could sign");
  const at = new Date(atMs);
  const signature = secrets.map((secret) => new Webhook(secret).sign(messageId, at, body)).join(" ");
  const timestamp = String(Math.floor(atMs / 1_000));
  const headers: Record<string, string> = {};
  for (const prefix of ["webhook", "svix"]) {
    headers[`${prefix}-id`] = messageId;
    headers[`${prefix}-timestamp`] = timestamp;
    headers[`${prefix}-signature`] = signature;
  }
  return headers;
}
