import Telnyx from "telnyx";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { GUIDE_EXAMPLE } from "../src/generate/guideExample.ts";
import { engines } from "./support/databases.ts";
import { ADMIN_KEY, OPERATOR_KEY, startTestServer, type TestServer } from "./support/server.ts";

/** The client would otherwise take a base URL or a token service from the environment. */
const clientFor = (baseUrl: string, apiKey: string): Telnyx =>
  new Telnyx({ apiKey, baseURL: `${baseUrl}/v2`, maxRetries: 0, clientID: null, clientSecret: null });

describe.each(engines)("the official client on $name", (engine) => {
  let server: TestServer;
  let url: string;
  let client: Telnyx;

  beforeAll(async () => {
    server = await startTestServer(engine);
    url = await server.listen();
    client = clientFor(url, ADMIN_KEY);
    const sent = await server.call("POST", "/v1/records", { body: GUIDE_EXAMPLE.records });
    expect(sent.body["counts"]).toMatchObject({ stored: GUIDE_EXAMPLE.records.length });
  });

  afterAll(() => server?.[Symbol.asyncDispose]());

  describe("session analysis", () => {
    it("tells the guide's worked example to the last figure", async () => {
      const session = await client.sessionAnalysis.retrieve(GUIDE_EXAMPLE.sessionId, { record_type: "call-session", max_depth: 5 });
      expect(session.session_id).toBe(GUIDE_EXAMPLE.sessionId);
      expect(session.cost).toEqual({ total: "0.212800", currency: "USD" });
      expect(session.meta).toMatchObject({
        event_count: 11,
        products: ["ai-voice-assistant", "callcontrol-cdrs", "inference", "recording-cdrs", "siptrunking-cdrs", "webrtc-cdrs"],
        truncated: false,
      });
      expect(session.root).toMatchObject({ product: "siptrunking-cdrs", event_name: "call-session", relationship: null, record: {} });
      const costs = session.root.children.map(({ product, cost }) => [product, cost.event_cost, cost.cumulative_cost]);
      expect(costs).toEqual([
        ["recording-cdrs", "0.005100", "0.005100"],
        ["webrtc-cdrs", "0.005200", "0.005200"],
        ["siptrunking-cdrs", "0.005200", "0.005200"],
        ["callcontrol-cdrs", "0.005200", "0.197300"],
      ]);
      const assistant = session.root.children[3]?.children[0];
      expect(assistant?.cost).toEqual({ event_cost: "0.180000", cumulative_cost: "0.192100", currency: "USD" });
      expect(assistant?.children).toHaveLength(5);
      expect(assistant?.children[0]?.relationship).toEqual({
        type: "child_of",
        via: { local_field: "conversation_id", parent_field: "conversation_id" },
        parent_id: assistant?.id,
      });
    });

    it("has the members of the older answers too", async () => {
      const session = await client.sessionAnalysis.retrieve(GUIDE_EXAMPLE.sessionId, { record_type: "call-session" });
      expect(session).toMatchObject({
        status: "completed",
        created_at: "2026-03-17T14:00:01.000Z",
        completed_at: "2026-03-17T14:02:33.100Z",
      });
    });

    it("takes every option, and keeps costs whole whatever it hides", async () => {
      const session = await client.sessionAnalysis.retrieve(GUIDE_EXAMPLE.sessionId, {
        record_type: "call-session",
        max_depth: 2,
        expand: "none",
        include_children: true,
        date_time: "2026-03-17T10:00:00Z",
      });
      expect(session.root.children.map(({ record, children }) => [record, children])).toEqual(Array.from({ length: 4 }, () => [{}, []]));
      expect(session.meta).toMatchObject({ event_count: 11, truncated: true });
      expect(session.cost.total).toBe("0.212800");
    });

    it("shows the root alone without children, on a UTC day, by a product slug", async () => {
      const params = { record_type: "callcontrol-cdrs", include_children: false, date_time: "2026-03-17" };
      const control = GUIDE_EXAMPLE.records.find((record) => record["record_type"] === "call-control");
      const session = await client.sessionAnalysis.retrieve(String(control?.["id"]), params);
      expect(session.root).toMatchObject({ record: control, children: [] });
      expect(session.root.cost).toEqual({ event_cost: "0.005200", cumulative_cost: "0.197300", currency: "USD" });
    });

    it("shows two levels with their records when nothing is asked for", async () => {
      const session = await client.sessionAnalysis.retrieve(GUIDE_EXAMPLE.sessionId, { record_type: "call-session" });
      expect(session.root.children.map(({ record }) => record)).toEqual(
        expect.arrayContaining(GUIDE_EXAMPLE.records.filter((record) => record["record_type"] === "recording")),
      );
      expect(session.root.children.every(({ children }) => children.length === 0)).toBe(true);
    });

    it("follows its own links", async () => {
      const session = await client.sessionAnalysis.retrieve(GUIDE_EXAMPLE.sessionId, { record_type: "call-session" });
      const child = session.root.children[0];
      const self = await server.call("GET", child?.links.self ?? "");
      expect(self.body).toMatchObject({ session_id: child?.id });
      const records = await server.call("GET", child?.links.records ?? "");
      expect(records.body).toMatchObject({ data: [child?.record], meta: { total_results: 1 } });
      const ofVirtualRoot = await server.call("GET", session.root.links.records);
      expect([ofVirtualRoot.status, ofVirtualRoot.body["data"]]).toEqual([200, []]);
    });
  });

  describe("metadata", () => {
    it("lists every record type with all that the contract requires", async () => {
      const metadata = await client.sessionAnalysis.metadata.retrieve();
      expect(metadata.record_types).toHaveLength(metadata.meta.total_record_types);
      expect(metadata.meta.last_updated).toMatch(/^2026-\d\d-\d\dT/);
      const assistant = metadata.record_types.find((type) => type.record_type === "ai-voice-assistant");
      expect(assistant).toMatchObject({ product: "ai-voice-assistant", event: "ai-voice-assistant", aliases: [] });
      expect(assistant?.child_relationships).toContainEqual({
        relationship_type: "child_of",
        via: { local_field: "conversation_id", parent_field: "conversation_id" },
        cost_rollup: true,
        traversal_enabled: true,
        description: "The conversation_id of inference is the conversation_id of ai-voice-assistant.",
        child_product: "inference",
        child_event: "inference",
        child_record_type: "inference",
      });
      expect(assistant?.parent_relationships.map((edge) => edge.parent_record_type)).toContain("call-control");
    });

    it("gives the defaults of query parameters as text", async () => {
      const { query_parameters: parameters } = await client.sessionAnalysis.metadata.retrieve();
      expect(Object.keys(parameters)).toEqual(["include_children", "max_depth", "expand", "date_time"]);
      expect(parameters["max_depth"]).toMatchObject({ type: "integer", default: "2", min: 1, max: 5, enum_values: null });
      expect(parameters["expand"]).toMatchObject({ type: "string", default: "record", enum_values: ["record", "none"], min: null });
      expect(parameters["include_children"]).toMatchObject({ type: "boolean", default: "true" });
    });

    it("recommends the depth that reaches the last leaf", async () => {
      const session = await client.sessionAnalysis.metadata.retrieveRecordType("call-session");
      expect(session.meta).toMatchObject({ total_parents: 0, total_siblings: 0, max_recommended_depth: 4 });
      const inference = await client.sessionAnalysis.metadata.retrieveRecordType("inference");
      expect(inference.meta).toMatchObject({ total_children: 0, total_parents: 2, max_recommended_depth: 1 });
      expect(inference).not.toHaveProperty("description");
      expect(JSON.stringify(inference.examples)).toContain("/v2/session_analysis/inference/");
    });

    it("knows a type by its alias and by its product", async () => {
      expect((await client.sessionAnalysis.metadata.retrieveRecordType("stt")).record_type).toBe("speech-to-text");
      expect((await client.sessionAnalysis.metadata.retrieveRecordType("siptrunking-cdrs")).record_type).toBe("sip-trunking");
    });

    it("is what a session analysis of the type `metadata` would reach", async () => {
      const answer = await client.sessionAnalysis.retrieve("call-session", { record_type: "metadata" });
      expect(answer).toMatchObject({ record_type: "call-session", meta: { max_recommended_depth: 4 } });
    });
  });

  describe("refusals", () => {
    const failure = async (call: () => PromiseLike<unknown>): Promise<InstanceType<typeof Telnyx.APIError>> => {
      const error = await call().then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      if (error instanceof Telnyx.APIError) return error;
      throw new Error("the call was not refused");
    };

    it("are a NotFoundError for no such event, a wrong date and no such type", async () => {
      for (const call of [
        () => client.sessionAnalysis.retrieve("nobody", { record_type: "call-session" }),
        () => client.sessionAnalysis.retrieve(GUIDE_EXAMPLE.sessionId, { record_type: "call-session", date_time: "2026-05-01" }),
        () => client.sessionAnalysis.metadata.retrieveRecordType("nothing"),
      ]) {
        const error = await failure(call);
        expect(error).toBeInstanceOf(Telnyx.NotFoundError);
        expect(error.error).toMatchObject({ errors: [{ code: "10005", title: "Resource not found" }] });
      }
    });

    it("are a BadRequestError for what cannot be asked", async () => {
      const session =
        (params: Record<string, unknown>, id: string = GUIDE_EXAMPLE.sessionId) =>
        () =>
          client.sessionAnalysis.retrieve(id, { record_type: "call-session", ...params } as never);
      for (const call of [
        session({ record_type: "calls" }),
        session({ max_depth: 6 }),
        session({ max_depth: 0 }),
        session({ expand: "all" }),
        session({ include_children: "maybe" }),
        session({ date_time: "yesterday" }),
        session({}, "x".repeat(257)),
      ]) {
        const error = await failure(call);
        expect(error).toBeInstanceOf(Telnyx.BadRequestError);
        expect(error.error).toMatchObject({ errors: [{ code: "10015" }] });
      }
    });

    it("are a BadRequestError of its own number for a search", async () => {
      for (const call of [
        () => client.detailRecords.list(),
        () => client.detailRecords.list({ filter: { record_type: "voice" as never } }),
        () => client.detailRecords.list({ filter: { record_type: "call-control", created_at: { gte: "2026-03-01" } } as never }),
        () => client.detailRecords.list({ filter: { record_type: "call-control" }, sort: ["-nothing"] }),
      ]) {
        const error = await failure(call);
        expect(error).toBeInstanceOf(Telnyx.BadRequestError);
        expect(error.error).toMatchObject({ errors: [{ code: "10011", title: "Bad Request" }] });
      }
    });

    it("are an AuthenticationError without a valid key", async () => {
      const error = await failure(() => clientFor(url, "KEYwrong").sessionAnalysis.metadata.retrieve());
      expect(error).toBeInstanceOf(Telnyx.AuthenticationError);
      expect(error.error).toMatchObject({ errors: [{ code: "10009", meta: { url: "/docs/errors#key_invalid" } }] });
    });

    it("are a PermissionDeniedError for a key without the scope, and for the operator's", async () => {
      const { key } = await server.newOrganization(["ingest"]);
      for (const apiKey of [key, OPERATOR_KEY]) {
        const error = await failure(() => clientFor(url, apiKey).sessionAnalysis.metadata.retrieve());
        expect(error).toBeInstanceOf(Telnyx.PermissionDeniedError);
        expect(error.error).toMatchObject({ errors: [{ code: "10010" }] });
      }
    });

    it("hide the records of another organization", async () => {
      const { key } = await server.newOrganization(["read"]);
      const other = clientFor(url, key);
      const call = () => other.sessionAnalysis.retrieve(GUIDE_EXAMPLE.sessionId, { record_type: "call-session" });
      expect(await failure(call)).toBeInstanceOf(Telnyx.NotFoundError);
      expect((await other.detailRecords.list({ filter: { record_type: "sip-trunking" } })).data).toEqual([]);
    });
  });

  it("learns by a RateLimitError that it asked too often", async () => {
    await using limited = await startTestServer(engine, { settings: { RATE_LIMIT_PER_MINUTE: "1" } });
    const hasty = clientFor(await limited.listen(), ADMIN_KEY);
    await hasty.sessionAnalysis.metadata.retrieve();
    const error: unknown = await hasty.sessionAnalysis.metadata.retrieve().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Telnyx.RateLimitError);
    const { error: body, headers } = error as InstanceType<typeof Telnyx.RateLimitError>;
    expect(body).toMatchObject({ errors: [{ code: "10011", title: "Too many requests" }] });
    expect(Number(headers?.get("retry-after"))).toBeGreaterThan(0);
  });
});
