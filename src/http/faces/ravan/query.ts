import { AppError } from "../../../domain/errors.ts";
import { parseIsoMs } from "../../../domain/time.ts";
import type { SessionColumn, SessionCondition, SessionQuery } from "../../../store/conversationStore.ts";
import { withOffset } from "../../timeParameter.ts";
import { channelConditions, statusConditions } from "./vocabulary.ts";

export const PAGE_SIZE_DEFAULT = 20;
export const PAGE_SIZE_MAX = 2_000;
export const HISTORY_PAGE_SIZE_MAX = 100;

/** What lists can be sorted by. */
export const SORT_COLUMNS: Readonly<Record<string, SessionColumn>> = {
  started_at: "startedMs",
  ended_at: "endedMs",
  created_at: "createdMs",
  duration_sec: "durationMs",
  cost_total: "ownedCostNanos",
  call_latency_ms: "latencyP50Ms",
  agent_name: "agentName",
  caller_number: "callerNumber",
  callee_number: "calleeNumber",
  id: "id",
};

/** This face tells of calls; texts and chats are sessions elsewhere. */
export const CALLS_ONLY: readonly SessionCondition[] = [{ column: "type", noneOf: ["chat"] }];

/** Members that the search looks into. */
const SEARCHED: readonly SessionColumn[] = ["id", "callerNumber", "calleeNumber", "customerNumber", "agentName"];

/** Parameters of the list, as they came; a blank one is as good as none. */
export interface ListParameters {
  readonly page?: number;
  readonly page_size?: number;
  readonly agent_id?: string;
  readonly status?: string;
  readonly channel?: string;
  readonly caller_number?: string;
  readonly search?: string;
  readonly sort_by?: string;
  readonly sort_order?: string;
  readonly started_after?: string;
  readonly started_before?: string;
}

export interface CallPage {
  readonly conditions: readonly SessionCondition[];
  readonly sort: SessionQuery["sort"];
  /** From 1. */
  readonly pageNumber: number;
  readonly pageSize: number;
}

/** @throws AppError PARAMETER_INVALID */
export function parseListQuery(given: ListParameters): CallPage {
  const conditions: SessionCondition[] = [];
  const text = (name: "agent_id" | "status" | "channel" | "caller_number" | "search"): string | undefined => said(given[name]);
  const [agentId, status, channel, callerNumber, search] = [
    text("agent_id"),
    text("status"),
    text("channel"),
    text("caller_number"),
    text("search"),
  ];
  if (agentId !== undefined) conditions.push({ column: "agentId", oneOf: [agentId] });
  if (status !== undefined) conditions.push(...statusConditions(status));
  if (channel !== undefined) conditions.push(...channelConditions(channel));
  if (callerNumber !== undefined) conditions.push({ column: "callerNumber", oneOf: [withPlus(callerNumber)] });
  if (search !== undefined) conditions.push({ anyColumn: SEARCHED, contains: withPlus(search).trim() });
  const from = timeOf("started_after", given.started_after);
  const before = timeOf("started_before", given.started_before);
  if (from !== undefined || before !== undefined) {
    conditions.push({ column: "startedMs", ...(from === undefined ? {} : { from }), ...(before === undefined ? {} : { before }) });
  }
  return { conditions, sort: sortOf(given), ...pageOf(given, PAGE_SIZE_MAX) };
}

/** Pages start at 1; a page larger than the largest is as large as that, and the answer says so. */
export const pageOf = (
  { page = 1, page_size: size = PAGE_SIZE_DEFAULT }: Pick<ListParameters, "page" | "page_size">,
  sizeMax: number,
): Pick<CallPage, "pageNumber" | "pageSize"> => ({ pageNumber: page, pageSize: Math.min(size, sizeMax) });

/** Newest first. */
export const NEWEST_FIRST: SessionQuery["sort"] = { column: "startedMs", descending: true };

/** E.164, as numbers are asked for. @throws AppError PARAMETER_INVALID */
export function parsePhone(given: string): string {
  const phone = withPlus(given);
  if (/^\+[1-9]\d{1,14}$/.test(phone)) return phone;
  throw invalid("phone", `"${given}" is no number in E.164 form, such as +14155550100`);
}

/**
 * Conditions for the calls with a contact: the number itself where the contact is named by one, else the id that calls were
 * given as an external id. @throws AppError PARAMETER_INVALID
 */
export function contactConditions(contact: string): SessionCondition[] {
  const number = withPlus(contact);
  if (number.startsWith("+")) return [{ anyColumn: ["callerNumber", "calleeNumber", "customerNumber"], equals: parsePhone(number) }];
  return [{ alias: contact }];
}

function sortOf({ sort_by: by, sort_order: order }: ListParameters): SessionQuery["sort"] {
  const name = said(by)?.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`) ?? "started_at";
  const column = Object.hasOwn(SORT_COLUMNS, name) ? SORT_COLUMNS[name] : undefined;
  if (column === undefined) throw invalid("sort_by", `"${by}" is none of ${Object.keys(SORT_COLUMNS).join(", ")}`);
  const direction = said(order)?.toLowerCase() ?? "desc";
  if (direction !== "asc" && direction !== "desc") throw invalid("sort_order", `"${order}" is neither asc nor desc`);
  return { column, descending: direction === "desc" };
}

function timeOf(field: string, given: string | undefined): number | undefined {
  const text = said(given);
  if (text === undefined) return undefined;
  const timeMs = parseIsoMs(withOffset(text.trim()));
  if (timeMs === undefined) throw invalid(field, `"${text}" is no ISO 8601 time, such as 2026-06-11T09:30:00Z`);
  return timeMs;
}

/** Clients send the fields of an empty form as blanks. */
const said = (given: string | undefined): string | undefined => (given === undefined || given.trim() === "" ? undefined : given);

/** A plus sign that was not percent-encoded arrives as a space; before digits it can mean nothing else. */
const withPlus = (given: string): string => given.replace(/^ (?=\d+$)/, "+");

const invalid = (field: string, what: string): AppError => new AppError("PARAMETER_INVALID", `\`${field}\`: ${what}.`, { field });
