import { expect, it } from "vitest";
import { withOffset } from "./timeParameter.ts";

it("reads the offset of a time whose plus sign was not encoded, and leaves all other text alone", () => {
  expect(withOffset("2026-03-17T10:00:00 01:00")).toBe("2026-03-17T10:00:00+01:00");
  expect(withOffset("2026-03-17 10:00:00")).toBe("2026-03-17 10:00:00");
  expect(withOffset("two words")).toBe("two words");
});
