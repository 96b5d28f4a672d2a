import { describe, expect, it } from "vitest";
import { fillText, type Values } from "./conversation.ts";
import { PURPOSES } from "./dialogue.ts";
import { AGENTS, LANGUAGES } from "./languages.ts";

const values: Values = {
  ...{ name: "N", company: "C", street: "S", day: "D", time: "T", amount: "A", order: "O", digits: "1", number: "3" },
};
const texts = LANGUAGES.map(([language]) => language);

describe.each(texts)("dialogues in $code", ({ dialogues, voicemail }) => {
  it("have 4 to 21 turns, begin with the agent, and never let one side speak twice in a row", () => {
    for (const { lines } of dialogues) {
      const spoken = lines.filter((line) => line.by !== "tool");
      expect(spoken.length).toBeGreaterThanOrEqual(4);
      expect(spoken.length).toBeLessThanOrEqual(21);
      expect(spoken.map((line) => line.by)).toEqual(spoken.map((_, index) => (index % 2 === 0 ? "assistant" : "user")));
    }
  });

  it("name only places that are filled", () => {
    for (const line of dialogues.flatMap((dialogue) => dialogue.lines)) {
      expect(() => fillText(line.by === "tool" ? JSON.stringify(line) : line.text, values)).not.toThrow();
    }
    expect(fillText(voicemail, values)).not.toContain("{");
  });

  it("go well, badly, and to a person, from both sides", () => {
    expect(new Set(dialogues.map((dialogue) => dialogue.outcome))).toEqual(new Set(["resolved", "declined", "transfer"]));
    expect(new Set(dialogues.map((dialogue) => dialogue.direction))).toEqual(new Set(["inbound", "outbound"]));
  });
});

describe("fillText", () => {
  it("refuses a place that nothing fills", () => {
    expect(() => fillText("Hello {stranger}", values)).toThrow(RangeError);
  });
});

describe("AGENTS", () => {
  it("has an agent for every purpose, and every purpose is spoken of", () => {
    expect(Object.keys(AGENTS).toSorted()).toEqual(PURPOSES.toSorted());
    expect(new Set(texts.flatMap(({ dialogues }) => dialogues.map(({ purpose }) => purpose)))).toEqual(new Set(PURPOSES));
  });
});
