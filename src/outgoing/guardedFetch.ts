import { Agent as HttpAgent, request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import type { LookupFunction } from "node:net";
import { pipeline, type Readable, Transform, type TransformCallback } from "node:stream";
import { AppError } from "../domain/errors.ts";
import { type OutgoingPolicy, readAddress, resolveChecked } from "./policy.ts";

export interface GuardedRequest {
  /** GET unless said otherwise. */
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** Past it the answer is refused, at once where it says its length, else while it is read. */
  readonly bodyBytesMax: number;
  /** For everything together: names, connecting, redirects, the whole body. */
  readonly timeoutMs: number;
  /** 0: a redirect is handed back as the answer. */
  readonly redirectsMax: number;
  readonly signal?: AbortSignal;
}

export interface GuardedAnswer<Body> {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** Where the answer came from, after redirects. */
  readonly url: string;
  readonly body: Body;
}

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
/** What may follow a redirect to another origin; everything else could be a credential of the first. */
const HEADERS_FOR_ANYBODY: ReadonlySet<string> = new Set(["accept", "accept-language", "content-type", "range", "user-agent"]);
/** These describe the connection, which is ours. */
const HEADERS_OURS: ReadonlySet<string> = new Set([
  "host",
  "connection",
  "content-length",
  "transfer-encoding",
  "te",
  "trailer",
  "upgrade",
  "expect",
  "keep-alive",
  "proxy-authorization",
  "proxy-connection",
  "accept-encoding",
]);

/** Sockets are not kept: each one is opened to an address that was checked for this very request. */
const httpAgent = new HttpAgent({ keepAlive: false });
const httpsAgent = new HttpsAgent({ keepAlive: false });

interface Hop {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | undefined;
}

/**
 * Makes a request that somebody else steers, and reads the whole answer; any status is an answer.
 * @throws AppError ADDRESS_REFUSED (here or at any redirect) | FETCH_FAILED (no answer, too slow, too long, too many redirects)
 */
export async function guardedFetch(url: string, request: GuardedRequest, policy: OutgoingPolicy): Promise<GuardedAnswer<Buffer>> {
  const answer = await guardedOpen(url, request, policy);
  const chunks: Buffer[] = [];
  for await (const chunk of answer.body) chunks.push(chunk as Buffer);
  return { ...answer, body: Buffer.concat(chunks) };
}

/**
 * As guardedFetch, but the body is a stream that keeps to the limits of bytes and time while it is read, and fails with
 * FETCH_FAILED. Whoever opens it reads or destroys it.
 */
export async function guardedOpen(url: string, request: GuardedRequest, policy: OutgoingPolicy): Promise<GuardedAnswer<Readable>> {
  const { body: message, signal, release, ...answer } = await guardedMessage(url, request, policy);
  try {
    return { ...answer, body: limitedBody(message, request.bodyBytesMax, signal, release) };
  } catch (error) {
    release();
    throw error;
  }
}

/** An answer whose body nobody watches: neither its length, nor what its failures are called. */
export interface GuardedMessage extends GuardedAnswer<IncomingMessage> {
  /** Aborted, and the body with it, when the time is over or the caller gives up. */
  readonly signal: AbortSignal;
  /** Ends the watch over the time; to be called once the body is read or destroyed. */
  release(): void;
}

/** What the others are made of. @throws AppError ADDRESS_REFUSED | FETCH_FAILED */
export async function guardedMessage(
  url: string,
  request: Omit<GuardedRequest, "bodyBytesMax">,
  policy: OutgoingPolicy,
): Promise<GuardedMessage> {
  const stop = new AbortController();
  const onAbort = (): void => stop.abort(new AppError("FETCH_FAILED", "The request was given up."));
  if (request.signal?.aborted === true) onAbort();
  request.signal?.addEventListener("abort", onAbort, { once: true });
  const timer = setTimeout(
    () => stop.abort(new AppError("FETCH_FAILED", `The address did not answer within ${request.timeoutMs} ms.`)),
    request.timeoutMs,
  );
  const release = (): void => {
    clearTimeout(timer);
    request.signal?.removeEventListener("abort", onAbort);
  };
  try {
    const first = readAddress(url, policy);
    const { hop, message } = await follow({ url: first, ...outgoingParts(request) }, request, policy, stop.signal);
    return { status: message.statusCode ?? 0, headers: message.headers, url: hop.url.href, body: message, signal: stop.signal, release };
  } catch (error) {
    release();
    throw asFetchError(error, stop.signal);
  }
}

function outgoingParts(request: Omit<GuardedRequest, "bodyBytesMax">): Omit<Hop, "url"> {
  const headers: Record<string, string> = { "user-agent": "Calltree" };
  for (const [name, value] of Object.entries(request.headers ?? {})) {
    if (!HEADERS_OURS.has(name.toLowerCase())) headers[name.toLowerCase()] = value;
  }
  return { method: (request.method ?? "GET").toUpperCase(), headers, body: request.body };
}

async function follow(
  first: Hop,
  request: Pick<GuardedRequest, "redirectsMax">,
  policy: OutgoingPolicy,
  signal: AbortSignal,
): Promise<{ hop: Hop; message: IncomingMessage }> {
  let hop = first;
  for (let redirects = 0; ; redirects++) {
    const message = await send(hop, policy, signal);
    const location = message.headers.location;
    if (request.redirectsMax === 0 || !REDIRECTS.has(message.statusCode ?? 0) || location === undefined) return { hop, message };
    message.destroy();
    if (redirects >= request.redirectsMax) {
      throw new AppError("FETCH_FAILED", `The address redirects more than ${request.redirectsMax} times.`);
    }
    hop = nextHop(hop, message.statusCode ?? 0, location, policy);
  }
}

function nextHop(hop: Hop, status: number, location: string, policy: OutgoingPolicy): Hop {
  if (!URL.canParse(location, hop.url.href)) throw new AppError("FETCH_FAILED", "The address redirects to something that is no address.");
  const url = readAddress(new URL(location, hop.url.href).href, policy);
  const becomesGet = (status === 303 && hop.method !== "HEAD") || ((status === 301 || status === 302) && hop.method === "POST");
  const keptHeaders = Object.entries(hop.headers).filter(
    ([name]) => (url.origin === hop.url.origin || HEADERS_FOR_ANYBODY.has(name)) && !(becomesGet && name.startsWith("content-")),
  );
  return {
    url,
    method: becomesGet ? "GET" : hop.method,
    headers: Object.fromEntries(keptHeaders),
    body: becomesGet ? undefined : hop.body,
  };
}

/** One request to one address. The socket connects to the addresses that this look-up has checked, and to no others. */
function send(hop: Hop, policy: OutgoingPolicy, signal: AbortSignal): Promise<IncomingMessage> {
  const lookup: LookupFunction = (hostname, options, callback) => {
    resolveChecked(hostname, policy).then(
      (addresses) => {
        const [first] = addresses;
        if (options.all === true || first === undefined) callback(null, [...addresses]);
        else callback(null, first.address, first.family);
      },
      (error: unknown) => callback(error instanceof Error ? error : new Error(String(error)), ""),
    );
  };
  const isSecure = hop.url.protocol === "https:";
  const headers = {
    ...hop.headers,
    "accept-encoding": "identity",
    ...(hop.body === undefined ? {} : { "content-length": String(Buffer.byteLength(hop.body)) }),
  };
  const options = { method: hop.method, headers, lookup, signal, agent: isSecure ? httpsAgent : httpAgent };
  return new Promise((resolve, reject) => {
    const outgoing = isSecure ? httpsRequest(hop.url, { ...options, rejectUnauthorized: true }) : httpRequest(hop.url, options);
    outgoing.on("response", resolve);
    outgoing.on("error", reject);
    outgoing.end(hop.body);
  });
}

/** The body, cut off with an error once it passes its limit, breaks off, or takes too long. */
function limitedBody(message: IncomingMessage, bytesMax: number, signal: AbortSignal, release: () => void): Readable {
  if (Number(message.headers["content-length"]) > bytesMax) {
    message.destroy();
    throw new AppError("FETCH_FAILED", `The answer is longer than ${bytesMax} bytes.`);
  }
  return pipeline(message, new LimitedBody(bytesMax, signal), release);
}

class LimitedBody extends Transform {
  readonly #bytesMax: number;
  readonly #signal: AbortSignal;
  #bytes = 0;

  constructor(bytesMax: number, signal: AbortSignal) {
    super();
    this.#bytesMax = bytesMax;
    this.#signal = signal;
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.#bytes += chunk.length;
    if (this.#bytes <= this.#bytesMax) done(null, chunk);
    else done(new AppError("FETCH_FAILED", `The answer is longer than ${this.#bytesMax} bytes.`));
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    done(error === null ? null : asFetchError(error, this.#signal));
  }
}

function asFetchError(error: unknown, signal: AbortSignal): AppError {
  if (signal.aborted && signal.reason instanceof AppError) return signal.reason;
  if (error instanceof AppError) return error;
  const reason = (error as NodeJS.ErrnoException | undefined)?.code ?? "no answer";
  return new AppError("FETCH_FAILED", `The address could not be fetched (${reason}).`, { cause: error });
}

const JWKS_BYTES_MAX = 1_048_576;
const JWKS_TIMEOUT_MS = 10_000;

/** A `fetch` for jose's `customFetch` that reaches only what the policy lets it reach. Redirects are not followed. */
export const guardedFetchForJwks =
  (policy: OutgoingPolicy) =>
  async (url: string, options: { readonly headers?: Headers; readonly signal?: AbortSignal } = {}): Promise<Response> => {
    const request = {
      headers: Object.fromEntries(options.headers ?? []),
      bodyBytesMax: JWKS_BYTES_MAX,
      timeoutMs: JWKS_TIMEOUT_MS,
      redirectsMax: 0,
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    };
    const answer = await guardedFetch(url, request, policy);
    const headers = { "content-type": answer.headers["content-type"] ?? "application/json" };
    return new Response(new Uint8Array(answer.body), { status: answer.status, headers });
  };

const MODEL_BYTES_MAX = 4 * 1_048_576;
/** Callers give up earlier, by their signal. */
const MODEL_TIMEOUT_MS = 120_000;
/** A `Response` with one of these must have no body. */
const STATUSES_WITHOUT_BODY: ReadonlySet<number> = new Set([204, 205, 304]);

/**
 * A `fetch` for the servers of language models that reaches only what the policy lets it reach. It reads the whole answer,
 * at most 4 MiB, and hands redirects back as they are: the request carries a key. The body is a text or absent.
 * @returns a function that rejects with AppError ADDRESS_REFUSED | FETCH_FAILED
 */
export const guardedFetchForModels =
  (policy: OutgoingPolicy): typeof globalThis.fetch =>
  async (input, init = {}) => {
    const { method, body, signal } = init;
    if (body !== undefined && body !== null && typeof body !== "string") throw new TypeError("the body has to be a text");
    const request = {
      ...(method !== undefined && { method }),
      headers: Object.fromEntries(new Headers(init.headers)),
      ...(typeof body === "string" && { body }),
      bodyBytesMax: MODEL_BYTES_MAX,
      timeoutMs: MODEL_TIMEOUT_MS,
      redirectsMax: 0,
      ...(signal !== undefined && signal !== null && { signal }),
    };
    const answer = await guardedFetch(input instanceof Request ? input.url : String(input), request, policy);
    if (answer.status < 200 || answer.status > 599)
      throw new AppError("FETCH_FAILED", `The address answered with status ${answer.status}.`);
    const headers = Object.entries(answer.headers).filter((entry): entry is [string, string] => typeof entry[1] === "string");
    const content = STATUSES_WITHOUT_BODY.has(answer.status) ? null : new Uint8Array(answer.body);
    return new Response(content, { status: answer.status, headers });
  };
