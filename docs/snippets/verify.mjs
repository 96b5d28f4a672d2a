import { createHmac, timingSafeEqual } from "node:crypto";

/**
 * True when the delivery is genuine and not older than five minutes. `headers` has lower-case names, `body` is the raw
 * body (a Buffer or a string) as it arrived, `secret` is the endpoint's, `whsec_…`.
 */
export function verify(secret, headers, body, nowSec = Date.now() / 1000) {
  const id = headers["webhook-id"];
  const timestamp = headers["webhook-timestamp"];
  const signatures = headers["webhook-signature"];
  if (!id || !/^\d{1,12}$/.test(timestamp ?? "") || !signatures) return false;
  if (Math.abs(nowSec - Number(timestamp)) > 300) return false;
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  const expected = createHmac("sha256", key).update(`${id}.${timestamp}.`).update(body).digest();
  return signatures.split(" ").some((one) => {
    if (!one.startsWith("v1,")) return false;
    const given = Buffer.from(one.slice(3), "base64");
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
}
