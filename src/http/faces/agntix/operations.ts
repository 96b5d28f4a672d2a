import { AppError } from "../../../domain/errors.ts";
import type { ReadContext, ReadOperations } from "../../../reads/index.ts";
import { analysisReport, analysisReports } from "../../../reads/readAnalysis.ts";
import { type FoundSession, findSession, readTurns } from "../../../reads/readSession.ts";
import type { SessionChange } from "../../../store/conversationStore.ts";
import { type Paging, pagingEnvelope, type SessionsQuestion } from "./listQuery.ts";
import { presentMessage } from "./presentMessage.ts";
import { presentSession } from "./presentSession.ts";
import { presentChanges } from "./streamEvents.ts";

interface Of {
  readonly organization: string;
}

/** The contract knows no erased sessions: one is as unknown as one that never was. */
async function find(context: ReadContext, organization: string, id: string): Promise<FoundSession> {
  try {
    return await findSession(context, organization, id);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "SESSION_ERASED") throw error;
    throw new AppError("SESSION_NOT_FOUND", `No session "${id}" was found.`);
  }
}

/** Every read of the Agntix face, by name. All of one session throw AppError SESSION_NOT_FOUND. */
export const agntixOperations = {
  "agntix.session": async (context: ReadContext, args: Of & { readonly id: string; readonly publicAddress: string }) => {
    const { summary, keys } = await find(context, args.organization, args.id);
    const report = await analysisReport(context, args.organization, keys);
    return JSON.stringify(presentSession(summary, { report, publicAddress: args.publicAddress }));
  },

  "agntix.sessions": async (
    context: ReadContext,
    args: Of & {
      readonly question: SessionsQuestion;
      readonly paging: Paging;
      readonly upToKey: number;
      readonly publicAddress: string;
    },
  ) => {
    const { organization, question, paging, upToKey, publicAddress } = args;
    const offset = (paging.page - 1) * paging.limit;
    const { conditions, sort } = question;
    const [rows, { count }] = await Promise.all([
      context.conversations.listSessions({ organization, conditions, sort, limit: paging.limit, offset, upToKey }),
      context.conversations.sessionTotals({ organization, conditions, upToKey }),
    ]);
    const reports = await analysisReports(
      context,
      organization,
      rows.map(({ key }) => key),
    );
    const data = rows.map(({ key, summary }) => presentSession(summary, { report: reports.get(key) ?? null, publicAddress }));
    return JSON.stringify({ data, ...pagingEnvelope(paging, count) });
  },

  "agntix.messages": async (context: ReadContext, args: Of & { readonly id: string; readonly paging: Paging }) => {
    const { page, limit } = args.paging;
    const turns = await readTurns(context, args.organization, await find(context, args.organization, args.id));
    const data = turns.slice((page - 1) * limit, page * limit).map(presentMessage);
    return JSON.stringify({ data, ...pagingEnvelope(args.paging, turns.length) });
  },

  /** What became of an organization's sessions, as events of its streams: a JSON list of {key, event, data}, data itself as text. */
  "agntix.events": async (
    context: ReadContext,
    args: Of & { readonly changes: readonly SessionChange[]; readonly publicAddress: string },
  ) => JSON.stringify(await presentChanges(context, args.organization, args.changes, args.publicAddress)),
} satisfies ReadOperations;
