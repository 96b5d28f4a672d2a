import { describe, expect, it } from "vitest";
import { AppError } from "../domain/errors.ts";
import type { CalltreeClient, ClientRequest } from "./client.ts";
import type { FileRecord } from "./readRecordsFile.ts";
import { emptyReport, sendRecords } from "./sendRecords.ts";

/** Answers as the API does: a line whose text holds "bad" is rejected, the others are stored. */
function answering(refuseFirst: readonly (AppError | undefined)[] = []): CalltreeClient & { requests: ClientRequest[] } {
  const requests: ClientRequest[] = [];
  const refusals = [...refuseFirst];
  return {
    where: "test",
    requests,
    request: async (request) => {
      requests.push(request);
      const refusal = refusals.shift();
      if (refusal !== undefined) throw refusal;
      const lines = (request.lines ?? "").split("\n").slice(0, -1);
      const outcomes = lines.flatMap((line, index) =>
        line.includes("bad")
          ? [{ index: index + 1, record_type: null, id: null, outcome: "rejected", code: "RECORD_INVALID", message: "Bad." }]
          : [],
      );
      return { counts: { stored: lines.length - outcomes.length, rejected: outcomes.length }, outcomes, outcomes_truncated: false };
    },
    [Symbol.asyncDispose]: async () => {},
  };
}

const items = (texts: readonly string[]): FileRecord[] => texts.map((text, index) => ({ line: index * 2 + 1, text }));
const noWait = { isDryRun: false, wait: async () => {} };

describe("sendRecords", () => {
  it("counts outcomes and names the line of what was rejected", async () => {
    const report = emptyReport();
    await sendRecords(answering(), "a.ndjson", [...items(["{}", "bad", "{}"]), { line: 9, fault: "Not text." }], report, noWait);
    expect(report.counts).toMatchObject({ stored: 2, rejected: 2 });
    expect(report.rejected.map(({ file, line, message }) => ({ file, line, message }))).toEqual([
      { file: "a.ndjson", line: 9, message: "Not text." },
      { file: "a.ndjson", line: 3, message: "Bad." },
    ]);
  });

  it("sends chunks of bounded length and size, in order", async () => {
    const client = answering();
    await sendRecords(client, "f", items(Array.from({ length: 12_001 }, (_, index) => `{"id":${index}}`)), emptyReport(), noWait);
    expect(client.requests.map((request) => request.lines?.split("\n").length)).toEqual([5_001, 5_001, 2_002]);
    expect(client.requests[1]?.lines?.startsWith('{"id":5000}')).toBe(true);
    const large = answering();
    await sendRecords(large, "f", items([`"${"a".repeat(3_000_000)}"`, `"${"b".repeat(3_000_000)}"`]), emptyReport(), noWait);
    expect(large.requests.length).toBe(2);
  });

  it("sends nothing for an empty file", async () => {
    const client = answering();
    await sendRecords(client, "f", [], emptyReport(), noWait);
    expect(client.requests).toEqual([]);
  });

  it("sends a chunk again while the server is overloaded, waiting as long as it says", async () => {
    const waits: number[] = [];
    const client = answering([new AppError("INGEST_OVERLOADED", "full", { retryAfterSec: 3 }), new AppError("RATE_LIMITED", "slow")]);
    const report = emptyReport();
    await sendRecords(client, "f", items(["{}"]), report, { isDryRun: false, wait: async (ms) => void waits.push(ms) });
    expect(waits).toEqual([3_000, 1_000]);
    expect(report.counts["stored"]).toBe(1);
  });

  it("gives up after several tries on a server that went away, and at once on one that never answered", async () => {
    const away = Array.from({ length: 20 }, () => new AppError("STORE_UNAVAILABLE", "away"));
    const never = answering(away);
    await expect(sendRecords(never, "f", items(["{}"]), emptyReport(), noWait)).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
    expect(never.requests.length).toBe(1);
    const later = answering([undefined, ...away]);
    const many = items(Array.from({ length: 5_001 }, () => "{}"));
    await expect(sendRecords(later, "f", many, emptyReport(), noWait)).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
    expect(later.requests.length).toBe(7);
  });

  it("does not repeat what will be refused again", async () => {
    const refusing = answering([new AppError("KEY_INVALID", "no")]);
    await expect(sendRecords(refusing, "f", items(["{}"]), emptyReport(), noWait)).rejects.toMatchObject({ code: "KEY_INVALID" });
    expect(refusing.requests.length).toBe(1);
  });

  it("asks for a check only, when told so", async () => {
    const client = answering();
    await sendRecords(client, "f", items(["{}"]), emptyReport(), { ...noWait, isDryRun: true });
    expect(client.requests[0]?.query).toEqual({ dry_run: true });
  });
});
