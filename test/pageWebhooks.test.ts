/** The page of webhooks, in a real browser, against a real receiver. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { axeFaults, besideRefusals, press } from "./support/browser.ts";
import { type Hook, hook } from "./support/delivery.ts";
import { MARKUP } from "./support/markup.ts";
import { openPageServer, type PageServer } from "./support/pageServer.ts";

let pages: PageServer;
let receiver: Hook;

beforeAll(async () => {
  receiver = await hook((_request, reply) => reply.end("taken with thanks"));
  pages = await openPageServer({
    settings: { CALLTREE_SECRET_KEY: "a".repeat(64), OUTGOING_ALLOW: "127.0.0.1", PROJECTION_EVERY_MS: "100" },
  });
}, 180_000);

afterAll(async () => {
  await pages?.[Symbol.asyncDispose]();
  await receiver?.[Symbol.asyncDispose]();
});

describe("webhooks", () => {
  it("register an endpoint, show what its receiver answers, and send a delivery again", async () => {
    await using visited = await pages.signedIn("/webhooks");
    const { page } = visited;
    await press(page, "New endpoint");
    await page.getByLabel("Address").fill("https://10.0.0.1/inside");
    await press(page, "Register it");
    await page.getByRole("alert").waitFor();
    await page.getByLabel("Address").fill(receiver.url);
    await page.getByLabel("Description").fill(MARKUP[0] ?? "");
    await press(page, "Register it");
    await page.getByRole("status", { name: "The endpoint’s secret" }).getByText("whsec_").waitFor();
    await press(page, "I have copied it");
    await page.getByText(MARKUP[0] ?? "").waitFor();
    await press(page, `Test ${receiver.url}`);
    await page.getByText("taken with thanks").waitFor();
    await press(page, "Close");
    const seen = receiver.seen.length;
    await page.getByRole("region", { name: "Deliveries" }).last().getByRole("link").first().click();
    await page.waitForURL("**delivery=**");
    await press(page, "Send it again");
    await page.getByText("It is on its way again").waitFor();
    await expect.poll(() => receiver.seen.length).toBe(seen + 1);
    expect(await page.evaluate("window.hit")).toBeUndefined();
    expect(besideRefusals(visited.faults)).toEqual([]);
  });

  it("show dead letters as a view of the ledger, and send all of a view again", async () => {
    await deadLetter();
    await using visited = await pages.signedIn("/webhooks?status=dead");
    const { page } = visited;
    await page.getByText("dead", { exact: true }).last().waitFor();
    const seen = receiver.seen.length;
    await press(page, "Send all of these again");
    await press(page, "Send 1 again");
    await page.getByText("1 sent again.").waitFor();
    await expect.poll(() => receiver.seen.length).toBe(seen + 1);
    expect(visited.faults).toEqual([]);
  });

  it("ask before an endpoint is deleted", async () => {
    await using visited = await pages.signedIn("/webhooks");
    const { page } = visited;
    await press(page, `Delete ${receiver.url}`);
    await press(page, "Keep it");
    await press(page, `Delete ${receiver.url}`);
    await press(page, "Delete it");
    await page.getByText("No endpoint yet").waitFor();
    expect(visited.faults).toEqual([]);
  });
});

/** As twelve failures over a day would have left it. */
async function deadLetter(): Promise<void> {
  const { stores } = pages.server.calltree;
  const [endpoint] = await stores.office.endpoints("default");
  if (endpoint === undefined) throw new Error("no endpoint was registered");
  const nowMs = Date.now();
  const made = { id: "dl_dead", messageId: "msg_dead", endpointId: endpoint.id, event: "session.ended", sessionId: "booked" };
  const body = '{"type":"session.ended","data":{"id":"booked"}}';
  await stores.office.addDeliveries(
    [{ organization: "default", ...made, body, createdMs: nowMs, nextAttemptMs: nowMs + 3_600_000, replayOf: null }],
    null,
  );
  const attempt = { startedMs: nowMs, status: 500, latencyMs: 12, failure: "It answered with status 500.", answer: null };
  const end = { status: "dead" as const, nextAttemptMs: null, atMs: nowMs, stopsEndpoint: false };
  await stores.office.recordAttempts([{ organization: "default", deliveryId: "dl_dead", attempt, ...end }]);
}

describe("axe, light and dark,", () => {
  it("finds nothing on the ledger, nor on one delivery", async () => {
    const endpoint = await pages.server.call<{ id: string }>("POST", "/v1/endpoints", { body: { url: receiver.url } });
    await pages.server.call("POST", `/v1/endpoints/${endpoint.body.id}/test`, { body: {} });
    await using list = await pages.signedIn("/webhooks");
    await list.page.getByRole("table").waitFor();
    expect(await axeFaults(list.page)).toEqual([]);
    await using visited = await pages.signedIn("/webhooks");
    await visited.page.getByRole("table").getByRole("link").first().click();
    await visited.page.getByRole("heading", { name: "What is sent" }).waitFor();
    expect(await axeFaults(visited.page)).toEqual([]);
  });
});
