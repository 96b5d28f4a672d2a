import { AppError } from "../../../domain/errors.ts";
import { type Decimal, parseDecimal } from "../../../domain/money.ts";
import type { SessionSummary } from "../../../domain/session.ts";
import { checkAnswerSize, type ReadContext, type ReadOperations } from "../../../reads/index.ts";
import { analysisReport, analysisReports } from "../../../reads/readAnalysis.ts";
import { findSession, readTurns, type Turn } from "../../../reads/readSession.ts";
import type { SessionCondition, SessionListRow, SessionQuery } from "../../../store/conversationStore.ts";
import { contactCallStats } from "./contactStats.ts";
import { presentCallAnalysis } from "./presentAnalysis.ts";
import { type Call, callDetailJson, callHistoryJson, callItemJson } from "./presentCall.ts";
import { CALLS_ONLY, type CallPage } from "./query.ts";
import { resultStyleOf } from "./resultStyle.ts";

export interface DetailArguments {
  readonly organization: string;
  readonly id: string;
}

export interface ListArguments extends CallPage {
  readonly organization: string;
  /** Sessions with a larger key came after the first page was read. */
  readonly upToKey: number;
}

export interface HistoryArguments extends ListArguments {
  readonly phone: string;
  readonly includeTranscripts: boolean;
}

/** @throws AppError SESSION_NOT_FOUND | SESSION_ERASED */
async function callDetail(context: ReadContext, { organization, id }: DetailArguments): Promise<string> {
  const found = await findSession(context, organization, id);
  const creditsPerUnit = await creditsPerUnitOf(context, organization);
  const turns = await readTurns(context, organization, found);
  const report = await analysisReport(context, organization, found.keys);
  const analysis = presentCallAnalysis(report?.outcome ?? null, await resultStyleOf(context.office, organization));
  const call = { organization, summary: found.summary, creditsPerUnit, analysis };
  return checked(context, `{"success":true,"message":"call session fetched successfully","data":${callDetailJson(call, turns)}}`);
}

async function callList(context: ReadContext, args: ListArguments): Promise<string> {
  const [items, total] = await Promise.all([callItems(context, args), countOf(context, args)]);
  const { pageNumber, pageSize } = args;
  const meta = { total, limit: pageSize, offset: (pageNumber - 1) * pageSize };
  return checked(
    context,
    `{"success":true,"message":"call sessions fetched successfully","data":{"callSessions":[${items.join(",")}],"totalCount":${total}},` +
      `"meta":${JSON.stringify(meta)}}`,
  );
}

async function contactCalls(context: ReadContext, args: ListArguments): Promise<string> {
  const items = await callItems(context, args);
  return checked(context, `{"success":true,"message":"contact calls fetched successfully","data":[${items.join(",")}]}`);
}

async function phoneHistory(context: ReadContext, args: HistoryArguments): Promise<string> {
  const { organization, phone, pageNumber, pageSize } = args;
  const [page, total] = await Promise.all([pageOfCalls(context, args), countOf(context, args)]);
  const calls: string[] = [];
  let characters = 0;
  for (const each of page) {
    const turns = args.includeTranscripts ? await turnsOf(context, organization, each.summary) : [];
    const call = callHistoryJson(each, turns);
    characters += call.length;
    checkAnswerSize(context, characters);
    calls.push(call);
  }
  return (
    `{"success":true,"message":"phone history fetched successfully","phone":${JSON.stringify(phone)},"total_count":${total},` +
    `"page":${pageNumber},"page_size":${pageSize},"calls":[${calls.join(",")}]}`
  );
}

/** Every read of the Ravan face, by name. Answers hold marks where addresses of recordings belong (recordingAddresses.ts). */
export const ravanOperations = {
  "ravan.callDetail": callDetail,
  "ravan.callList": callList,
  "ravan.contactCalls": contactCalls,
  "ravan.contactCallStats": contactCallStats,
  "ravan.phoneHistory": phoneHistory,
} satisfies ReadOperations;

async function callItems(context: ReadContext, args: ListArguments): Promise<string[]> {
  return (await pageOfCalls(context, args)).map(callItemJson);
}

async function pageOfCalls(context: ReadContext, args: ListArguments): Promise<Call[]> {
  const { organization } = args;
  const [rows, creditsPerUnit, style] = await Promise.all([
    pageOfSessions(context, args),
    creditsPerUnitOf(context, organization),
    resultStyleOf(context.office, organization),
  ]);
  const keys = rows.map(({ key }) => key);
  const reports = await analysisReports(context, organization, keys);
  return rows.map(({ key, summary }) => {
    const analysis = presentCallAnalysis(reports.get(key)?.outcome ?? null, style);
    return { organization, summary, creditsPerUnit, analysis };
  });
}

function pageOfSessions(context: ReadContext, args: ListArguments): Promise<SessionListRow[]> {
  const { organization, conditions, sort, pageNumber, pageSize, upToKey } = args;
  const query: SessionQuery = {
    organization,
    conditions: [...CALLS_ONLY, ...conditions],
    sort,
    limit: pageSize,
    offset: (pageNumber - 1) * pageSize,
    upToKey,
  };
  return context.conversations.listSessions(query);
}

interface Counted {
  readonly organization: string;
  readonly conditions: readonly SessionCondition[];
  readonly upToKey: number;
}

const countOf = async (context: ReadContext, { organization, conditions, upToKey }: Counted): Promise<number> =>
  (await context.conversations.sessionTotals({ organization, conditions: [...CALLS_ONLY, ...conditions], upToKey })).count;

/** A session that is erased while its page is being read has nothing left that was said. */
async function turnsOf(context: ReadContext, organization: string, summary: SessionSummary): Promise<Turn[]> {
  try {
    return await readTurns(context, organization, await findSession(context, organization, summary.id));
  } catch (error) {
    if (error instanceof AppError && (error.kind === "gone" || error.kind === "not_found")) return [];
    throw error;
  }
}

async function creditsPerUnitOf(context: ReadContext, organization: string): Promise<Decimal> {
  const { creditsPerUnit } = (await context.organizations.context(organization)).organization;
  const decimal = parseDecimal(creditsPerUnit);
  if (decimal === undefined) throw new Error(`The organization's credits per unit, "${creditsPerUnit}", are no decimal.`);
  return decimal;
}

function checked(context: ReadContext, text: string): string {
  checkAnswerSize(context, text.length);
  return text;
}
