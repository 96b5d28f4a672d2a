import { AppError } from "../../../domain/errors.ts";
import { isDateOnly, parseIsoMs } from "../../../domain/time.ts";
import type { SessionColumn, SessionCondition, SessionQuery } from "../../../store/conversationStore.ts";
import { whereCustomerNumber, wherePlatform, whereState, whereType } from "./vocabulary.ts";

export const PAGE_SIZE_MAX = 100;
/** Past this a page number only costs time: no list is so long. */
const PAGE_MAX = 1_000_000;
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

export type Query = Readonly<Record<string, string | undefined>>;

export interface Paging {
  /** From 1. */
  readonly page: number;
  readonly limit: number;
}

/** Whatever is out of range or no number becomes the nearest that is allowed, or the default; never an error. */
export function readPaging(query: Query, limitDefault: number): Paging {
  return {
    page: clamped(query["page"], 1, PAGE_MAX),
    limit: clamped(query["limit"] ?? query["pageSize"], limitDefault, PAGE_SIZE_MAX),
  };
}

function clamped(text: string | undefined, fallback: number, max: number): number {
  const number = text === undefined || text.trim() === "" ? Number.NaN : Number(text);
  return Number.isNaN(number) ? fallback : Math.min(max, Math.max(1, Math.trunc(number)));
}

/** Both generations of the envelope's paging tell the same. */
export const pagingEnvelope = ({ page, limit }: Paging, total: number) => {
  const totalPages = Math.ceil(total / limit);
  return {
    pagination: { page, limit, total, totalPages },
    meta: { currentPage: page, pageSize: limit, totalPages, totalCount: total },
  };
};

export type SessionsQuestion = Pick<SessionQuery, "conditions" | "sort">;

/**
 * The filters and the order of the list of sessions.
 * @throws AppError FILTER_INVALID | FIELD_UNKNOWN
 */
export function readSessionsQuestion(query: Query): SessionsQuestion {
  const conditions = Object.entries(FILTERS).flatMap(([name, filter]) => {
    const text = query[name]?.trim() ?? "";
    if (text === "") return [];
    const condition = filter(text);
    if (condition !== undefined) return [condition];
    throw new AppError("FILTER_INVALID", `"${text}" is nothing that \`${name}\` can be.`, { field: name });
  });
  return { conditions, sort: readSort(query["sort"]) };
}

const FILTERS: Readonly<Record<string, (text: string) => SessionCondition | undefined>> = {
  agentId: (text) => ({ column: "agentId", oneOf: [text] }),
  state: whereState,
  platform: wherePlatform,
  type: whereType,
  sessiontype: whereType,
  startDate: (text) => bound(text, (timeMs) => ({ column: "createdMs", from: timeMs })),
  // A day as an end means all of it, an instant itself too.
  endDate: (text) => bound(text, (timeMs) => ({ column: "createdMs", before: timeMs + (isDateOnly(text) ? DAY_MS : 1) })),
  minReportedMinutes: (text) => {
    const minutes = Number(text);
    return Number.isFinite(minutes) ? { column: "durationMs", above: Math.floor(minutes * MINUTE_MS) } : undefined;
  },
  customerPhoneNumber: whereCustomerNumber,
  // The number that the organization called from.
  outgoingPhoneNumber: (text) => ({
    anyOf: [
      [
        { column: "direction", oneOf: ["outbound"] },
        { column: "callerNumber", contains: text },
      ],
    ],
  }),
  resolutionStatus: (text) => ({ column: "outcome", oneOf: inAnyCase(text) }),
  sentiment: (text) => ({ column: "sentiment", oneOf: inAnyCase(text) }),
  // A campaign is known to a session as one of its external ids.
  campaignId: (text) => ({ alias: text }),
};

export const FILTER_NAMES = Object.keys(FILTERS);

const inAnyCase = (text: string): string[] => [...new Set([text, text.toLowerCase(), text.toUpperCase()])];

function bound(text: string, condition: (timeMs: number) => SessionCondition): SessionCondition | undefined {
  const timeMs = parseIsoMs(text);
  return timeMs === undefined ? undefined : condition(timeMs);
}

const SORT_COLUMNS: Readonly<Record<string, SessionColumn>> = {
  createdAt: "createdMs",
  endedAt: "endedMs",
  updatedAt: "updatedMs",
  lastActivityAt: "lastActivityMs",
  agentId: "agentId",
  id: "id",
};

export const SORT_FIELDS = Object.keys(SORT_COLUMNS);

function readSort(text: string | undefined): SessionQuery["sort"] {
  if (text === undefined || text.trim() === "") return { column: "createdMs", descending: true };
  const [field = "", order = "asc", ...rest] = text.trim().split(":");
  const column = Object.hasOwn(SORT_COLUMNS, field) ? SORT_COLUMNS[field] : undefined;
  if (column === undefined || rest.length > 0 || !/^(asc|desc)$/i.test(order)) {
    throw new AppError("FIELD_UNKNOWN", `Sort by ${SORT_FIELDS.join(", ")}, as in \`createdAt:desc\`.`, { field: "sort" });
  }
  return { column, descending: order.toLowerCase() === "desc" };
}
