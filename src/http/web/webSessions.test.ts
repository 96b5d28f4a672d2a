import { describe, expect, it } from "vitest";
import { LINK_LIFE_MS, SIGN_IN_LIFE_MS, WebSessions } from "./webSessions.ts";

function setUp() {
  const clock = { now: 1_000, nowMs: () => clock.now };
  let count = 0;
  const hashed: string[] = [];
  const hash = (text: string): string => {
    hashed.push(text);
    return `#${text}`;
  };
  return { clock, hashed, sessions: new WebSessions({ clock, hash, newToken: () => `token-${count++}` }) };
}

describe("WebSessions", () => {
  it("finds a sign-in until its life is over, to the millisecond", () => {
    const { clock, sessions } = setUp();
    const { token, expiresMs } = sessions.open("key");
    clock.now += SIGN_IN_LIFE_MS - 1;
    expect(sessions.find(token)).toEqual({ keyHash: "key", expiresMs });
    clock.now += 1;
    expect(sessions.find(token)).toBeUndefined();
  });

  it("finds nothing by the hash that it keeps", () => {
    const { sessions } = setUp();
    const { token } = sessions.open("key");
    expect(sessions.find(`#${token}`)).toBeUndefined();
  });

  it("closes one sign-in and leaves the key's others", () => {
    const { sessions } = setUp();
    const [first, second] = [sessions.open("key"), sessions.open("key")];
    sessions.close(first.token);
    sessions.close("never-opened");
    expect(sessions.find(first.token)).toBeUndefined();
    expect(sessions.find(second.token)).toBeDefined();
  });

  it("takes a link once, and neither for a cookie nor a cookie for a link", () => {
    const { sessions } = setUp();
    const link = sessions.openLink("key");
    const { token } = sessions.open("other");
    expect(sessions.find(link)).toBeUndefined();
    expect(sessions.takeLink(token)).toBeUndefined();
    expect(sessions.takeLink(link)).toBe("key");
    expect(sessions.takeLink(link)).toBeUndefined();
  });

  it("forgets a link after its life", () => {
    const { clock, sessions } = setUp();
    const link = sessions.openLink("key");
    clock.now += LINK_LIFE_MS;
    expect(sessions.takeLink(link)).toBeUndefined();
  });

  it("lets the oldest go when there are too many", () => {
    const { sessions } = setUp();
    const tokens = Array.from({ length: 10_001 }, () => sessions.open("key").token);
    expect(sessions.find(tokens[0] ?? "")).toBeUndefined();
    expect(sessions.find(tokens[1] ?? "")).toBeDefined();
    expect(sessions.find(tokens[10_000] ?? "")).toBeDefined();
  });
});
