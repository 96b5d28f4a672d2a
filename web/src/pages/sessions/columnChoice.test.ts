import { expect, it } from "vitest";
import { exportColumnsText, readColumns } from "./columnChoice.ts";

const exported = (text: string): string => exportColumnsText(readColumns(text) ?? []);

it("an exported amount goes with the counts that say whether it is all of it", () => {
  expect(exported("id,owned_cost,state")).toBe("id,owned_cost,state,unknown_cost_count,unconverted_count");
  expect(exported("unknown_cost_count,tree_cost")).toBe("unknown_cost_count,tree_cost,unconverted_count");
  expect(exported("id,state")).toBe("id,state");
});
