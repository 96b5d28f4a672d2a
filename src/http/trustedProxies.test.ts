import { describe, expect, it } from "vitest";
import { trustedProxies } from "./trustedProxies.ts";

describe("trusted proxies", () => {
  it("are none unless they are named", () => {
    expect(trustedProxies(null)).toBe(false);
  });

  it("are addresses and ranges, however they are spaced", () => {
    expect(trustedProxies("127.0.0.1, 10.0.0.0/8,::1 ,fd00::/8")).toEqual(["127.0.0.1", "10.0.0.0/8", "::1", "fd00::/8"]);
  });

  it.each(["", "proxy.internal", "10.0.0.0/33", "127.0.0.1,", "*", "true", "127.0.0.1 10.0.0.1"])(
    "are refused when they hold %j",
    (text) => {
      expect(() => trustedProxies(text)).toThrow(expect.objectContaining({ code: "CONFIG_INVALID" }));
    },
  );
});
