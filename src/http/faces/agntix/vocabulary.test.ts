import { describe, expect, it } from "vitest";
import { toDirection, toPlatform, toState, toType, wherePlatform, whereState, whereType } from "./vocabulary.ts";

const numbers = { direction: null, customerNumber: null, callerNumber: null, calleeNumber: null };

describe("Agntix's words", () => {
  it("tell every state but open as closed", () => {
    expect((["open", "ended", "settling", "settled"] as const).map(toState)).toEqual(["OPEN", "CLOSED", "CLOSED", "CLOSED"]);
  });

  it.each([
    ["phone", null, "PHONE"],
    ["sip", "web", "PHONE"],
    ["web", "voice", "WEB"],
    ["whatsapp", "web", "WHATSAPP"],
    ["teams", "web", "WEB"],
    ["teams", null, "PHONE"],
    [null, "web", "WEB"],
    [null, null, "PHONE"],
  ] as const)("tell platform %s over channel %s as %s", (platform, channel, told) => {
    expect(toPlatform({ platform, channel })).toBe(told);
  });

  it("tell what is not said to be a chat as a call", () => {
    expect((["chat", "voice", "fax", null] as const).map((type) => toType({ type }))).toEqual(["CHAT", "VOICE", "VOICE", "VOICE"]);
  });

  it("tell the direction that was said, else the one that the customer's number shows", () => {
    expect(toDirection({ ...numbers, direction: "outbound", customerNumber: "+1", callerNumber: "+1" })).toBe("OUTBOUND");
    expect(toDirection({ ...numbers, customerNumber: "+1", callerNumber: "+1", calleeNumber: "+2" })).toBe("INBOUND");
    expect(toDirection({ ...numbers, customerNumber: "+2", callerNumber: "+1", calleeNumber: "+2" })).toBe("OUTBOUND");
    expect(toDirection(numbers)).toBe("INBOUND");
  });

  it("take the words of every generation of the contract as filters, in any case, and no others", () => {
    for (const word of ["OPEN", "active", "Idle"]) expect(whereState(word)).toEqual({ column: "state", oneOf: ["open"] });
    expect(whereState("expired")).toEqual(whereState("CLOSED"));
    expect(wherePlatform("sdk")).toEqual(wherePlatform("WEB"));
    expect(wherePlatform("VOICE")).toEqual(wherePlatform("PHONE"));
    for (const filter of [whereState, wherePlatform, whereType]) expect(filter("FAX")).toBeUndefined();
  });
});
