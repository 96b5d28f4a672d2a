import { createCipheriv, createDecipheriv, hash, randomBytes } from "node:crypto";
import { AppError } from "../domain/errors.ts";
import type { OfficeStore } from "../store/officeStore.ts";

export const sha256Hex = (text: string): string => hash("sha256", text, "hex");

/** 192 random bits; the prefix lets people and secret scanners recognise it. Only its hash is stored. */
export function newSecret(): { secret: string; hash: string } {
  const secret = `ct_${randomBytes(24).toString("base64url")}`;
  return { secret, hash: sha256Hex(secret) };
}

/** 256 random bits, for cookies and links. */
export const newToken = (): string => randomBytes(32).toString("base64url");

/** For one answer's content security policy. */
export const newNonce = (): string => randomBytes(16).toString("base64");

export const newId = (prefix: string): string =>
  `${prefix}_${randomBytes(9).toString("base64url").replaceAll("-", "x").replaceAll("_", "y")}`;

export const SECRET_CHECK_NAME = "secret_key_check";
const CHECK_TEXT = "calltree";

/** AES-256-GCM under the server's secret key: nonce, tag and ciphertext, base64. */
export function encryptSecret(secretKeyHex: string, plain: string): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", Buffer.from(secretKeyHex, "hex"), nonce);
  const sealed = Buffer.concat([cipher.update(plain, "utf8"), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString("base64");
}

/** @throws AppError SECRET_KEY_WRONG */
export function decryptSecret(secretKeyHex: string, sealed: string): string {
  const bytes = Buffer.from(sealed, "base64");
  const decipher = createDecipheriv("aes-256-gcm", Buffer.from(secretKeyHex, "hex"), bytes.subarray(0, 12));
  decipher.setAuthTag(bytes.subarray(12, 28));
  try {
    return decipher.update(bytes.subarray(28), undefined, "utf8") + decipher.final("utf8");
  } catch (cause) {
    throw new AppError("SECRET_KEY_WRONG", "CALLTREE_SECRET_KEY is not the key that this database's secrets were encrypted with.", {
      cause,
    });
  }
}

/**
 * Ties a database to the secret key it is first started with, so that a wrong key is found at the start and not at the
 * first webhook. @throws AppError SECRET_KEY_WRONG
 */
export async function checkSecretKey(office: OfficeStore, secretKeyHex: string | null): Promise<void> {
  if (secretKeyHex === null) return;
  const stored = await office.putServerValueOnce(SECRET_CHECK_NAME, encryptSecret(secretKeyHex, CHECK_TEXT));
  decryptSecret(secretKeyHex, stored);
}

const SEALED = "sealed:";
const PLAIN = "plain:";

/** Signing keys rest encrypted when the server has a secret key; those from before it had one are still read. */
export function sealing(secretKeyHex: string | null): { seal(plain: string): string; open(stored: string): string } {
  return {
    seal: (plain) => (secretKeyHex === null ? PLAIN + plain : SEALED + encryptSecret(secretKeyHex, plain)),
    open: (stored) => {
      if (stored.startsWith(PLAIN)) return stored.slice(PLAIN.length);
      if (secretKeyHex === null)
        throw new AppError("SECRET_KEY_WRONG", "The keys of recordings' addresses are encrypted; CALLTREE_SECRET_KEY is not set.");
      return decryptSecret(secretKeyHex, stored.slice(SEALED.length));
    },
  };
}
