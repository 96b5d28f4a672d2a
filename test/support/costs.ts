/** Costs of some days for tests of their page: generated calls, names that are long or markup, and what has to be put right. */
import { generateSessions } from "../../src/generate/generateSessions.ts";
import { MARKUP } from "./markup.ts";
import type { PageServer } from "./pageServer.ts";

export const LONG = "حساب المكالمات الدولية الطويلة جدا التي لا تنتهي أبدا";
export const FIRST_DAY = "2026-05-02";
export const LAST_DAY = "2026-05-06";

export async function fillCosts({ write, server }: PageServer): Promise<void> {
  await write("PUT", "/v1/record-types/markup", ownType(MARKUP[1] ?? ""));
  await write("PUT", "/v1/record-types/carrier", ownType(LONG));
  for (const [day, seed] of [
    [FIRST_DAY, 3],
    [LAST_DAY, 4],
  ] as const) {
    for (const { id, facts, records, unrelated } of generateSessions({ sessions: 12, seed, startMs: Date.parse(`${day}T08:00:00Z`) })) {
      if (facts !== null) await write("PUT", `/v1/sessions/${id}`, facts);
      await write("POST", "/v1/records", [...records, ...unrelated]);
    }
  }
  await write("PUT", "/v1/sessions/marked", { agent: { id: "a-marked", name: MARKUP[0] }, started_at: `${FIRST_DAY}T09:00:00Z` });
  const own = { telnyx_session_id: "marked", started_at: `${FIRST_DAY}T09:00:00Z`, currency: "USD" };
  await write("POST", "/v1/records", [
    { record_type: "markup", id: MARKUP[2], model: MARKUP[3], cost: "0.01", ...own },
    { record_type: "carrier", id: "million", cost: "1234567.890000001", ...own },
    { record_type: "carrier", id: "refund", cost: "-0.5", ...own, started_at: "2026-05-04T09:00:00Z" },
    { record_type: "carrier", id: "costless", ...own },
    { record_type: "carrier", id: "foreign", cost: "9.5", ...own, currency: "CHF" },
    { record_type: "inference", id: "lonely", cost: "0.25", conversation_id: "nobody-has-this", created_at: `${FIRST_DAY}T10:00:00Z` },
  ]);
  await server.project();
}

const ownType = (product: string) => ({
  ...{ product, id_fields: ["id"], time_fields: ["started_at"], cost_fields: ["cost"], model_fields: ["model"] },
  parents: [{ record_type: "call-session", local_field: "telnyx_session_id", parent_field: "id" }],
});
