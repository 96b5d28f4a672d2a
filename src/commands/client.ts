import { AppError, ERRORS, type ErrorCode } from "../domain/errors.ts";
import { isJsonObject, type JsonObject } from "../domain/json.ts";

export interface ClientRequest {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Begins with /v1/; its parts are encoded already (`apiPath` does it). */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as NDJSON; instead of `body`. */
  readonly lines?: string;
  /** Sent as they are; instead of `body`. */
  readonly bytes?: { readonly contentType: string; readonly content: Uint8Array<ArrayBuffer> };
}

/** One API, reached over the network or in this very process; the same routes answer either way. */
export interface CalltreeClient extends AsyncDisposable {
  /** What is talked to, for messages: an address, or the store. */
  readonly where: string;
  /**
   * The answer's JSON; `{}` for an answer without a body.
   * @throws AppError with the server's own code and message; STORE_UNAVAILABLE when nothing answers
   */
  request(request: ClientRequest): Promise<JsonObject>;
}

/** Joins parts to a path under /v1, each encoded: an id may hold slashes. */
/** @throws AppError EVENT_ID_INVALID for "." and "..", which an address takes for steps between folders */
export function apiPath(...parts: readonly string[]): string {
  const step = parts.find((part) => /^\.{1,2}$/.test(part));
  if (step !== undefined) throw new AppError("EVENT_ID_INVALID", `"${step}" cannot be asked for.`);
  return `/v1/${parts.map(encodeURIComponent).join("/")}`;
}

export function urlOf(request: ClientRequest): string {
  const entries: [string, string][] = Object.entries(request.query ?? {}).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)]],
  );
  return entries.length === 0 ? request.path : `${request.path}?${new URLSearchParams(entries)}`;
}

/** Method, headers and payload of a request, the same over the network and in process. */
export function wireOf(
  request: ClientRequest,
  key: string,
): { headers: Record<string, string>; payload: string | Buffer<ArrayBuffer> | undefined } {
  const headers: Record<string, string> = { accept: "application/json", authorization: `Bearer ${key}` };
  if (request.lines !== undefined) return { headers: { ...headers, "content-type": "application/x-ndjson" }, payload: request.lines };
  if (request.bytes !== undefined) {
    const { contentType, content } = request.bytes;
    return {
      headers: { ...headers, "content-type": contentType },
      payload: Buffer.from(content.buffer, content.byteOffset, content.byteLength),
    };
  }
  if (request.body === undefined) return { headers, payload: undefined };
  return { headers: { ...headers, "content-type": "application/json" }, payload: JSON.stringify(request.body) };
}

/** What a status and a body mean. @throws AppError */
export function readAnswer(status: number, text: string, where: string, retryAfter: string | undefined): JsonObject {
  const value = parseAnswer(text);
  if (status >= 200 && status < 300 && value !== undefined) return value;
  const error = value?.["error"];
  const details = retryAfter !== undefined && /^\d+$/.test(retryAfter) ? { retryAfterSec: Number(retryAfter) } : {};
  if (isJsonObject(error) && typeof error["code"] === "string") {
    const message = typeof error["message"] === "string" ? error["message"] : error["code"];
    const field = typeof error["field"] === "string" ? { field: error["field"] } : {};
    const code = error["code"];
    // A newer server may know errors that this build does not.
    if (Object.hasOwn(ERRORS, code)) throw new AppError(code as ErrorCode, message, { ...details, ...field });
    throw new AppError("INTERNAL", `${code}: ${message}`, details);
  }
  throw new AppError("STORE_UNAVAILABLE", `${where} answered ${status}, and not as a Calltree server does.`, details);
}

function parseAnswer(text: string): JsonObject | undefined {
  if (text === "") return {};
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** A request of many records may take a busy server a while. */
const ANSWER_WITHIN_MS = 120_000;

/** @throws AppError COMMAND_INVALID when the address or the key cannot be one */
export function openRemote(server: string, key: string | undefined): CalltreeClient {
  const base = serverAddress(server);
  if (key === undefined || key === "") {
    throw new AppError("KEY_MISSING", "Talking to a server needs a key: --key, or CALLTREE_KEY in the environment.");
  }
  if (!/^[\x21-\x7e]+$/.test(key)) throw new AppError("COMMAND_INVALID", "The key holds characters that no key has.", { field: "--key" });
  return {
    where: base,
    request: async (request) => {
      const { headers, payload } = wireOf(request, key);
      const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
      let response: Response;
      let text: string;
      try {
        response = await fetch(`${base}${urlOf(request)}`, {
          method: request.method,
          headers,
          redirect: "error",
          signal,
          ...(payload === undefined ? {} : { body: payload }),
        });
        text = await response.text();
      } catch (cause) {
        throw new AppError("STORE_UNAVAILABLE", `No answer from ${base}: ${reasonOf(cause)}.`, { cause });
      }
      return readAnswer(response.status, text, base, response.headers.get("retry-after") ?? undefined);
    },
    [Symbol.asyncDispose]: async () => {},
  };
}

function serverAddress(server: string): string {
  const url = URL.canParse(server) ? new URL(server) : undefined;
  if (url === undefined || !["http:", "https:"].includes(url.protocol)) {
    throw new AppError("COMMAND_INVALID", `"${server}" is not an address such as http://localhost:8733.`, { field: "--server" });
  }
  if (url.username !== "" || url.password !== "") {
    throw new AppError("COMMAND_INVALID", "The server's address cannot hold a user or a password; use --key.", { field: "--server" });
  }
  return `${url.origin}${url.pathname}`.replace(/\/+$/, "");
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? error.cause : undefined;
  const code = cause !== undefined && "code" in cause ? String(cause.code) : undefined;
  return code ?? (cause?.message === undefined || cause.message === "" ? error.message : cause.message);
}
