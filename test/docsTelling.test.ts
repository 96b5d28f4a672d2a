/** docs/webhooks.md and docs/analysis.md are held to the code: events, retries, members and the rule of estimates. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { ATTEMPTS_MAX, RETRY_AFTER_MS } from "../src/delivery/schedule.ts";
import { ESTIMATED_TOKENS } from "../src/http/faces/native/analysisOperations.ts";
import { AgentAnalysis, AnalysisSettingsBody } from "../src/http/faces/native/analysisSchemas.ts";
import { NewEndpointBody, WEBHOOK_EVENTS } from "../src/http/faces/native/webhookSchemas.ts";

/** Cells of the rows of the first table that has this heading. */
function rowsOf(page: string, head: string): string[][] {
  const [, table = ""] = page.split(`\n| ${head}\n`);
  const rows = table.split("\n").slice(1);
  return rows
    .slice(
      0,
      rows.findIndex((row) => !row.startsWith("|")),
    )
    .map((row) =>
      row
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}
const named = (cell = ""): string[] => [...cell.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? "");

describe("docs/webhooks.md", () => {
  const page = readFileSync("docs/webhooks.md", "utf8");

  it("lists every event under the formats that have it, and no other", () => {
    const documented = rowsOf(page, "event | format | when |").flatMap(([name, formats = ""]) =>
      formats.split(", ").map((format) => `${format} ${named(name)[0]}`),
    );
    const known = Object.entries(WEBHOOK_EVENTS).flatMap(([format, names]) => names.map((name) => `${format} ${name}`));
    expect(documented.toSorted()).toEqual([...known, "all endpoint.test"].toSorted());
  });

  it("tells every pause between attempts", () => {
    const written = rowsOf(page, "attempt | after a pause of |");
    expect(written).toEqual([["1", "at once"], ...RETRY_AFTER_MS.map((pauseMs, index) => [String(index + 2), pauseText(pauseMs)])]);
    expect([ATTEMPTS_MAX, page]).toEqual([12, expect.stringContaining("tried twelve times over about 28 hours")]);
  });

  it("describes every member of an endpoint, and no other", () => {
    expect(rowsOf(page, "member | what it is |").flatMap(([name]) => named(name))).toHaveLength(
      Object.keys(NewEndpointBody.properties).length,
    );
    for (const name of Object.keys(NewEndpointBody.properties)) expect(page).toContain(`\n| \`${name}\` |`);
  });
});

describe("docs/analysis.md", () => {
  const page = readFileSync("docs/analysis.md", "utf8");

  it("describes every setting of an agent and of an organization, and no other", () => {
    const documented = (head: string): string[] => rowsOf(page, head).flatMap(([name]) => named(name));
    const ofAgent = AgentAnalysis.anyOf[0]?.["properties" as never] as object;
    expect(documented("member | what it is |").toSorted()).toEqual(Object.keys(ofAgent).toSorted());
    expect(documented("member | what it is | default |").toSorted()).toEqual(Object.keys(AnalysisSettingsBody.properties).toSorted());
  });

  it("tells the rule by which costs are estimated", () => {
    const { message, session, answer } = ESTIMATED_TOKENS;
    expect(page).toContain(`${message} tokens a message, ${session.toLocaleString("en-US")} a session and a quarter of the characters`);
    expect(page).toContain(`in, and ${answer} a session out`);
  });
});

function pauseText(pauseMs: number): string {
  const minutes = pauseMs / 60_000;
  if (minutes < 1) return `${pauseMs / 1_000} s`;
  if (minutes < 60) return `${minutes} min`;
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
