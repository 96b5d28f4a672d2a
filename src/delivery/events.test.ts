import { describe, expect, it } from "vitest";
import { eventName, eventsOfFormat, messageIdOf, wantsEvent } from "./events.ts";

describe("the events of a format", () => {
  it("are those that an endpoint can ask for", () => {
    expect(eventsOfFormat("native").toSorted()).toEqual([
      ...["endpoint.failing", "endpoint.recovered", "session.analysed", "session.created", "session.ended", "session.merged"],
      ...["session.revised", "session.settled", "sessions.revised"],
    ]);
    expect(eventsOfFormat("agntix")).toEqual(["session.created", "session.ended"]);
    expect(eventsOfFormat("ravan")).toEqual(["call.completed"]);
  });

  it("are named in its own words", () => {
    expect(["native", "agntix", "ravan"].map((format) => eventName(format as "native", "completed"))).toEqual([
      "session.ended",
      "session.ended",
      "call.completed",
    ]);
    expect(eventName("native", "digest")).toBe("sessions.revised");
  });

  it("leave out what only live streams tell, and what the format does not know", () => {
    for (const kind of ["updated", "ended", "message", "erased"] as const) expect(eventName("native", kind)).toBeUndefined();
    expect(eventName("agntix", "settled")).toBeUndefined();
    expect(eventName("ravan", "created")).toBeUndefined();
  });
});

describe("a subscription", () => {
  it("without names is to everything that the format has, and to nothing else", () => {
    expect(wantsEvent({ format: "native", events: [] }, "endpoint.failing")).toBe(true);
    expect(wantsEvent({ format: "agntix", events: [] }, "session.ended")).toBe(true);
    expect(wantsEvent({ format: "agntix", events: [] }, "endpoint.failing")).toBe(false);
  });

  it("with names is to those alone", () => {
    const endpoint = { format: "native", events: ["session.ended"] } as const;
    expect(wantsEvent(endpoint, "session.ended")).toBe(true);
    expect(wantsEvent(endpoint, "session.created")).toBe(false);
  });
});

describe("a message id", () => {
  it("is the same for the same happening and endpoint, and another for every other", () => {
    const id = messageIdOf("ep_1", "log 7");
    expect(id).toMatch(/^msg_[A-Za-z0-9]{27}$/);
    expect(messageIdOf("ep_1", "log 7")).toBe(id);
    expect(new Set([id, messageIdOf("ep_2", "log 7"), messageIdOf("ep_1", "log 8"), messageIdOf("ep_1l", "og 7")]).size).toBe(4);
  });
});
