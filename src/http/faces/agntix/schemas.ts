import { Type } from "typebox";
import { FILTER_NAMES, PAGE_SIZE_MAX, SORT_FIELDS } from "./listQuery.ts";

const Time = Type.String({ format: "date-time", description: "RFC 3339, UTC, milliseconds." });
const NullableText = Type.Union([Type.String(), Type.Null()]);

export const AgntixErrorAnswer = Type.Object(
  {
    error: Type.Object({ code: Type.String(), message: Type.String(), status: Type.Integer(), requestId: Type.String() }),
    meta: Type.Object({ requestId: Type.String(), timestamp: Time }),
  },
  { $id: "AgntixError" },
);

export const AgntixSessionAnswer = Type.Object(
  {
    id: Type.String(),
    type: Type.String({ enum: ["VOICE", "CHAT"] }),
    platform: Type.String({ enum: ["PHONE", "WEB", "WHATSAPP"] }),
    direction: Type.String({ enum: ["INBOUND", "OUTBOUND"] }),
    state: Type.String({ enum: ["OPEN", "CLOSED"] }),
    agentId: NullableText,
    createdAt: Time,
    lastActivityAt: Time,
    endedAt: Type.Optional(Time),
    updatedAt: Time,
    metadata: Type.Object({
      customerPhoneNumber: NullableText,
      roomName: NullableText,
      sessionVariables: Type.Record(Type.String(), Type.Unknown(), { description: "As they were given." }),
    }),
    analysis: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
    recordingUrl: Type.Optional(Type.String({ description: "The session's page on this server's dashboard, not audio." })),
  },
  { $id: "AgntixSession", description: "`endedAt`, `analysis` and `recordingUrl` are absent while the session is open." },
);

export const AgntixMessageAnswer = Type.Object(
  {
    id: Type.String(),
    content: Type.String(),
    role: Type.String({ enum: ["USER", "ASSISTANT", "SYSTEM", "TOOL"] }),
    createdAt: Time,
    images: Type.Null(),
    metadata: Type.Null(),
    toolCall: Type.Optional(
      Type.Object(
        { id: NullableText, name: Type.String(), arguments: Type.Unknown(), result: Type.Unknown() },
        { description: "On TOOL rows only." },
      ),
    ),
  },
  { $id: "AgntixMessage" },
);

const Counted = Type.Integer();
const paging = {
  pagination: Type.Object({ page: Counted, limit: Counted, total: Counted, totalPages: Counted }),
  meta: Type.Object({ currentPage: Counted, pageSize: Counted, totalPages: Counted, totalCount: Counted }),
};
export const AgntixSessionList = Type.Object({ data: Type.Array(Type.Ref("AgntixSession")), ...paging }, { $id: "AgntixSessionList" });
export const AgntixMessageList = Type.Object({ data: Type.Array(Type.Ref("AgntixMessage")), ...paging }, { $id: "AgntixMessageList" });

/** A key in its own header, or a token of a person. */
export const byKeyOrToken = [{ apiKey: [] }, { bearer: [] }];

export const agntixSchemas = [AgntixErrorAnswer, AgntixSessionAnswer, AgntixMessageAnswer, AgntixSessionList, AgntixMessageList];

const ErrorReference = Type.Ref("AgntixError");
export const refusals = { 401: ErrorReference, 403: ErrorReference, 429: ErrorReference, 503: ErrorReference };
export const notFound = { 404: ErrorReference };
export const invalid = { 422: ErrorReference };

/** Texts all of them: what is out of range is clamped, which a schema of numbers would refuse. */
const Text = Type.Optional(Type.String({ maxLength: 256 }));
export const pagingQuery = {
  page: Type.Optional(Type.String({ maxLength: 64, description: "From 1; clamped." })),
  limit: Type.Optional(Type.String({ maxLength: 64, description: `At most ${PAGE_SIZE_MAX}; clamped.` })),
  pageSize: Type.Optional(Type.String({ maxLength: 64, description: "Another name of `limit`." })),
};
export const SessionsQuery = Type.Object({
  ...pagingQuery,
  ...Object.fromEntries(FILTER_NAMES.map((name) => [name, Text])),
  sort: Type.Optional(Type.String({ maxLength: 64, description: `\`field:asc\` or \`field:desc\` of ${SORT_FIELDS.join(", ")}.` })),
});
export const MessagesQuery = Type.Object(pagingQuery);
