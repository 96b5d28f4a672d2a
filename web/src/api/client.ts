import type { Operations } from "./native.generated.ts";

/** What the server said no with, in its own words. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly status: number;
  readonly code: string;
  readonly fix: string;
  /** The member of the body, or the parameter, that is at fault. */
  readonly field: string | null;

  constructor(status: number, code: string, message: string, fix: string, field: string | null = null) {
    super(message);
    this.status = status;
    this.code = code;
    this.fix = fix;
    this.field = field;
  }
}

type Names<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never;
type Primitive = string | number | boolean;

export interface Options<Name extends keyof Operations> {
  readonly path?: Readonly<Record<Names<Name>, string>>;
  readonly query?: Operations[Name]["query"];
  readonly body?: Operations[Name]["body"];
  readonly signal?: AbortSignal;
}

/** One request of the native API, named as in its contract. @throws ApiError */
export function ask<Name extends keyof Operations>(name: Name, options: Options<Name> = {}): Promise<Operations[Name]["answer"]> {
  const { method, url } = addressOf(name, options);
  return send(method, url, options.body, options.signal);
}

/** The same, and the answer as the server wrote it: with every digit of numbers that JavaScript cannot hold. @throws ApiError */
export function askText<Name extends keyof Operations>(name: Name, options: Options<Name> = {}): Promise<string> {
  const { method, url } = addressOf(name, options);
  return sendText(method, url, options.body, options.signal);
}

function addressOf<Name extends keyof Operations>(name: Name, options: Options<Name>): { method: string; url: string } {
  const [method = "GET", template = ""] = name.split(" ");
  const path = (options.path ?? {}) as Record<string, string>;
  const filled = template.replace(/\{(\w+)\}/g, (_all, key: string) => encodeURIComponent(path[key] ?? ""));
  return { method, url: filled + queryText(options.query ?? {}) };
}

/** Any request to this server. @throws ApiError */
export async function send<Answer>(method: string, url: string, body?: unknown, signal?: AbortSignal): Promise<Answer> {
  const text = await sendText(method, url, body, signal);
  return (text === "" ? undefined : JSON.parse(text)) as Answer;
}

/** The id of the key that the page was opened with: the server refuses what a tab asks after another one signed in differently. */
let shownKeyId: string | undefined;

export function showKey(keyId: string | undefined): void {
  shownKeyId = keyId;
}

async function sendText(method: string, url: string, body: unknown, signal: AbortSignal | undefined): Promise<string> {
  const headers = {
    ...(body === undefined ? {} : { "content-type": "application/json" }),
    ...(shownKeyId === undefined ? {} : { "calltree-key": shownKeyId }),
  };
  const unreachable = (cause: unknown): never => {
    if (signal?.aborted) throw cause;
    throw new ApiError(
      0,
      "UNREACHABLE",
      "The server does not answer.",
      "Check that it runs and that this device reaches it, then try again.",
    );
  };
  const response = await fetch(url, {
    ...{ method, headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal === undefined ? {} : { signal }),
  }).catch(unreachable);
  const text = await response.text().catch(unreachable);
  const isJson = (response.headers.get("content-type") ?? "").includes("json") || text === "";
  if (response.ok && isJson) return text;
  const error = isJson ? (parsed(text) as { error?: ErrorBody } | undefined)?.error : undefined;
  if (error === undefined) throw notOurs(response.status);
  if (error.code === "SIGNED_IN_AS_ANOTHER") window.location.reload();
  throw new ApiError(response.status, error.code, error.message, error.fix, error.field);
}

interface ErrorBody {
  readonly code: string;
  readonly message: string;
  readonly fix: string;
  readonly field: string | null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** A proxy, or a portal that wants a sign-in of its own. */
const notOurs = (status: number): ApiError =>
  new ApiError(
    status >= 400 ? status : 0,
    "NOT_OURS",
    `The server cannot be reached: something in between answered (${status}).`,
    "It may be starting. Try again in a moment.",
  );

export function queryText(query: Readonly<Record<string, Primitive | readonly Primitive[] | undefined>>): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined || value === "") continue;
    parameters.set(name, String(value));
  }
  const text = parameters.toString();
  return text === "" ? "" : `?${text}`;
}
