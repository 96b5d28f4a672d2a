import { describe, expect, it } from "vitest";
import { AppError } from "../domain/errors.ts";
import { generateSessions } from "../generate/generateSessions.ts";
import type { CalltreeClient, ClientRequest } from "./client.ts";
import { emptySessionCounts, sendSessions } from "./sendSessions.ts";

/** Keeps what it is asked; refuses the first requests with these errors. */
function asked(refusals: AppError[] = []): CalltreeClient & { requests: ClientRequest[]; mostUnderWay: number } {
  const client = {
    where: "test",
    requests: [] as ClientRequest[],
    mostUnderWay: 0,
    underWay: 0,
    request: async (request: ClientRequest) => {
      client.mostUnderWay = Math.max(client.mostUnderWay, ++client.underWay);
      await Promise.resolve();
      client.underWay--;
      const refusal = refusals.shift();
      if (refusal !== undefined) throw refusal;
      client.requests.push(request);
      return {};
    },
    [Symbol.asyncDispose]: async () => {},
  };
  return client;
}

const sessions = [...generateSessions({ sessions: 60, seed: 3, startMs: 0 })];
const told = sessions.filter((session) => session.facts !== null);
const noWait = async (): Promise<void> => {};

describe("sendSessions", () => {
  it("sends each session's facts, messages, recording and end in this order, and counts them", async () => {
    const client = asked();
    const counts = emptySessionCounts();
    await sendSessions(client, sessions, counts, noWait);
    for (const { id, messages, recording, end } of told) {
      const parts = client.requests.filter((request) => request.path.startsWith(`/v1/sessions/${id}`));
      expect(parts.map(({ method, path }) => `${method} ${path.split("/").slice(4).join("/")}`)).toEqual([
        "PUT ",
        ...(messages.length > 0 ? ["POST messages"] : []),
        ...(recording === null ? [] : ["PUT recording"]),
        ...(end === null ? [] : ["POST end"]),
      ]);
    }
    expect(counts).toEqual({
      sessions: told.length,
      messages: told.flatMap(({ messages }) => messages).length,
      recordings: told.filter(({ recording }) => recording !== null).length,
    });
  });

  it("sends several at a time, but not all at once", async () => {
    const client = asked();
    await sendSessions(client, sessions, emptySessionCounts(), noWait);
    expect(client.mostUnderWay).toBe(8);
  });

  it("sends nothing of sessions that nobody told of", async () => {
    const client = asked();
    await sendSessions(
      client,
      sessions.filter((session) => session.facts === null),
      emptySessionCounts(),
      noWait,
    );
    expect(client.requests).toEqual([]);
  });

  it("asks an overloaded server again, waiting as long as it says", async () => {
    const waits: number[] = [];
    const client = asked([new AppError("INGEST_OVERLOADED", "full", { retryAfterSec: 3 }), new AppError("RATE_LIMITED", "slow")]);
    await sendSessions(client, told.slice(0, 1), emptySessionCounts(), async (ms) => void waits.push(ms));
    expect(waits).toEqual([3_000, 1_000]);
    expect(client.requests[0]?.method).toBe("PUT");
  });

  it("leaves nothing under way when it gives up, and begins nothing more", async () => {
    const client = asked([new AppError("FACTS_INVALID", "no")]);
    await expect(sendSessions(client, told, emptySessionCounts(), noWait)).rejects.toMatchObject({ code: "FACTS_INVALID" });
    const sentWhenRefused = client.requests.length;
    await new Promise((resolve) => setImmediate(resolve));
    expect(client.requests.length).toBe(sentWhenRefused);
    expect(new Set(client.requests.map(({ path }) => path.split("/")[3])).size).toBe(7);
  });

  it("gives up on a refusal at once, and on a busy server after several tries", async () => {
    const refused = asked([new AppError("FACTS_INVALID", "no")]);
    await expect(sendSessions(refused, told.slice(0, 1), emptySessionCounts(), noWait)).rejects.toMatchObject({ code: "FACTS_INVALID" });
    expect(refused.requests).toEqual([]);
    const busy = asked(Array.from({ length: 9 }, () => new AppError("INGEST_OVERLOADED", "full")));
    await expect(sendSessions(busy, told.slice(0, 1), emptySessionCounts(), noWait)).rejects.toMatchObject({ code: "INGEST_OVERLOADED" });
  });
});
