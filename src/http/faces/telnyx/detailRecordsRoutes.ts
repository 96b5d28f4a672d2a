import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "typebox";
import { organizationOf } from "../../authenticate.ts";
import { sendJson } from "../../sendJson.ts";
import { optionsTypeOf, PAGE_SIZE_DEFAULT, PAGE_SIZE_MAX, parseDetailRecordsQuery, type Query } from "./detailRecordsQuery.ts";
import type { TelnyxParts } from "./routes.ts";
import { refusals } from "./schemas.ts";

const tags = ["Telnyx: detail records"];
const PAGE_NUMBER_MAX = 2_147_483_647;
const Texts = Type.Union([Type.String(), Type.Array(Type.String())]);

const searchParameters = Type.Object({
  "filter[record_type]": Type.Optional(Texts),
  "filter[date_range]": Type.Optional(Texts),
  record_type: Type.Optional(Texts),
  id: Type.Optional(Texts),
  sort: Type.Optional(Texts),
  "page[number]": Type.Optional(Type.Integer({ minimum: 1, maximum: PAGE_NUMBER_MAX, default: 1 })),
  "page[size]": Type.Optional(
    Type.Integer({ minimum: 1, default: PAGE_SIZE_DEFAULT, description: `More than ${PAGE_SIZE_MAX} is taken as ${PAGE_SIZE_MAX}.` }),
  ),
});

export const detailRecordsRoutes =
  (parts: TelnyxParts): FastifyPluginAsyncTypebox =>
  async (app) => {
    const onRequest = parts.requireScope("read");
    app.get(
      "/v2/detail_records",
      {
        onRequest,
        schema: {
          tags,
          summary: "Search the records of one type",
          description:
            "Besides the parameters listed, any field of the type filters: `filter[FIELD]=value`, or `filter[FIELD][OPERATOR]=value` " +
            "with eq, in, gt, gte, lt, lte, contains, starts_with or ends_with. `/v2/detail_records/options` lists the fields.",
          querystring: searchParameters,
          response: { 200: Type.Ref("TelnyxDetailRecords"), ...refusals },
        },
      },
      async (request, reply) => {
        const organization = organizationOf(request);
        const question = parseDetailRecordsQuery(organization, request.query as Query);
        const { pageNumber, ...asked } = question;
        const page = { organization, keyId: request.authority.keyId, route: "telnyx.detailRecords", asked, pageNumber };
        const upToKey = await parts.anchors.upToKey(page);
        return sendJson(reply, await parts.ask("telnyx.detailRecords", { ...question, upToKey }));
      },
    );
    app.get(
      "/v2/detail_records/options",
      {
        onRequest,
        schema: {
          tags,
          summary: "Read what records can be filtered and sorted by, per type",
          querystring: Type.Object({ "filter[record_type]": Type.Optional(Texts) }),
          response: { 200: Type.Ref("TelnyxDetailRecordOptions"), ...refusals },
        },
      },
      async (request, reply) => {
        const recordType = optionsTypeOf(request.query as Query);
        const args = { organization: organizationOf(request), ...(recordType === undefined ? {} : { recordType }) };
        return sendJson(reply, await parts.ask("telnyx.detailRecordOptions", args));
      },
    );
  };
