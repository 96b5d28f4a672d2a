import { expect, it } from "vitest";
import { customerNumberOf } from "./sessionWords.ts";

it("tells the customer's number that was said, else the other side's where a direction was said", () => {
  const numbers = { direction: null, customerNumber: null, callerNumber: "+1", calleeNumber: "+2" };
  expect(customerNumberOf({ ...numbers, customerNumber: "+3", direction: "inbound" })).toBe("+3");
  expect(customerNumberOf({ ...numbers, direction: "inbound" })).toBe("+1");
  expect(customerNumberOf({ ...numbers, direction: "outbound" })).toBe("+2");
  expect(customerNumberOf(numbers)).toBeNull();
});
