/** What others rely on is a committed file, so that a change shows in the diff. `UPDATE=1 npm test` rewrites it. */
import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { sqlite } from "./support/databases.ts";
import { FACES, type FaceName, faceOf, type OpenApi, operationsOf, referencesIn } from "./support/openApi.ts";
import { startTestServer } from "./support/server.ts";

const fileOf = (face: FaceName): string => `contracts/${face}.openapi.json`;
const committed = (face: FaceName): OpenApi => JSON.parse(readFileSync(fileOf(face), "utf8")) as OpenApi;
const isService = (path: string): boolean => !path.startsWith("/v1/") && !path.startsWith("/v2/") && !path.startsWith("/api/");

describe.each(FACES)("the %s face", (face) => {
  it("is the committed OpenAPI", async () => {
    await using server = await startTestServer(sqlite);
    const document = faceOf(server.calltree.app.swagger() as unknown as OpenApi, face);
    expect(Object.keys(document.paths)).not.toHaveLength(0);
    const text = `${JSON.stringify(document, null, 2)}\n`;
    if (process.env["UPDATE"] === "1") writeFileSync(fileOf(face), text);
    expect(readFileSync(fileOf(face), "utf8")).toBe(text);
  });

  it("has every schema that it refers to, and no other", () => {
    const document = committed(face);
    const schemas = Object.keys(document.components.schemas);
    expect([...referencesIn(document)].toSorted()).toEqual(schemas.toSorted());
  });

  it("has every way to show who asks that it names, and no other", () => {
    const document = committed(face);
    const named = operationsOf(document).flatMap(({ security }) => security.flatMap((one) => Object.keys(one)));
    expect([...new Set(named)].toSorted()).toEqual(Object.keys(document.components.securitySchemes).toSorted());
  });
});

describe("the faces", () => {
  it("share no path, and leave none out", async () => {
    await using server = await startTestServer(sqlite);
    const whole = server.calltree.app.swagger() as unknown as OpenApi;
    const told = FACES.flatMap((face) => Object.keys(committed(face).paths));
    expect(told.toSorted()).toEqual(
      Object.keys(whole.paths)
        .filter((path) => !isService(path))
        .toSorted(),
    );
  });

  it("take a key where their contracts have it: in X-Api-Key for Ravan and Agntix, as a Bearer for the others", () => {
    const schemes = (face: FaceName): Set<string> =>
      new Set(operationsOf(committed(face)).flatMap(({ security }) => security.flatMap(Object.keys)));
    expect(schemes("native")).toEqual(new Set(["bearer"]));
    expect(schemes("telnyx")).toEqual(new Set(["bearer"]));
    for (const face of ["ravan", "agntix"] as const) {
      expect(operationsOf(committed(face)).every(({ security }) => security.some((one) => Object.hasOwn(one, "apiKey")))).toBe(true);
    }
  });
});
