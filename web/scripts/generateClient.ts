/** Writes the types of the native API out of its committed contract, so that the page cannot drift from the server. */
import { readFileSync, writeFileSync } from "node:fs";

interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly patternProperties?: Readonly<Record<string, Schema>>;
}
interface Body {
  readonly content?: Readonly<Record<string, { readonly schema: Schema }>>;
}
interface Operation {
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly required?: boolean; readonly schema: Schema }[];
  readonly requestBody?: Body;
  readonly responses: Readonly<Record<string, Body>>;
}
interface Contract {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

const nameOf = (key: string): string => (/^[A-Za-z_$][\w$]*$/.test(key) ? key : JSON.stringify(key));

export function typeOf(schema: Schema): string {
  if (schema.$ref !== undefined) return schema.$ref.replace("#/components/schemas/", "");
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
  if (schema.anyOf !== undefined) return schema.anyOf.map(typeOf).join(" | ");
  if (schema.allOf !== undefined) return schema.allOf.map((part) => `(${typeOf(part)})`).join(" & ");
  switch (schema.type) {
    case "string":
    case "boolean":
    case "null":
      return schema.type;
    case "integer":
    case "number":
      return "number";
    case "array":
      return `readonly (${schema.items === undefined ? "unknown" : typeOf(schema.items)})[]`;
    case "object":
      return objectType(schema);
    default:
      return "unknown";
  }
}

function objectType({ properties, required = [], additionalProperties, patternProperties }: Schema): string {
  const [pattern] = Object.values(patternProperties ?? {});
  const others = pattern ?? (typeof additionalProperties === "object" ? additionalProperties : undefined);
  if (properties === undefined) return `{ readonly [name: string]: ${others === undefined ? "unknown" : typeOf(others)} }`;
  const members = Object.entries(properties).map(
    ([key, member]) => `readonly ${nameOf(key)}${required.includes(key) ? "" : "?"}: ${typeOf(member)};`,
  );
  return `{ ${members.join(" ")} }`;
}

const jsonOf = (body: Body | undefined): string => {
  const schema = body?.content?.["application/json"]?.schema;
  return schema === undefined ? "undefined" : typeOf(schema);
};

function operationType(operation: Operation): string {
  const query = (operation.parameters ?? []).filter((parameter) => parameter.in === "query");
  const members = query.map(({ name, required, schema }) => `readonly ${nameOf(name)}${required ? "" : "?"}: ${typeOf(schema)};`);
  const answer = Object.entries(operation.responses).find(([status]) => status.startsWith("2"))?.[1];
  return `{ query: { ${members.join(" ")} }; body: ${jsonOf(operation.requestBody)}; answer: ${jsonOf(answer)} }`;
}

/** The whole module's text. */
export function clientTypes(contract: Contract): string {
  const schemas = Object.entries(contract.components.schemas).map(([name, schema]) => `export type ${name} = ${typeOf(schema)};`);
  const operations = Object.entries(contract.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => `  "${method.toUpperCase()} ${path}": ${operationType(operation)};`),
  );
  const head = "// Generated from contracts/native.openapi.json by web/scripts/generateClient.ts; do not edit.";
  return `${head}\n\n${schemas.join("\n\n")}\n\nexport interface Operations {\n${operations.join("\n")}\n}\n`;
}

if (import.meta.main) {
  const contract = JSON.parse(readFileSync(new URL("../../contracts/native.openapi.json", import.meta.url), "utf8")) as Contract;
  writeFileSync(new URL("../src/api/native.generated.ts", import.meta.url), clientTypes(contract));
}
