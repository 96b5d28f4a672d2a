/** What tests of the sessions' table look at. */
import type { Page } from "playwright-core";
import { tone, wav } from "../../src/recordings/soundFixtures.ts";
import type { PageServer } from "./pageServer.ts";

export const NEWEST_MS = Date.UTC(2026, 4, 4, 12);
/** More than one page of the list. */
export const PLAIN_SESSIONS = 150;

export const plainId = (number: number): string => `call-${String(number).padStart(3, "0")}`;
export const startOf = (number: number): string => new Date(NEWEST_MS - number * 60_000).toISOString();

/** Rows that scrolling has to reach, without anything special in them: `call-000` is the newest. */
export async function fillPlain({ write, server }: PageServer, count = PLAIN_SESSIONS): Promise<void> {
  for (let number = 0; number < count; number++) {
    await write("PUT", `/v1/sessions/${plainId(number)}`, {
      agent: { id: `a${number % 3}`, name: `Agent ${number % 3}` },
      started_at: startOf(number),
    });
  }
  await server.project();
}

/** Two sessions that differ in all that can be filtered. */
export async function fillOpposites({ write, server }: PageServer): Promise<void> {
  await write("PUT", "/v1/sessions/short-web", {
    ...{ agent: { id: "brief", name: "Brief & Co" }, channel: "web", direction: "outbound", caller_number: "+15550177" },
    ...{ started_at: "2026-02-01T10:00:00Z", ended_at: "2026-02-01T10:00:20Z", external_ids: { ours: "T-1" } },
  });
  await write("PUT", "/v1/sessions/long-voice", {
    ...{ agent: { id: "patient", name: "Patience" }, channel: "voice", direction: "inbound", caller_number: "+15550188" },
    ...{ started_at: "2026-02-02T10:00:00Z", external_ids: { ours: "T-2" } },
  });
  await write("POST", "/v1/sessions/long-voice/messages", [
    { id: "m1", role: "user", content: "My umbrella stayed on the train." },
    { id: "m2", role: "assistant", content: "We found it.", latency: { total_ms: 2_400 } },
  ]);
  const leg = { record_type: "call-control", started_at: "2026-02-01T10:00:00Z" };
  await write("POST", "/v1/records", [
    { ...leg, id: "leg-short", telnyx_session_id: "short-web", cost: "0.0125" },
    { ...leg, id: "leg-long", telnyx_session_id: "long-voice", cost: "2.5", ended_at: "2026-02-02T10:10:00Z" },
    { record_type: "speech-to-text", id: "heard-long", telnyx_session_id: "long-voice", started_at: "2026-02-02T10:01:00Z" },
  ]);
  const answer = await server.call("PUT", "/v1/sessions/long-voice/recording", {
    body: wav(0.5, tone),
    headers: { "content-type": "audio/wav" },
  });
  if (answer.status >= 300) throw new Error(answer.text);
  await server.project();
}

/** The ids in sight, from top to bottom. */
export const shownIds = (page: Page): Promise<string[]> => page.locator("a[data-session]").allTextContents();

/** Opens a filter's editor from the list of all. */
export async function openFilter(page: Page, title: string): Promise<void> {
  await page.getByRole("button", { name: "Add filter" }).click();
  await page.getByRole("dialog", { name: "Add a filter" }).getByRole("button", { name: title, exact: true }).click();
}

export const rowOf = (page: Page, id: string) => page.getByRole("row").filter({ has: page.getByRole("link", { name: id, exact: true }) });
