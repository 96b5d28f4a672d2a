import { describe, expect, it } from "vitest";
import { SESSION_STATES, type SessionState } from "../../../domain/session.ts";
import { ownWord } from "../../../domain/sessionWords.ts";
import type { SessionCondition } from "../../../store/conversationStore.ts";
import { callChannel, callStatus, channelConditions, disconnectReason, errorMessage, statusConditions } from "./vocabulary.ts";

type Row = Readonly<Record<string, string | null>>;

/** What the port says of these conditions, for one row. */
function holds(condition: SessionCondition, row: Row): boolean {
  if ("anyOf" in condition) return condition.anyOf.some((all) => all.every((one) => holds(one, row)));
  if ("oneOf" in condition) return condition.oneOf.includes(row[condition.column] ?? null);
  if ("noneOf" in condition) return !condition.noneOf.includes(row[condition.column] ?? "");
  throw new Error("no such condition is made here");
}

const finds = (conditions: readonly SessionCondition[], row: Row): boolean => conditions.every((condition) => holds(condition, row));

const STATUSES = ["completed", "failed", "no_answer", "busy", "voicemail", "in_progress", "pending", "ringing"] as const;

describe("the status of a call", () => {
  it.each<[SessionState, string | null, string]>([
    ["open", null, "in_progress"],
    ["open", "in_progress", "in_progress"],
    ["open", "ringing", "ringing"],
    ["open", "pending", "pending"],
    ["open", "on_hold", "in_progress"],
    ["ended", null, "completed"],
    ["ended", "completed", "completed"],
    ["settling", "in_progress", "completed"],
    ["settled", "on_hold", "completed"],
    ["ended", "failed", "failed"],
    ["ended", "busy", "busy"],
    ["settled", "voicemail", "voicemail"],
    ["settled", "no_answer", "no_answer"],
    ["ended", "ringing", "no_answer"],
    ["ended", "pending", "no_answer"],
  ])("of a session that is %s and said to be %s is %s", (state, said, status) => {
    expect(callStatus(state, said)).toBe(status);
  });

  it("is what its filter finds, and no other filter finds it", () => {
    for (const state of SESSION_STATES) {
      for (const said of [null, ...STATUSES, "on_hold"]) {
        const found = STATUSES.filter((status) => finds(statusConditions(status), { state, status: said }));
        expect(found, `${state}, ${said}`).toEqual([callStatus(state, said)]);
      }
    }
  });

  it("is asked for by its synonyms too", () => {
    expect(statusConditions("In Progress")).toEqual(statusConditions("in_progress"));
    expect(statusConditions("no-answer")).toEqual(statusConditions("no_answer"));
  });

  it("finds nothing by a word that no call has", () => {
    for (const state of SESSION_STATES) expect(finds(statusConditions("on_hold"), { state, status: "on_hold" })).toBe(false);
  });
});

describe("the channel of a call", () => {
  const facts = [null, "voice", "web", "sip", "smoke"].flatMap((channel) =>
    [null, "phone", "web", "sip", "whatsapp", "smoke", "toString"].map((platform) => ({ channel, platform })),
  );

  it("is what was said, else what the platform stands for, else unknown", () => {
    expect(callChannel({ channel: "sip", platform: "phone" })).toBe("sip");
    expect(callChannel({ channel: null, platform: "phone" })).toBe("voice");
    expect(callChannel({ channel: "smoke", platform: "web" })).toBe("web");
    expect(callChannel({ channel: null, platform: "whatsapp" })).toBe("");
    expect(callChannel({ channel: "smoke", platform: "toString" })).toBe("");
  });

  it("is what its filter finds, and no other filter finds it", () => {
    for (const row of facts) {
      const found = ["voice", "web", "sip"].filter((channel) => finds(channelConditions(channel), row));
      expect(found, JSON.stringify(row)).toEqual([callChannel(row)].filter((channel) => channel !== ""));
    }
  });

  it.each([
    ["phone", "voice"],
    ["pstn", "voice"],
    ["web_call", "web"],
  ])("is asked for as %s too", (alias, channel) => {
    expect(channelConditions(alias)).toEqual(channelConditions(channel));
  });

  it.each([
    ["inbound_call", "inbound"],
    ["outbound", "outbound"],
  ])("%s asks for the direction as well", (alias, direction) => {
    const other = direction === "inbound" ? "outbound" : "inbound";
    expect(finds(channelConditions(alias), { channel: "voice", platform: null, direction })).toBe(true);
    expect(finds(channelConditions(alias), { channel: "voice", platform: null, direction: other })).toBe(false);
  });

  it("finds nothing by a word that no call has", () => {
    for (const row of facts) expect(finds(channelConditions("smoke"), row)).toBe(false);
  });
});

describe("the reason why a call ended", () => {
  const reason = (said: string): string => disconnectReason(ownWord("disconnectReason", said));

  it.each([
    ["customer_hangup", "user_hangup"],
    ["caller_hangup", "user_hangup"],
    ["user_hangup", "user_hangup"],
    ["agent_hangup", "agent_hangup"],
    ["timeout", "timeout"],
    ["error", "error"],
  ])("%s is %s", (said, own) => {
    expect(reason(said)).toBe(own);
  });

  it.each([
    ["customer-ended-call", "user_hangup"],
    ["client-disconnected", "user_hangup"],
    ["assistant-said-end-call-phrase", "agent_hangup"],
    ["assistant-forwarded-call", "agent_hangup"],
    ["silence-timed-out", "timeout"],
    ["exceeded-max-duration", "timeout"],
    ["user_silence_timeout", "timeout"],
    ["pipeline-error-openai-llm-failed", "error"],
    ["dial_failed", "error"],
    ["assistant-not-found-error", "error"],
  ])("%s, an open word, counts as %s", (said, own) => {
    expect(reason(said)).toBe(own);
  });

  it("is empty where nothing is known, or a word tells none of the four", () => {
    expect(disconnectReason(null)).toBe("");
    expect(reason("sunset")).toBe("");
  });

  it("leaves an error's own word in the error message, and nothing else", () => {
    expect(errorMessage("pipeline_error_openai")).toBe("pipeline_error_openai");
    expect(errorMessage("error")).toBe("");
    expect(errorMessage("user_hangup")).toBe("");
    expect(errorMessage(null)).toBe("");
  });
});
