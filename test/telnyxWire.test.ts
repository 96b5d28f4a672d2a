import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { engines } from "./support/databases.ts";
import { startTestServer, type TestServer } from "./support/server.ts";

interface Page {
  readonly data: readonly Record<string, unknown>[];
  readonly meta: Record<string, number>;
}
interface Refusal {
  readonly errors: readonly { readonly code: string; readonly detail: string; readonly source?: { readonly parameter: string } }[];
}

const ODD_ID = "a/b c?d#e%f+ü";
/** As they are sent: the numerals and the spacing must come back untouched. */
const RECORDS = [
  `{"record_type":"message_detail_record","uuid":"m1","created_at":"2026-03-17T10:00:00.000100Z","cost":1.50,"parts":12345678901234567891}`,
  `{"record_type":"message","uuid":"m2","created_at":"2026-03-17T10:00:00.000200Z","cost":"1.5","errors":["40001","40002"]}`,
  `{"record_type":"message","uuid":"m3","sent_at":"2026-03-17 09:00:00","cost":"0.15E+1", "profile_name":"Doe, John"}`,
  `{"record_type":"message","uuid":"m4","cost":null,"custom":{"a":1}}`,
  `{"record_type":"message","uuid":${JSON.stringify(ODD_ID)},"created_at":"2026-03-16T23:30:00-01:00","cost":"-0.2"}`,
];

/** A clock that stands still on Tuesday, 17 March 2026. */
const clock = { nowMs: () => Date.UTC(2026, 2, 17, 12) };

describe.each(engines)("the wire of the Telnyx face on $name", (engine) => {
  let server: TestServer;

  beforeAll(async () => {
    server = await startTestServer(engine, { clock, settings: { READ_THREADS: "0" } });
    const sent = await server.call("POST", "/v1/records", {
      body: RECORDS.join("\n"),
      headers: { "content-type": "application/x-ndjson" },
    });
    expect(sent.body["counts"]).toMatchObject({ stored: RECORDS.length });
  });

  afterAll(() => server?.[Symbol.asyncDispose]());

  const idsOf = async (query: string): Promise<unknown[]> => {
    const { status, body, text } = await server.call<Page>("GET", `/v2/detail_records?${query}`);
    expect(status, text).toBe(200);
    return body.data.map((row) => row["uuid"]);
  };
  const refusalOf = async (query: string): Promise<Refusal["errors"][number] | undefined> => {
    const { status, body, text } = await server.call<Refusal>("GET", `/v2/detail_records?${query}`);
    expect(status, text).toBe(400);
    expect(body.errors[0]?.code).toBe("10011");
    return body.errors[0];
  };
  const messages = "filter%5Brecord_type%5D=messaging";

  it("gives records back byte for byte", async () => {
    const { text, headers } = await server.call("GET", `/v2/detail_records?${messages}&filter[id]=m1`);
    expect(text).toContain(RECORDS[0]);
    expect(headers["content-type"]).toBe("application/json; charset=utf-8");
    const page = await server.call("GET", `/v2/detail_records?${messages}&filter[id]=m3`);
    expect(page.text).toContain(RECORDS[2]);
  });

  it("reads brackets encoded and plain", async () => {
    expect(await idsOf("filter[record_type]=message&filter[id]=m2")).toEqual(["m2"]);
    expect(await idsOf(`${messages}&filter%5Bid%5D=m2&page%5Bnumber%5D=1&page%5Bsize%5D=1`)).toEqual(["m2"]);
    expect(await idsOf(`${messages}&filter%5Bcreated_at%5D%5Bgte%5D=2026-03-17T10%3A00%3A00.000150Z`)).toEqual(["m2"]);
  });

  it("compares to less than a millisecond, on both sides of a bound", async () => {
    const at = "2026-03-17T10:00:00.0001Z";
    expect(await idsOf(`${messages}&filter[created_at][gt]=${at}`)).toEqual(["m2"]);
    expect(await idsOf(`${messages}&filter[created_at][gte]=${at}&sort=uuid`)).toEqual(["m1", "m2"]);
    expect(await idsOf(`${messages}&filter[created_at][lt]=${at}&sort=created_at`)).toEqual([ODD_ID, "m3"]);
    expect(await idsOf(`${messages}&filter[created_at][lte]=${at}&sort=created_at`)).toEqual([ODD_ID, "m3", "m1"]);
    expect(await idsOf(`${messages}&filter[created_at]=${at}`)).toEqual(["m1"]);
  });

  it("reads an offset whose plus sign was not encoded", async () => {
    expect(await idsOf(`${messages}&filter[created_at][gte]=2026-03-17T11:00:00.0002+01:00`)).toEqual(["m2"]);
    const tree = await server.call("GET", "/v2/session_analysis/message/m1?date_time=2026-03-17T11:00:00+01:00");
    expect(tree.status).toBe(200);
  });

  it("sorts exact decimals, the missing one last, whatever the direction", async () => {
    expect(await idsOf(`${messages}&sort=cost,uuid`)).toEqual([ODD_ID, "m1", "m2", "m3", "m4"]);
    expect(await idsOf(`${messages}&sort=-cost%2C-uuid`)).toEqual(["m3", "m2", "m1", ODD_ID, "m4"]);
    expect(await idsOf(`${messages}&sort=-cost&sort=-uuid`)).toEqual(["m3", "m2", "m1", ODD_ID, "m4"]);
    expect(await idsOf(`${messages}&sort=-created_at`)).toHaveLength(5);
  });

  it("pages without overlap through a sort of its own", async () => {
    const pages = await Promise.all([1, 2, 3].map((number) => idsOf(`${messages}&sort=-cost&page[size]=2&page[number]=${number}`)));
    expect(pages.map((page) => page.length)).toEqual([2, 2, 1]);
    expect(new Set(pages.flat()).size).toBe(5);
  });

  it("finds what is in a list, what has commas, what is missing, and what was only ever seen", async () => {
    expect(await idsOf(`${messages}&filter[errors]=40002`)).toEqual(["m2"]);
    expect(await idsOf(`${messages}&filter[errors]=40001,40002`)).toEqual(["m2"]);
    expect(await idsOf(`${messages}&filter[profile_name]=Doe,%20John`)).toEqual(["m3"]);
    expect(await idsOf(`${messages}&filter[cost]=`)).toEqual(["m4"]);
    expect(await idsOf(`${messages}&filter[custom]=&sort=uuid`)).toEqual([ODD_ID, "m1", "m2", "m3"]);
    expect(await idsOf(`${messages}&filter[parts]=12345678901234567892`)).toEqual([]);
  });

  it("finds odd ids in a search, in a path, and by its own links", async () => {
    const id = encodeURIComponent(ODD_ID);
    expect(await idsOf(`${messages}&filter[uuid]=${id}`)).toEqual([ODD_ID]);
    const tree = await server.call<{ session_id: string; root: { links: { self: string; records: string } } }>(
      "GET",
      `/v2/session_analysis/message/${id}`,
    );
    expect([tree.status, tree.body.session_id]).toEqual([200, ODD_ID]);
    expect((await server.call("GET", tree.body.root.links.self)).text).toBe(tree.text);
    expect(await idsOf(new URL(tree.body.root.links.records, "http://x").search.slice(1))).toEqual([ODD_ID]);
  });

  it("reads date ranges in UTC days by its own clock", async () => {
    expect(await idsOf(`${messages}&filter[date_range]=today`)).toEqual(["m2", "m1", "m3", ODD_ID]);
    expect(await idsOf(`${messages}&filter[date_range]=yesterday`)).toEqual([]);
    expect(await idsOf(`${messages}&filter[date_range]=this_week&filter[cost][lt]=0`)).toEqual([ODD_ID]);
  });

  it("caps a page at fifty, says so, and counts no pages where nothing is found", async () => {
    const { body } = await server.call<Page>("GET", `/v2/detail_records?${messages}&page[size]=100`);
    expect(body.meta).toEqual({ total_pages: 1, total_results: 5, page_number: 1, page_size: 50 });
    const empty = await server.call<Page>("GET", "/v2/detail_records?record_type=call-session&id=x");
    expect(empty.body).toEqual({ data: [], meta: { total_pages: 0, total_results: 0, page_number: 1, page_size: 20 } });
    const past = await server.call<Page>("GET", `/v2/detail_records?${messages}&page[number]=9`);
    expect(past.body).toMatchObject({ data: [], meta: { total_pages: 1, page_number: 9 } });
  });

  it("says that the record type is missing, wrong, or one too many", async () => {
    for (const query of ["", "sort=id", "filter[record_type][]=message&filter[record_type][]=fax", "filter[record_type]="]) {
      expect((await refusalOf(query))?.detail).toBe("Record type is missing");
    }
    expect((await refusalOf("filter[record_type]=wirelessxx"))?.detail).toBe(
      "No matching record type was found matching given record type wirelessxx",
    );
    expect((await refusalOf("filter[record_type]=message&filter[record_type]=fax"))?.detail).toContain("one record type");
  });

  it("lists the fields a type has when asked for one it lacks", async () => {
    const error = await refusalOf(`${messages}&filter[started_at][gte]=2026-03-17`);
    expect(error?.source?.parameter).toBe("filter[started_at][gte]");
    for (const field of ["created_at", "cost", "uuid", "custom"]) expect(error?.detail).toContain(field);
    expect((await refusalOf(`${messages}&sort=started_at`))?.source?.parameter).toBe("sort");
  });

  it.each([
    "page[number]=0",
    "page[number]=one",
    "page[size]=0",
    "page[size]=",
    "page_size=10",
    "sort=",
    "filter[date_range]=last_fortnight",
    "filter[date_range][gte]=2026-03-17",
    "filter[created_at][after]=2026-03-17",
    "filter[created_at][gte]=noon",
    "filter[cost][gt]=",
    "filter[id]=",
    "filter[cost]=1&filter[cost]=2",
    "sort=cost&page[number]=5001&page[size]=20",
  ])("refuses %s", async (query) => {
    expect((await refusalOf(`${messages}&${query}`))?.detail).not.toBe("");
  });

  it("tells what can be searched by, for all types and for one", async () => {
    interface Options {
      data: { record_type: string; fields: string[]; time_field: string }[];
      meta: { operators: string[] };
    }
    const all = await server.call<Options>("GET", "/v2/detail_records/options");
    expect(all.body.data.length).toBeGreaterThan(30);
    expect(all.body.data.find((type) => type.record_type === "sip-trunking")?.fields).not.toContain("created_at");
    const one = await server.call<Options>("GET", "/v2/detail_records/options?filter[record_type]=messaging");
    expect(one.body.data).toMatchObject([{ record_type: "message", time_field: "created_at" }]);
    expect(one.body.data[0]?.fields).toContain("custom");
    expect(one.body.meta.operators).toContain("gte");
    expect((await server.call("GET", "/v2/detail_records/options?filter[record_type]=calls")).status).toBe(400);
    expect((await server.call("GET", "/v2/detail_records/options?page[size]=1")).status).toBe(400);
  });

  it("describes all of its routes and shapes in OpenAPI, with no reference that leads nowhere", () => {
    const { paths = {}, components } = server.calltree.app.swagger() as {
      paths?: Record<string, unknown>;
      components?: { schemas?: Record<string, unknown> };
    };
    expect(Object.keys(paths).filter((path) => path.startsWith("/v2/"))).toHaveLength(5);
    const text = JSON.stringify({ paths, components });
    const targets = [...text.matchAll(/"#\/components\/schemas\/(Telnyx\w+)"/g)].map((match) => match[1]);
    expect(targets).toContain("TelnyxEventNode");
    for (const target of targets) expect(components?.schemas).toHaveProperty(String(target));
  });

  it("passes over parameters that a session analysis does not know", async () => {
    expect((await server.call("GET", "/v2/session_analysis/message/m1?unknown=1")).status).toBe(200);
  });

  it("answers in its own words where there is no route and where there is no key", async () => {
    const missing = await server.call<Refusal>("GET", "/v2/usage_reports");
    expect([missing.status, missing.body.errors[0]?.code]).toEqual([404, "10005"]);
    const keyless = await server.call<Refusal>("GET", "/v2/session_analysis/metadata", { key: null });
    expect([keyless.status, keyless.body.errors[0]?.code]).toEqual([401, "10009"]);
  });

  it("moves last_updated when the organization adds a type of its own", async () => {
    await using other = await startTestServer(engine, { clock: { nowMs: () => Date.UTC(2027, 0, 2) } });
    interface Overview {
      meta: { last_updated: string; total_record_types: number };
    }
    const before = await other.call<Overview>("GET", "/v2/session_analysis/metadata");
    const put = await other.call("PUT", "/v1/record-types/taxi-ride", { body: { description: "Rides booked by the assistant" } });
    expect(put.status, put.text).toBe(200);
    const after = await other.call<Overview>("GET", "/v2/session_analysis/metadata");
    expect(before.body.meta.last_updated < after.body.meta.last_updated).toBe(true);
    expect(after.body.meta.last_updated).toBe("2027-01-02T00:00:00.000Z");
    expect(after.body.meta.total_record_types).toBe(before.body.meta.total_record_types + 1);
  });
});
