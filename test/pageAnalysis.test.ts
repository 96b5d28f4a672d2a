/** Beside the time axis of a session, in a real browser: how it went, and who was told of it. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { axeFaults, loaded } from "./support/browser.ts";
import { type Hook, hook } from "./support/delivery.ts";
import { EVIDENCE, EVIDENCE_TURN, fillJudged, JUDGED, UNSATISFIED } from "./support/judgedCall.ts";
import { MARKUP } from "./support/markup.ts";
import { openPageServer, type PageServer } from "./support/pageServer.ts";
import { card, pointers } from "./support/sessionPage.ts";

/** What failed once is tried again after five seconds. */
const TRIED_AGAIN = { timeout: 30_000, interval: 250 };

let pages: PageServer;
let receiver: Hook;
let answerStatus = 500;

beforeAll(async () => {
  receiver = await hook((_request, reply) => reply.writeHead(answerStatus).end("as told"));
  pages = await openPageServer({ settings: { CALLTREE_SECRET_KEY: "a".repeat(64), OUTGOING_ALLOW: "127.0.0.1" } });
  await fillJudged(pages);
}, 180_000);

afterAll(async () => {
  await pages?.[Symbol.asyncDispose]();
  await receiver?.[Symbol.asyncDispose]();
});

describe("the analysis", () => {
  it("leads from its evidence to the turn", async () => {
    await using visited = await pages.signedIn(`/sessions/${JUDGED}`);
    const { page } = visited;
    await loaded(page);
    await card(page, "How it went").getByRole("link", { name: EVIDENCE }).click();
    await expect.poll(() => pointers(page).get("message")).toBe(`turn-${EVIDENCE_TURN}`);
    await expect.poll(() => page.locator('li[aria-current="true"]').textContent()).toContain(EVIDENCE);
    expect(visited.faults).toEqual([]);
  });

  it("tells the whole checklist, its figures, what was left out, who made it and the one before", async () => {
    await using visited = await pages.signedIn(`/sessions/${JUDGED}`);
    const { page } = visited;
    const went = card(page, "How it went");
    const checklist = went.getByRole("list", { name: "Checklist" });
    await checklist
      .getByRole("listitem")
      .filter({ hasText: `Not satisfied:${UNSATISFIED}` })
      .waitFor();
    await checklist.getByRole("listitem").filter({ hasText: "Satisfied:the account was named" }).first().waitFor();
    for (const text of ["1:00", "250.5", "1,900 tokens read", "Only 30 of 40 messages were read", "By small"])
      await went.getByText(text, { exact: false }).first().waitFor();
    await went.getByText("All analyses of this session").click();
    await went.getByText("Show it").click();
    await went.getByText("A former judgement.").waitFor();
    for (const text of MARKUP.slice(0, 3)) await went.getByText(text).first().waitFor();
    expect(await page.evaluate("window.hit")).toBeUndefined();
    expect(visited.faults).toEqual([]);
  });

  it("is made again when asked", async () => {
    await using visited = await pages.signedIn(`/sessions/${JUDGED}`);
    const { page } = visited;
    await card(page, "How it went").getByRole("button", { name: "Analyse again" }).focus();
    await page.keyboard.press("Enter");
    await expect
      .poll(async () => {
        const { body } = await pages.server.call<{ data: { status: string }[] }>("GET", `/v1/sessions/${JUDGED}/analyses`);
        return body.data.length;
      })
      .toBe(3);
    expect(await page.locator(":focus").textContent()).toMatch(/Analyse again|Being analysed/);
    expect(visited.faults).toEqual([]);
  });
});

describe("an analysis that costs money", () => {
  it("is asked about with its price first, and is not made when one thinks better of it", async () => {
    const prices = { base_url: receiver.url, model: "small", input_price: "0.15", output_price: "0.60" };
    await pages.write("PUT", "/v1/analysis/settings", prices);
    await pages.write("PUT", "/v1/agents/costly", { name: "Costly", analysis: { analyser: "llm", summary: true } });
    await pages.write("PUT", "/v1/sessions/costly", { agent: { id: "costly" }, started_at: "2026-01-01T10:00:00Z" });
    await pages.write("POST", "/v1/sessions/costly/messages", [{ id: "m", role: "user", content: "Hello." }]);
    await pages.write("POST", "/v1/sessions/costly/end", { ended_at: "2026-01-01T10:01:00Z" });
    await pages.server.project();
    await using visited = await pages.signedIn("/sessions/costly");
    const { page } = visited;
    await card(page, "How it went").getByRole("button", { name: "Analyse" }).click();
    const dialog = page.getByRole("dialog", { name: "Analyse this session?" });
    await dialog.getByText(/It costs about 0\.00\d+ ?USD/).waitFor();
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await dialog.waitFor({ state: "detached" });
    const { body } = await pages.server.call<{ data: unknown[] }>("GET", "/v1/sessions/costly/analyses");
    expect(body.data).toEqual([]);
    expect(visited.faults).toEqual([]);
  });
});

describe("the deliveries of a session", () => {
  it("say where to name an address, while nobody was told", async () => {
    await using visited = await pages.signedIn(`/sessions/${JUDGED}`);
    const deliveries = card(visited.page, "Deliveries");
    await deliveries.getByRole("heading", { name: "Nobody was told of this session" }).waitFor();
    expect(await deliveries.getByRole("link", { name: "Webhooks" }).getAttribute("href")).toBe("/webhooks");
  });

  it("show what failed, and are sent again to the receiver", async () => {
    await pages.write("POST", "/v1/endpoints", { url: receiver.url, events: ["session.created"] });
    answerStatus = 500;
    await pages.write("PUT", "/v1/sessions/told", { direction: "inbound" });
    await pages.server.project();
    await pages.server.calltree.projection.followUp();
    await using visited = await pages.signedIn("/sessions/told");
    const { page } = visited;
    const list = card(page, "Deliveries").getByRole("list", { name: "Deliveries of this session" });
    await list.getByText(receiver.url).first().waitFor();
    await list.getByText("What was answered").click();
    await list.getByRole("list", { name: "Attempts of this delivery" }).getByText("status 500").waitFor();
    await list.getByText("Next try").waitFor();
    answerStatus = 204;
    const deliveredCount = async (): Promise<number> => {
      await pages.server.calltree.projection.followUp();
      return list.getByText("delivered", { exact: true }).count();
    };
    await expect.poll(deliveredCount, TRIED_AGAIN).toBe(1);
    const before = receiver.ids().length;
    await list.getByRole("button", { name: "Send session.created again" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Send it again" }).click();
    await list.getByText("replay", { exact: true }).waitFor();
    await expect.poll(deliveredCount, TRIED_AGAIN).toBe(2);
    expect(receiver.ids().slice(before)).toEqual([receiver.ids()[before - 1]]);
    expect(visited.faults).toEqual([]);
  });
});

describe("axe, light and dark,", () => {
  it("finds nothing on a session that was judged", async () => {
    await using visited = await pages.signedIn(`/sessions/${JUDGED}`);
    const went = card(visited.page, "How it went");
    await went.getByText("All analyses of this session").click();
    await went.getByText("Show it").first().waitFor();
    expect(await axeFaults(visited.page)).toEqual([]);
  });
});
