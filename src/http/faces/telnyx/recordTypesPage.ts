import { DEPTH_MAX, type ParentMapping, type RecordType, type Registry } from "../../../domain/registry.ts";
import { acceptedAliases, childTypes } from "./relationships.ts";

const HEAD = `# Record types

This page is generated from \`src/domain/recordTypes.ts\`; a test keeps it so (\`UPDATE=1\` writes it anew).

A record type says where a record's id, times, cost and quantity stand, and by which fields it finds its parent.
\`GET /v1/record-types\` lists those of an organization, its own ones included; the Telnyx face tells the same under
\`GET /v2/session_analysis/metadata\`. Wherever a record type is named, its name, an alias or its product slug will do.

How to read the tables:

- **Id**, **time**, **end**, **cost**: the first field of the list that holds a value counts. No cost field: records of
  this type carry no charge, their cost is zero and known.
- **Parents** are tried in this order; with the same rank, two fields are two names for one thing. A higher rank is less
  specific, and is tried only where the record has no value for the ones before it.
- **Levels** is how deep a tree below such a record can be, itself included (at most ${DEPTH_MAX}): what to send as \`max_depth\`.
`;

/** docs/record-types.md: every type of the registry, by group, in registry order. */
export function renderRecordTypesPage(registry: Registry): string {
  const groups = [...new Set(registry.types.map((type) => type.group))];
  const parts = [HEAD, overview(registry)];
  for (const group of groups) {
    parts.push(`## ${group}\n`);
    for (const type of registry.types) if (type.group === group) parts.push(section(registry, type));
  }
  return parts.join("\n");
}

function overview(registry: Registry): string {
  const rows = registry.types.map((type) => {
    const children = childTypes(registry, type.name);
    return `| ${code(type.name)} | ${code(type.product)} | ${codes(acceptedAliases(registry, type))} | ${codes(children)} | ${registry.depthBelow(type.name)} |`;
  });
  return ["| Record type | Product | Also accepted | Children | Levels |", "|---|---|---|---|---|", ...rows, ""].join("\n");
}

function section(registry: Registry, type: RecordType): string {
  const quantities = type.quantityFields.map(({ field, unit }) => `${code(field)} (${unit})`).join(", ");
  const facts: readonly (readonly [string, string])[] = [
    ["Id", codes(type.idFields)],
    ["Time", codes(type.timeFields)],
    ["End", codes(type.endFields)],
    ["Cost", codes(type.costFields)],
    ["Quantity", quantities || "—"],
    ["Links", codes(registry.linkFields(type.name))],
    ["Left out of the comparison of repeats", codes(type.volatileFields)],
  ];
  const lines = [`### ${type.name}\n`, `${type.description}. ${standing(type)}\n`, "| | |", "|---|---|"];
  for (const [name, value] of facts) if (value !== "—") lines.push(`| ${name} | ${value} |`);
  lines.push("");
  if (type.parents.length > 0) lines.push(parents(type.parents), "");
  return lines.join("\n");
}

function standing(type: RecordType): string {
  if (type.virtualBy.length > 0) {
    return `Exists as soon as any record carries its id in ${type.virtualBy.map(code).join(" or ")}, with or without a record of its own.`;
  }
  if (type.sessionRoot) return "A record without a parent is a session by itself.";
  return type.parents.length > 0 ? "A record without a parent is an orphan." : "Has no parents: each record is its own tree.";
}

function parents(mappings: readonly ParentMapping[]): string {
  const rows = mappings.map(
    ({ parentType, localField, parentField, specificity, costRollup, traversalEnabled }) =>
      `| ${code(parentType)} | ${code(localField)} | ${code(parentField)} | ${specificity} | ${notes(costRollup, traversalEnabled)} |`,
  );
  return ["| Parent | Field here | Field of the parent | Rank | Notes |", "|---|---|---|---|---|", ...rows].join("\n");
}

const notes = (costRollup: boolean, traversalEnabled: boolean): string =>
  [...(costRollup ? [] : ["shown, cost not added"]), ...(traversalEnabled ? [] : ["not followed in trees"])].join("; ");

const code = (text: string): string => `\`${text}\``;
const codes = (texts: readonly string[]): string => (texts.length === 0 ? "—" : texts.map(code).join(", "));
