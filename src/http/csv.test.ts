import { describe, expect, it } from "vitest";
import { parseJson } from "../domain/json.ts";
import { csvCell, csvHeader, csvLine, csvRow } from "./csv.ts";

describe("a CSV cell", () => {
  it.each(["=1+1", "+15550100", "-2+3", "@SUM(A1)", "\tx", "＝1", "-", "-1e5|cmd"])("never begins a formula: %j", (text) => {
    expect(csvCell(text)).toBe(`'${text}`);
  });

  it("keeps a text that begins with a line end from beginning a formula, inside quotes", () => {
    expect(csvCell("\r=1")).toBe(`"'\r=1"`);
    expect(csvCell("\n=1")).toBe(`"'\n=1"`);
  });

  it.each([
    [-5, "-5"],
    ["-0.212800", "-0.212800"],
    [0.1, "0.1"],
    [12n, "12"],
    [true, "true"],
  ])("leaves %s a plain value", (value, text) => {
    expect(csvCell(value)).toBe(text);
  });

  it("is empty where nothing is known", () => {
    expect(csvCell(null)).toBe("");
    expect(csvCell(undefined)).toBe("");
  });

  it("quotes what would break the line, and doubles quotes", () => {
    expect(csvCell('say "hi", then\r\ngo')).toBe('"say ""hi"", then\r\ngo"');
  });

  it("guards a formula that needs quotes as well", () => {
    expect(csvCell('=HYPERLINK("x","y")')).toBe(`"'=HYPERLINK(""x"",""y"")"`);
  });

  it("joins lists, guards what they begin with, and writes objects as JSON", () => {
    expect(csvCell(["a", "b"])).toBe("a;b");
    expect(csvCell(["=a", "b"])).toBe("'=a;b");
    expect(csvCell({ a: 1 })).toBe('"{""a"":1}"');
  });

  it("keeps every digit of a numeral that no double holds", () => {
    expect(csvCell(parseJson("12345678901234567890"))).toBe("12345678901234567890");
  });
});

describe("a CSV table", () => {
  const columns = [
    ["agent_id", "agent.id"],
    ["cost", "cost"],
  ] as const;

  it("has a header and lines that end as RFC 4180 says", () => {
    expect(csvHeader(columns)).toBe("agent_id,cost\r\n");
    expect(csvRow(columns, { agent: { id: "a1" }, cost: "0.5" })).toBe("a1,0.5\r\n");
    expect(csvLine([])).toBe("\r\n");
  });

  it("leaves a cell empty where a member is missing or null", () => {
    expect(csvRow(columns, { agent: null })).toBe(",\r\n");
    expect(csvRow(columns, { agent: "text" })).toBe(",\r\n");
  });
});
