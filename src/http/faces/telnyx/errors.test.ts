import { describe, expect, it } from "vitest";
import { AppError } from "../../../domain/errors.ts";
import { telnyxError } from "./errors.ts";

const first = (error: AppError, url = "/v2/session_analysis/call-session/x") => telnyxError(error, { url }).errors[0];

describe("an error of the Telnyx face", () => {
  it("has the members of both generations and leads to its page", () => {
    expect(first(new AppError("EVENT_NOT_FOUND", "No such event.", { field: "event_id" }))).toEqual({
      code: "10005",
      title: "Resource not found",
      message: "No such event.",
      detail: "No such event.",
      meta: { url: "/docs/errors#event_not_found" },
      source: { parameter: "event_id" },
    });
  });

  it("has no source where no parameter is at fault", () => {
    expect(first(new AppError("INTERNAL", "Oh."))).not.toHaveProperty("source");
  });

  it.each([
    ["KEY_MISSING", "10009"],
    ["SCOPE_MISSING", "10010"],
    ["RATE_LIMITED", "10011"],
    ["EVENT_ID_INVALID", "10015"],
    ["ANSWER_TOO_LARGE", "10015"],
    ["STORE_UNAVAILABLE", "10007"],
    ["INTERNAL", "10007"],
  ] as const)("numbers %s as %s", (code, number) => {
    expect(first(new AppError(code, "x"))?.code).toBe(number);
  });

  it("numbers a bad search for detail records as upstream does", () => {
    const error = first(new AppError("FILTER_INVALID", "Record type is missing"), "/v2/detail_records?sort=id");
    expect(error).toMatchObject({ code: "10011", title: "Bad Request", detail: "Record type is missing" });
  });

  it("keeps the general numbers for everything else about detail records", () => {
    expect(first(new AppError("KEY_INVALID", "x"), "/v2/detail_records")?.code).toBe("10009");
    expect(first(new AppError("RATE_LIMITED", "x"), "/v2/detail_records")?.title).toBe("Too many requests");
  });
});
