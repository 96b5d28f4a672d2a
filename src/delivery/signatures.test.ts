import { randomBytes } from "node:crypto";
import { Webhook as StandardWebhook } from "standardwebhooks";
import { Webhook as SvixWebhook } from "svix";
import { describe, expect, it } from "vitest";
import { newEndpointSecret, signatureHeaders, validSecrets } from "./signatures.ts";

const NOW = Date.now();
const BODY = '{"type":"session.ended","name":"Zoë 🙂"}';
const OLD = newEndpointSecret(randomBytes);
const NEW = newEndpointSecret(randomBytes);
const headers = signatureHeaders("msg_1", NOW, BODY, [NEW]);

type Verify = (secret: string, body: string, sent: Record<string, string>) => void;
const only = (prefix: string, sent: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(sent).filter(([name]) => name.startsWith(`${prefix}-`)));
const verifiers: [string, string, Verify][] = [
  ["standardwebhooks", "webhook", (secret, body, sent) => void new StandardWebhook(secret).verify(body, sent)],
  ["svix", "webhook", (secret, body, sent) => void new SvixWebhook(secret).verify(body, sent)],
  ["svix", "svix", (secret, body, sent) => void new SvixWebhook(secret).verify(body, sent)],
];

/** The same text with one bit of one character changed, still printable. */
const flipped = (text: string, at: number): string => text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ 1) + text.slice(at + 1);

describe.each(verifiers)("a signature, for the library %s under the names %s-*", (_library, prefix, verify) => {
  it("verifies", () => {
    expect(() => verify(NEW, BODY, only(prefix, headers))).not.toThrow();
  });

  it("verifies for both secrets while a rotation overlaps, and for the new one alone afterwards", () => {
    const both = only(prefix, signatureHeaders("msg_1", NOW, BODY, [NEW, OLD]));
    expect(() => verify(NEW, BODY, both)).not.toThrow();
    expect(() => verify(OLD, BODY, both)).not.toThrow();
    const after = only(prefix, signatureHeaders("msg_1", NOW, BODY, [NEW]));
    expect(() => verify(NEW, BODY, after)).not.toThrow();
    expect(() => verify(OLD, BODY, after)).toThrow();
  });

  it("fails after one flipped byte of the body, wherever it is", () => {
    for (let at = 0; at < BODY.length; at++) expect(() => verify(NEW, flipped(BODY, at), only(prefix, headers)), `byte ${at}`).toThrow();
  });

  it.each(["id", "timestamp", "signature"])("fails after one flipped byte of its %s", (part) => {
    const name = `${prefix}-${part}`;
    const value = headers[name] ?? "";
    const at = part === "signature" ? 10 : value.length - 1;
    expect(() => verify(NEW, BODY, { ...only(prefix, headers), [name]: flipped(value, at) })).toThrow();
  });

  it("fails with a secret of somebody else, and once it is too old", () => {
    expect(() => verify(newEndpointSecret(randomBytes), BODY, only(prefix, headers))).toThrow();
    expect(() => verify(NEW, BODY, only(prefix, signatureHeaders("msg_1", NOW - 301_000, BODY, [NEW])))).toThrow();
  });
});

describe("signatures", () => {
  it("are those of the contract's test vector", () => {
    const secret = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
    const signature = "v1,xUX5btPo4mFNquXxAFs9KcCggM9RGedWH4NSGSJ9q1o=";
    expect(signatureHeaders("msg_2dQp", 1_714_305_600_999, '{"id":"x"}', [secret])).toEqual({
      "webhook-id": "msg_2dQp",
      "webhook-timestamp": "1714305600",
      "webhook-signature": signature,
      "svix-id": "msg_2dQp",
      "svix-timestamp": "1714305600",
      "svix-signature": signature,
    });
  });

  it("stand in the order of the secrets", () => {
    const [first, second] = (signatureHeaders("m", NOW, BODY, [NEW, OLD])["webhook-signature"] ?? "").split(" ");
    expect(first).toBe(signatureHeaders("m", NOW, BODY, [NEW])["webhook-signature"]);
    expect(second).toBe(signatureHeaders("m", NOW, BODY, [OLD])["webhook-signature"]);
  });

  it("are never left out", () => {
    expect(() => signatureHeaders("m", NOW, BODY, [])).toThrow("no secret");
  });
});

describe("secrets", () => {
  it("are 32 bytes behind whsec_", () => {
    expect(newEndpointSecret((size) => new Uint8Array(size).fill(1))).toBe(`whsec_${Buffer.alloc(32, 1).toString("base64")}`);
  });

  it("sign until they expire, newest first", () => {
    const former = { createdMs: 1, expiresMs: 1_000 };
    const current = { createdMs: 500, expiresMs: null };
    expect(validSecrets([former, current], 999)).toEqual([current, former]);
    expect(validSecrets([former, current], 1_000)).toEqual([current]);
    expect(validSecrets([former], 1_000)).toEqual([]);
  });
});
