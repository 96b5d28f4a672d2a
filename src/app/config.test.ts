import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readConfig } from "./config.ts";
import { SETTINGS } from "./settings.ts";

describe("settings", () => {
  it("need nothing to be set", () => {
    expect(readConfig({})).toMatchObject({
      HOST: "127.0.0.1",
      PORT: 8733,
      DATABASE_URL: "sqlite:./data/calltree.db",
      CALLTREE_SECRET_KEY: null,
    });
  });

  it("report every fault together", () => {
    const read = () => readConfig({ PORT: "http", DATABASE_URL: "mysql://x", READ_THREADS: "-1" });
    expect(read).toThrow(/PORT must be a whole number.*\n.*DATABASE_URL must be sqlite:PATH or postgres.*\n.*READ_THREADS/);
  });

  it("never repeat a secret in a fault", () => {
    expect(() => readConfig({ CALLTREE_SECRET_KEY: "hunter2" })).toThrow(/^(?!.*hunter2)/);
  });

  it("are each documented, and nothing else is", () => {
    const page = readFileSync("docs/settings.md", "utf8");
    const documented = [...page.matchAll(/^\| `([A-Z0-9_]+)` \| (.*?) \|/gm)].map((match) => [match[1], match[2]]);
    const expected = Object.entries(SETTINGS).map(([name, setting]) => [
      name,
      setting.default === null ? "none" : `\`${setting.default}\``,
    ]);
    expect(documented).toEqual(expected);
  });
});
