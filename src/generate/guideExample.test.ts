import { describe, expect, it } from "vitest";
import { formatNanos, parseAmountNanos } from "../domain/money.ts";
import { readRecord } from "../domain/record.ts";
import { BUILT_IN_RECORD_TYPES } from "../domain/recordTypes.ts";
import { Registry } from "../domain/registry.ts";
import { GUIDE_EXAMPLE } from "./guideExample.ts";

describe("GUIDE_EXAMPLE", () => {
  const registry = new Registry(BUILT_IN_RECORD_TYPES);

  it("costs what the guide says: 0.2128", () => {
    const nanos = GUIDE_EXAMPLE.records.map((record) => parseAmountNanos(record["cost"]) ?? 0n);
    expect(formatNanos(nanos.reduce((sum, cost) => sum + cost, 0n))).toBe("0.212800");
  });

  it("has the guide's ten records with ids of their own, the call-session being virtual", () => {
    const drafts = GUIDE_EXAMPLE.records.map((record) => readRecord(record, JSON.stringify(record), registry, (text) => text));
    expect(drafts.map((draft) => draft.type)).toEqual([
      ...["recording", "webrtc", "sip-trunking", "call-control", "ai-voice-assistant"],
      ...Array.from({ length: 5 }, () => "inference"),
    ]);
    expect(new Set(drafts.map((draft) => draft.id)).size).toBe(10);
  });
});
