import { ADMIN_KEY, type CalltreeProcess } from "./calltreeProcess.ts";
import type { FilledStore } from "./filledStore.ts";
import { RawClient } from "./rawClient.ts";
import { format, quantile } from "./report.ts";
import type { BenchOptions } from "./run.ts";

const ROUNDS = 20;
const WARM_ROUNDS = 2;
const CURSOR_PAGES = 40;
const RAVAN_PAGE = 5_000;

interface Question {
  readonly name: string;
  readonly path: string;
}

interface Row {
  readonly agent: { readonly id: string } | null;
  readonly caller_number: string | null;
}

interface Page {
  readonly data: readonly Row[];
  readonly next_cursor: string | null;
  readonly totals: { readonly count: number };
}

/** Lists with counts and sums, full text, and usage, one question after the other as one person asks them. */
export async function measureSessionReads(
  server: CalltreeProcess,
  { recordCount, messageCount, listedKey }: FilledStore & { readonly listedKey: string },
  { report, say }: BenchOptions,
): Promise<void> {
  const openWith = (key: string) => RawClient.open(server.url, `Authorization: Bearer ${key}\r\nX-Api-Key: ${key}\r\n`);
  say("lists of sessions");
  const lister = await openWith(listedKey);
  const { questions, sessionCount } = await listQuestions(lister);
  const lists = await ask(lister, questions);
  lister.close();
  const client = await openWith(ADMIN_KEY);
  report({
    name: `session list over ${format(sessionCount)} sessions, filtered, sorted, with counts and sums, p95`,
    value: quantile(
      lists.flatMap(({ times }) => times),
      0.95,
    ),
    unit: "ms",
    target: { atMost: 50 },
    detail: `each question's p50/p95: ${told(lists)}`,
  });
  say("full text");
  const texts = await ask(client, TEXTS);
  report({
    name: `full text over ${format(messageCount)} messages, with counts and sums, p95`,
    value: quantile(
      texts.flatMap(({ times }) => times),
      0.95,
    ),
    unit: "ms",
    target: { atMost: 150 },
    detail: `each question's p50/p95: ${told(texts)}`,
  });
  say("usage");
  const usage = await ask(client, [{ name: "product and day", path: "/v1/usage?group_by=product,day" }]);
  report({
    name: `usage by product and day over ${format(recordCount)} records, p95`,
    value: quantile(
      usage.flatMap(({ times }) => times),
      0.95,
    ),
    unit: "ms",
    target: { atMost: 100 },
    detail: `p50/p95: ${told(usage)}`,
  });
  client.close();
}

const list = (name: string, query: string): Question => ({ name, path: `/v1/sessions?limit=100&${query}` });

const TEXTS = [
  list("rare", "q=gabriel"),
  list("medium", "q=refund"),
  list("very common", "q=you"),
  list("two words", "q=order%20number"),
  list("with a filter", "q=order&status=completed&platform=phone"),
];

async function listQuestions(client: RawClient): Promise<{ questions: Question[]; sessionCount: number }> {
  const page = JSON.parse(await client.get("/v1/sessions?limit=500")) as Page;
  const row = page.data.find(({ agent, caller_number }) => agent !== null && caller_number !== null);
  if (row === undefined) throw new Error("no session has an agent and a number");
  const agent = `agent_id=${encodeURIComponent(row.agent?.id ?? "")}`;
  const number = `number=${encodeURIComponent(row.caller_number ?? "")}`;
  const days = "started_after=2026-03-20&started_before=2026-03-23";
  const sessionCount = page.totals.count;
  const questions = [
    list("no filter", ""),
    list("by cost", "sort=-owned_cost"),
    list("by duration", "sort=-duration_ms"),
    list("agent", agent),
    list("state", "state=settled,settling&sort=-started_at"),
    list("product", "product=ai-voice-assistant"),
    list("cost range", "owned_cost_min=0.05&owned_cost_max=0.2&sort=-owned_cost"),
    list("time range", `${days}&sort=-started_at`),
    list("number", number),
    list("part of a number", "number_contains=5550"),
    list("several", `${agent}&${days}&direction=inbound&duration_ms_min=30000&sort=duration_ms`),
    list("deep cursor", `cursor=${await deepCursor(client)}`),
    {
      name: "page 5,000",
      path: `/api/v1/calling/call-sessions?page=${Math.min(RAVAN_PAGE, Math.floor(sessionCount / 20))}&page_size=20`,
    },
  ];
  return { questions, sessionCount };
}

async function deepCursor(client: RawClient): Promise<string> {
  let cursor: string | null = null;
  for (let pages = 0; pages < CURSOR_PAGES; pages++) {
    const page: Page = JSON.parse(await client.get(`/v1/sessions?limit=500${cursor === null ? "" : `&cursor=${cursor}`}`));
    if (page.next_cursor === null) break;
    cursor = encodeURIComponent(page.next_cursor);
  }
  if (cursor === null) throw new Error("one page holds all sessions");
  return cursor;
}

interface Asked extends Question {
  readonly times: number[];
}

/** All questions in turn, round after round. */
async function ask(client: RawClient, questions: readonly Question[]): Promise<Asked[]> {
  const asked = questions.map((question): Asked => ({ ...question, times: [] }));
  for (let round = -WARM_ROUNDS; round < ROUNDS; round++) {
    for (const { path, times } of asked) {
      const startedMs = performance.now();
      await client.get(path);
      if (round >= 0) times.push(performance.now() - startedMs);
    }
  }
  return asked;
}

const told = (asked: readonly Asked[]): string =>
  asked.map(({ name, times }) => `${name} ${format(quantile(times, 0.5))}/${format(quantile(times, 0.95))}`).join(", ");
