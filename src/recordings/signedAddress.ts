import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { Clock } from "../domain/clock.ts";
import { AppError } from "../domain/errors.ts";
import type { OfficeStore } from "../store/officeStore.ts";

export const RECORDING_KEYS_NAME = "recording_keys";
const KEY_LIFE_MS = 30 * 24 * 3_600_000;
/** How long a process may go on signing with a key that another one has retired; a retired key outlives its addresses by this. */
const KEYS_CACHED_MS = 60_000;
const OVERLAP_MS = 5 * KEYS_CACHED_MS;
/** An unknown key id makes us look again, but guesses must not become reads of the store. */
const LOOK_AGAIN_MS = 1_000;
const LEASE_MS = 10_000;
const TOKEN_CHARACTERS_MAX = 2_048;

interface RecordingKey {
  readonly id: string;
  /** base64url */
  readonly secret: string;
  readonly createdMs: number;
  /** After this its addresses are refused; null: it signs. */
  readonly validUntilMs: number | null;
}

export interface RecordingAddress {
  readonly organization: string;
  readonly sessionId: string;
}

export interface AddressParts {
  readonly office: Pick<OfficeStore, "serverValue" | "putServerValueOnce" | "setServerValue" | "takeLease" | "releaseLease">;
  readonly clock: Clock;
  /** How long an address works. */
  readonly lifeMs: number;
  newId(prefix: string): string;
  /** For the keys at rest. `open` throws AppError SECRET_KEY_WRONG. */
  seal(plain: string): string;
  open(sealed: string): string;
}

/** Makes a signed path without waiting; good for the moment it was asked for. */
export type SignAddress = (address: RecordingAddress & { readonly path: string; readonly expiresMs?: number }) => string;

const invalid = (why: string): AppError => new AppError("RECORDING_TOKEN_INVALID", why);

/**
 * Addresses that play one recording for a while without a key. A token is `key.payload.mac`: the payload names organization,
 * session and expiry, the mac is HMAC-SHA256 over it. Keys live in the office store and are replaced after 30 days or on
 * demand; a replaced one is honoured until the last address it signed has expired.
 */
export class RecordingAddresses {
  readonly #parts: AddressParts;
  #keys: readonly RecordingKey[] = [];
  #loadedMs = Number.NEGATIVE_INFINITY;

  constructor(parts: AddressParts) {
    this.#parts = parts;
  }

  async signer(): Promise<SignAddress> {
    const key = await this.#signingKey();
    return ({ organization, sessionId, path, expiresMs }) => {
      const latestMs = this.#parts.clock.nowMs() + this.#parts.lifeMs;
      const payload = encode([organization, sessionId, Math.min(expiresMs ?? latestMs, latestMs)]);
      return `${path}${path.includes("?") ? "&" : "?"}token=${key.id}.${payload}.${macOf(key, payload).toString("base64url")}`;
    };
  }

  /** @returns `path` with `?token=…`; `expiresMs` is never later than the setting allows. */
  async sign(address: Parameters<SignAddress>[0]): Promise<string> {
    return (await this.signer())(address);
  }

  /** What a token is good for. @throws AppError RECORDING_TOKEN_INVALID */
  async verify(token: string): Promise<RecordingAddress> {
    const [keyId, payload, mac, ...rest] = token.length > TOKEN_CHARACTERS_MAX ? [] : token.split(".");
    if (keyId === undefined || payload === undefined || mac === undefined || rest.length > 0)
      throw invalid("This is no token of a recording.");
    const key = await this.#keyFor(keyId);
    const nowMs = this.#parts.clock.nowMs();
    if (key === undefined || (key.validUntilMs !== null && key.validUntilMs <= nowMs)) throw invalid("The token's key is no longer valid.");
    const expected = macOf(key, payload);
    const given = Buffer.from(mac, "base64url");
    if (given.length !== expected.length || !timingSafeEqual(given, expected))
      throw invalid("The token is not one that was given out here.");
    const [organization, sessionId, expiresMs] = decode(payload);
    if (expiresMs <= nowMs) throw invalid("The address has expired.");
    return { organization, sessionId };
  }

  /** Signs with a new key from now on. @returns its id */
  async rotate(): Promise<{ keyId: string; retiredCount: number }> {
    const holder = this.#parts.newId("rotation");
    const nowMs = this.#parts.clock.nowMs();
    // Two rotations at once would each drop the other's key.
    if (!(await this.#parts.office.takeLease(RECORDING_KEYS_NAME, holder, nowMs, nowMs + LEASE_MS))) {
      throw new AppError("STORE_LOCKED", "Another process is making a new key just now.");
    }
    try {
      await this.#load();
      const validUntilMs = nowMs + this.#parts.lifeMs + OVERLAP_MS;
      const kept = this.#keys
        .map((key) => (key.validUntilMs === null ? { ...key, validUntilMs } : key))
        .filter((key) => (key.validUntilMs ?? 0) > nowMs);
      const key = this.#newKey(nowMs);
      const keys = [key, ...kept];
      await this.#parts.office.setServerValue(RECORDING_KEYS_NAME, this.#parts.seal(JSON.stringify(keys)));
      this.#remember(keys, nowMs);
      return { keyId: key.id, retiredCount: kept.length };
    } finally {
      await this.#parts.office.releaseLease(RECORDING_KEYS_NAME, holder);
    }
  }

  async #signingKey(): Promise<RecordingKey> {
    const nowMs = this.#parts.clock.nowMs();
    if (nowMs - this.#loadedMs >= KEYS_CACHED_MS) await this.#load();
    const current = this.#keys.find((key) => key.validUntilMs === null);
    if (current === undefined) return this.#makeFirst(nowMs);
    if (nowMs - current.createdMs < KEY_LIFE_MS) return current;
    // Of two processes that find the key too old, one replaces it; the other signs with the old one a little longer.
    await this.rotate().catch((error: unknown) => {
      if (!(error instanceof AppError && error.code === "STORE_LOCKED")) throw error;
    });
    return this.#keys.find((key) => key.validUntilMs === null) ?? current;
  }

  async #makeFirst(nowMs: number): Promise<RecordingKey> {
    const made = this.#parts.seal(JSON.stringify([this.#newKey(nowMs)]));
    this.#remember(this.#read(await this.#parts.office.putServerValueOnce(RECORDING_KEYS_NAME, made)), nowMs);
    const key = this.#keys.find(({ validUntilMs }) => validUntilMs === null);
    if (key === undefined) throw new AppError("INTERNAL", "No key signs recordings' addresses.");
    return key;
  }

  async #keyFor(keyId: string): Promise<RecordingKey | undefined> {
    const known = this.#keys.find(({ id }) => id === keyId);
    if (known !== undefined && this.#parts.clock.nowMs() - this.#loadedMs < KEYS_CACHED_MS) return known;
    if (this.#parts.clock.nowMs() - this.#loadedMs >= LOOK_AGAIN_MS) await this.#load();
    return this.#keys.find(({ id }) => id === keyId);
  }

  async #load(): Promise<void> {
    const stored = await this.#parts.office.serverValue(RECORDING_KEYS_NAME);
    this.#remember(stored === undefined ? [] : this.#read(stored), this.#parts.clock.nowMs());
  }

  #read(stored: string): RecordingKey[] {
    return JSON.parse(this.#parts.open(stored)) as RecordingKey[];
  }

  #remember(keys: readonly RecordingKey[], nowMs: number): void {
    this.#keys = keys;
    this.#loadedMs = nowMs;
  }

  #newKey(nowMs: number): RecordingKey {
    return { id: this.#parts.newId("rk"), secret: randomBytes(32).toString("base64url"), createdMs: nowMs, validUntilMs: null };
  }
}

const macOf = (key: RecordingKey, payload: string): Buffer =>
  createHmac("sha256", Buffer.from(key.secret, "base64url")).update(`calltree recording ${payload}`).digest();

const encode = (parts: readonly [string, string, number]): string => Buffer.from(JSON.stringify(parts)).toString("base64url");

/** Only ever called on a payload that our own key has signed. */
const decode = (payload: string): [string, string, number] =>
  JSON.parse(Buffer.from(payload, "base64url").toString("utf8")) as [string, string, number];
