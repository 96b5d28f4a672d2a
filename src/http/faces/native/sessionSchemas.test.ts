import { describe, expect, it } from "vitest";
import { SESSION_FIELDS } from "./sessionFields.ts";
import { SessionAnswer, sessionSchemas } from "./sessionSchemas.ts";

interface Node {
  readonly $id?: string;
  readonly $ref?: string;
  readonly type?: string;
  readonly description?: string;
  readonly examples?: readonly unknown[];
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Node[];
  readonly items?: Node;
  readonly properties?: Readonly<Record<string, Node>>;
}

/** Scalar members, by their path, that lack what the reference shows of them. */
function bare(node: Node, path: string): string[] {
  const inner = [...(node.anyOf ?? []), ...(node.items === undefined ? [] : [node.items])];
  const below = inner.flatMap((each) => bare({ ...each, description: each.description ?? "inside" }, path));
  const members = Object.entries(node.properties ?? {}).flatMap(([name, member]) => bare(member, `${path}.${name}`));
  const isScalar = ["string", "number", "integer", "boolean"].includes(node.type ?? "");
  const lacksExample = isScalar && node.examples === undefined && node.enum === undefined;
  const lacksDescription = isScalar && node.description === undefined && node.examples === undefined;
  return [
    ...below,
    ...members,
    ...(lacksExample ? [`${path} has no example`] : []),
    ...(lacksDescription ? [`${path} is not described`] : []),
  ];
}

describe("the reference of sessions", () => {
  it("shows an example of every member, and says what it is", () => {
    expect((sessionSchemas as readonly unknown[] as readonly Node[]).flatMap((schema) => bare(schema, schema.$id ?? ""))).toEqual([]);
  });

  it("has every field that lists filter and sort by", () => {
    const text = JSON.stringify(SessionAnswer);
    for (const { name } of SESSION_FIELDS) {
      const word = name.replace(/^(agent|root)_|_(inbound|outbound)/g, "").replace(/^latency_|_count$/g, "");
      expect(text, name).toContain(`${word}`);
    }
  });
});
