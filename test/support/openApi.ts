/** The server's own OpenAPI, taken apart by face: what tests of every route go over, so that none can be forgotten. */

export const FACES = ["native", "telnyx", "ravan", "agntix"] as const;
export type FaceName = (typeof FACES)[number];
export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
/** One way to show who asks: names of schemes, all of which it takes. */
export type Security = Readonly<Record<string, readonly string[]>>;

interface Parameter {
  readonly name: string;
  readonly in: string;
}

interface OperationObject {
  readonly security?: readonly Security[];
  readonly parameters?: readonly Parameter[];
  readonly summary?: string;
}

export interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, OperationObject>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, unknown>>; readonly securitySchemes: Readonly<Record<string, unknown>> };
  readonly security?: readonly Security[];
}

export interface Operation {
  readonly face: FaceName | "service";
  readonly method: Method;
  /** With `{name}` where parameters stand. */
  readonly path: string;
  readonly security: readonly Security[];
  /** Names of its query parameters. */
  readonly query: readonly string[];
  readonly summary: string;
}

const PREFIXES: readonly (readonly [prefix: string, face: FaceName])[] = [
  ["/api/v1/chat", "agntix"],
  ["/v1/chat", "agntix"],
  ["/api/v1/", "ravan"],
  ["/v2/", "telnyx"],
  ["/v1/", "native"],
];

const faceOfPath = (path: string): Operation["face"] => PREFIXES.find(([prefix]) => path.startsWith(prefix))?.[1] ?? "service";

/** Every operation of a document, in its order. */
export const operationsOf = (document: OpenApi): Operation[] =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      face: faceOfPath(path),
      method: method.toUpperCase() as Method,
      path,
      security: operation.security ?? document.security ?? [],
      query: (operation.parameters ?? []).filter((parameter) => parameter.in === "query").map(({ name }) => name),
      summary: operation.summary ?? "",
    })),
  );

/** Names of the schemas that a part of a document refers to. */
export const referencesIn = (part: unknown): Set<string> =>
  new Set([...JSON.stringify(part).matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map((match) => match[1] ?? ""));

/** One face's document: its own paths, and the schemas and ways to show who asks that these use. */
export function faceOf(whole: OpenApi, face: FaceName): OpenApi {
  const paths = Object.fromEntries(Object.entries(whole.paths).filter(([path]) => faceOfPath(path) === face));
  const used = referencesIn(paths);
  // A set goes on over what is added to it: schemas that only other schemas refer to are met too.
  for (const name of used) for (const inner of referencesIn(whole.components.schemas[name] ?? null)) used.add(inner);
  const methods = Object.values(paths).flatMap((path) => Object.values(path));
  const takesDefault = methods.some(({ security }) => security === undefined);
  const securities = [...methods.flatMap(({ security }) => security ?? []), ...(takesDefault ? (whole.security ?? []) : [])];
  const schemes = new Set(securities.flatMap((one) => Object.keys(one)));
  const { security, ...rest } = whole;
  return {
    ...rest,
    components: {
      ...whole.components,
      schemas: only(whole.components.schemas, used),
      securitySchemes: only(whole.components.securitySchemes, schemes),
    },
    paths,
    ...(takesDefault && security !== undefined ? { security } : {}),
  };
}

const only = (all: Readonly<Record<string, unknown>>, names: ReadonlySet<string>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(all).filter(([name]) => names.has(name)));
