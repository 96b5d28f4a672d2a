/** What others rely on is a committed file, so that a change shows in the diff. `UPDATE=1 npm test` rewrites it. */
import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { sqlite } from "./support/databases.ts";
import { startTestServer } from "./support/server.ts";

interface OpenApi {
  readonly paths: Readonly<Record<string, unknown>>;
}

describe.each([
  ["native", "/v1/"],
  ["telnyx", "/v2/"],
])("the %s face", (name, prefix) => {
  it("is the committed OpenAPI", async () => {
    await using server = await startTestServer(sqlite);
    const whole = server.calltree.app.swagger() as unknown as OpenApi;
    const paths = Object.fromEntries(Object.entries(whole.paths).filter(([path]) => path.startsWith(prefix)));
    expect(Object.keys(paths)).not.toHaveLength(0);
    const text = `${JSON.stringify({ ...whole, paths }, null, 2)}\n`;
    const file = `contracts/${name}.openapi.json`;
    if (process.env["UPDATE"] === "1") writeFileSync(file, text);
    expect(readFileSync(file, "utf8")).toBe(text);
  });

  it("refers only to schemas that it has", async () => {
    const document = JSON.parse(readFileSync(`contracts/${name}.openapi.json`, "utf8")) as {
      components: { schemas: Record<string, unknown> };
    };
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)].map((match) => match[1]);
    expect(references.filter((reference) => !Object.hasOwn(document.components.schemas, reference ?? ""))).toEqual([]);
  });
});
