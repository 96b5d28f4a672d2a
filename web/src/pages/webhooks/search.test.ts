import { expect, it } from "vitest";
import { ledgerFilter, readWebhooksSearch } from "./search.ts";

it("asks the API in its own words, and leaves out what is no status and no time", () => {
  const search = readWebhooksSearch({ endpoint: "ep_1", status: "dead", session: "s", event: "session.ended", delivery: "dl_1", other: 1 });
  expect(ledgerFilter(search)).toEqual({ endpoint_id: "ep_1", status: "dead", session_id: "s", event: "session.ended" });
  expect(ledgerFilter({ status: "lost", after: "yesterday" })).toEqual({});
  expect(ledgerFilter({ after: "2026-05-04T10:00:00Z" })).toEqual({ created_from: "2026-05-04T10:00:00.000Z" });
});
