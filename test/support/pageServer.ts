/** A server with the page and a browser to look at it, for tests of the page. */
import { existsSync } from "node:fs";
import { vi } from "vitest";
import type { AnalysisOutcome } from "../../src/domain/analysis.ts";
import { GUIDE_CONVERSATION } from "../../src/generate/guideConversation.ts";
import { GUIDE_EXAMPLE } from "../../src/generate/guideExample.ts";
import { openBrowser, type Visit, type VisitOptions, Visits } from "./browser.ts";
import { sqlite } from "./databases.ts";
import { MARKUP } from "./markup.ts";
import { ADMIN_KEY, startTestServer, type TestServer } from "./server.ts";

export const GUIDE_ADDRESS = `/sessions/${encodeURIComponent(GUIDE_CONVERSATION.sessionId)}`;

export interface SignInCookie {
  readonly name: string;
  readonly value: string;
  readonly url: string;
}

export interface PageServer extends AsyncDisposable {
  readonly server: TestServer;
  readonly address: string;
  /** The first one of somebody who is not signed in. */
  visit(options?: VisitOptions): Promise<Visit>;
  /** Signed in with the admin key, by a cookie of its own. */
  signedIn(path: string, options?: VisitOptions): Promise<Visit>;
  /** Of another sign-in with the admin key. */
  cookie(): Promise<SignInCookie>;
  /** @throws Error with the answer, when the server refuses */
  write(method: "PUT" | "POST" | "PATCH", url: string, body: unknown): Promise<void>;
}

/** @throws Error when the page is not built, or no browser can be had */
export async function openPageServer(options: Parameters<typeof startTestServer>[1] = {}): Promise<PageServer> {
  if (!existsSync("dist/web/index.html")) throw new Error("The page is not built: run `npm run build`; `npm test` does it by itself.");
  const browser = await openBrowser();
  const server = await startTestServer(sqlite, options);
  const address = (await server.listen()).replace("127.0.0.1", "localhost");
  const visits = new Visits(browser, address);
  return {
    server,
    address,
    cookie: () => signInCookie(server, address),
    visit: (visitOptions) => visits.first(visitOptions),
    async signedIn(path, visitOptions) {
      const visited = await visits.next(visitOptions);
      await visited.context.addCookies([await signInCookie(server, address)]);
      await visited.page.goto(path);
      return visited;
    },
    async write(method, url, body) {
      const answer = await server.call(method, url, { body });
      if (answer.status >= 300) throw new Error(`${method} ${url}: ${answer.status} ${answer.text}`);
    },
    async [Symbol.asyncDispose]() {
      await browser.close();
      await server[Symbol.asyncDispose]();
    },
  };
}

/** As the page of a link asks for it; that page has tests of its own. */
async function signInCookie(server: TestServer, address: string): Promise<SignInCookie> {
  const answer = await fetch(`${address}/web/open`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: address },
    body: JSON.stringify({ token: server.calltree.newSignInToken(ADMIN_KEY) }),
  });
  const [pair = ""] = (answer.headers.get("set-cookie") ?? "").split(";");
  const [name = "", value = ""] = pair.split("=");
  if (!answer.ok || value === "") throw new Error(`nobody could sign in: ${answer.status} ${await answer.text()}`);
  return { name, value, url: address };
}

/** The guide's call with its conversation, its records and a verdict. */
export async function fillGuide({ server, write }: PageServer): Promise<void> {
  const { sessionId, facts, messages, end } = GUIDE_CONVERSATION;
  await write("PUT", `/v1/sessions/${sessionId}`, facts);
  await write("POST", `/v1/sessions/${sessionId}/messages`, messages);
  await write("POST", "/v1/records", GUIDE_EXAMPLE.records);
  await write("POST", `/v1/sessions/${sessionId}/end`, end);
  await server.project();
  await analyseGuide(server);
}

/** The session `markup`: wherever its sender may write, markup stands. */
export async function fillMarkup({ server, write }: PageServer): Promise<void> {
  const startedAt = "2026-01-01T00:00:00Z";
  await write("PUT", "/v1/sessions/markup", {
    agent: { id: "m", name: MARKUP[0] },
    started_at: startedAt,
    metadata: { [MARKUP[1] ?? ""]: MARKUP[2] },
  });
  const messages = MARKUP.map((content, index) => ({ id: `m${index}`, role: "user", content }));
  await write("POST", "/v1/sessions/markup/messages", messages);
  await write("POST", "/v1/records", [
    { record_type: "call-control", id: MARKUP[1], telnyx_session_id: "markup", note: MARKUP[2], cost: "0.01", started_at: startedAt },
  ]);
  await server.project();
}

/** As a model would have answered; what analysers find is promised elsewhere. */
async function analyseGuide({ calltree: { stores }, project }: TestServer): Promise<void> {
  const { sessionId, messages } = GUIDE_CONVERSATION;
  const messageId = String(messages[3]?.["id"]);
  const nowMs = Date.now();
  // The server may be at the session's own analysis just now; then this one has to wait until that is done.
  const claimed = await vi.waitFor(
    async () => {
      await stores.conversations.queueAnalyses("default", [{ id: "an_page", sessionId, trigger: "request" }], nowMs);
      const [first] = await stores.conversations.claimAnalyses("test", nowMs, nowMs + 60_000, 1);
      if (first === undefined) throw new Error("nothing was queued");
      return first;
    },
    { timeout: 20_000 },
  );
  const outcome: AnalysisOutcome = {
    ...{ analyser: "llm", language: "en", summary: "A new shade is sent to the neighbour.", leftOut: [], cut: null },
    resolution: {
      ...{
        classification: "RESOLVED",
        status: "Replaced",
        confidence: 0.9,
        satisfiedChecklistItems: ["address agreed"],
        explanation: "Both agreed.",
      },
      evidence: [{ quote: "the standing lamp", messageId, role: "user" }],
    },
    sentiment: { sentiment: "POSITIVE", score: 0.6, explanation: "Thankful." },
    figures: { talkMs: { user: 1_000, assistant: null }, silenceMs: 20, longestSilenceMs: 10, interruptions: 0, turns: 4 },
  };
  await stores.conversations.finishAnalysis(claimed.organization, claimed.analysis.id, "test", {
    ...{ status: "done", finishedMs: nowMs, result: JSON.stringify(outcome), failure: null, analyser: "llm", model: "small" },
    ...{ durationMs: 1_500, inputTokens: 900, outputTokens: 120, costNanos: 207_000n, currency: "USD" },
  });
  await project();
}
