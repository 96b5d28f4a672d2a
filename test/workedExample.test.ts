/**
 * The guide's worked example, through POST /v1/records and out as a tree: every number of its table, at every depth, in
 * any order of arrival, sent twice, one record a request or all at once, on every engine.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { GUIDE_EXAMPLE } from "../src/generate/guideExample.ts";
import { engines } from "./support/databases.ts";
import { startTestServer, type TestServer } from "./support/server.ts";

interface Node {
  id: string;
  record_type: string;
  product: string;
  cost: { event_cost: string; cumulative_cost: string; currency: string };
  record: Record<string, unknown>;
  children: Node[];
}
interface Tree {
  session_id: string;
  cost: { total: string; currency: string };
  root: Node;
  meta: { event_count: number; products: string[]; truncated: boolean };
}

/** `type: event cost / cumulative cost`, indented by level: the guide's drawing without its lines. */
function outline(node: Node, level = 0): string[] {
  const line = `${"  ".repeat(level)}${node.record_type}: ${node.cost.event_cost} / ${node.cost.cumulative_cost}`;
  return [line, ...node.children.flatMap((child) => outline(child, level + 1))];
}

const ROOT = "call-session: 0.000000 / 0.212800";
const CALL_CONTROL = "  call-control: 0.005200 / 0.197300";
const ASSISTANT = "    ai-voice-assistant: 0.180000 / 0.192100";
const LEAVES = ["  recording: 0.005100 / 0.005100", "  sip-trunking: 0.005200 / 0.005200", "  webrtc: 0.005200 / 0.005200"];
const TURNS = ["0.001000", "0.001500", "0.002900", "0.003300", "0.003400"].map((cost) => `      inference: ${cost} / ${cost}`);
const LINES_OF_DEPTH = [
  [ROOT],
  [ROOT, CALL_CONTROL, ...LEAVES],
  [ROOT, CALL_CONTROL, ...LEAVES, ASSISTANT],
  [ROOT, CALL_CONTROL, ...LEAVES, ASSISTANT, ...TURNS],
];

async function expectWorkedExample(server: TestServer): Promise<void> {
  for (const depth of [1, 2, 3, 4, 5]) {
    const answer = await server.call<Tree>("GET", `/v1/trees/call-session/${GUIDE_EXAMPLE.sessionId}?max_depth=${depth}`);
    expect(answer.status).toBe(200);
    const tree = answer.body;
    expect(tree.cost).toEqual({ total: "0.212800", currency: "USD" });
    expect(tree.meta.event_count).toBe(11);
    expect(tree.meta.products).toEqual([
      "ai-voice-assistant",
      "callcontrol-cdrs",
      "inference",
      "recording-cdrs",
      "siptrunking-cdrs",
      "webrtc-cdrs",
    ]);
    expect(tree.meta.truncated).toBe(depth < 4);
    expect(outline(tree.root).toSorted()).toEqual(LINES_OF_DEPTH[Math.min(depth, 4) - 1]?.toSorted());
  }
}

describe.each(engines)("the guide's worked example on $name", (engine) => {
  it("comes out to the last digit, whatever the order, the repeats and the batches", { timeout: 120_000 }, async () => {
    await using server = await startTestServer(engine, { settings: { READ_THREADS: "2" } });
    const bytes = new Set<string>();
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray([...GUIDE_EXAMPLE.records.keys()], { minLength: GUIDE_EXAMPLE.records.length }),
        fc.integer({ min: 1, max: 10 }),
        async (order, batchSize) => {
          const { key } = await server.newOrganization();
          const inOrder = {
            ...server,
            call: ((method, url, call = {}) => server.call(method, url, { key, ...call })) as TestServer["call"],
          };
          const records = order.map((index) => GUIDE_EXAMPLE.records[index]);
          for (const round of ["stored", "duplicate"]) {
            for (let start = 0; start < records.length; start += batchSize) {
              const batch = records.slice(start, start + batchSize);
              const answer = await inOrder.call<{ outcomes: { outcome: string }[] }>("POST", "/v1/records", {
                body: batchSize === 1 ? batch[0] : batch,
              });
              expect(answer.body.outcomes.map((item) => item.outcome)).toEqual(batch.map(() => round));
            }
          }
          await expectWorkedExample(inOrder);
          bytes.add((await inOrder.call("GET", `/v1/trees/call-session/${GUIDE_EXAMPLE.sessionId}`)).text);
        },
      ),
      { numRuns: 12 },
    );
    // Same data, same bytes.
    expect(bytes.size).toBe(1);
  });

  it("comes out the same through NDJSON", async () => {
    await using server = await startTestServer(engine);
    const lines = GUIDE_EXAMPLE.records.map((record) => JSON.stringify(record)).join("\n");
    const answer = await server.call<{ counts: Record<string, number> }>("POST", "/v1/records", {
      body: lines,
      headers: { "content-type": "application/x-ndjson" },
    });
    expect(answer.body.counts["stored"]).toBe(10);
    await expectWorkedExample(server);
  });
});
