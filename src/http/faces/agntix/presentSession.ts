import { parseJson } from "../../../domain/json.ts";
import type { SessionSummary } from "../../../domain/session.ts";
import { customerNumberOf } from "../../../domain/sessionWords.ts";
import { formatTime } from "../../../domain/time.ts";
import type { AnalysisReport } from "../../../reads/readAnalysis.ts";
import { type AgntixAnalysis, analysisStatusOf, presentAnalysis } from "./presentAnalysis.ts";
import { toDirection, toPlatform, toState, toType } from "./vocabulary.ts";

/** A session's page on this server's dashboard. `publicAddress` has no slash at its end. */
export const dashboardAddress = (publicAddress: string, sessionId: string): string =>
  `${publicAddress}/sessions/${encodeURIComponent(sessionId)}`;

/** What the contract's session object has; `endedAt`, `analysis` and `recordingUrl` are absent while the session is open. */
export interface AgntixSession {
  readonly id: string;
  readonly type: string;
  readonly platform: string;
  readonly direction: string;
  readonly state: string;
  readonly agentId: string | null;
  readonly createdAt: string;
  readonly lastActivityAt: string;
  readonly endedAt?: string;
  readonly updatedAt: string;
  readonly metadata: {
    readonly customerPhoneNumber: string | null;
    readonly roomName: string | null;
    readonly sessionVariables: unknown;
  };
  readonly analysis?: AgntixAnalysis;
  /** Only while there is no analysis though one was asked for. */
  readonly analysisStatus?: string;
  readonly recordingUrl?: string;
}

export interface SessionExtras {
  /** Null: it is not analysed. */
  readonly report: AnalysisReport | null;
  /** Scheme and host of this server, as the asker reaches it. */
  readonly publicAddress: string;
}

/** The bare session object, in the contract's order of keys. */
export function presentSession(summary: SessionSummary, { report, publicAddress }: SessionExtras): AgntixSession {
  const { facts } = summary;
  const isClosed = summary.state !== "open";
  const analysisStatus = analysisStatusOf(summary, report);
  return {
    id: summary.id,
    type: toType(facts),
    platform: toPlatform(facts),
    direction: toDirection(facts),
    state: toState(summary.state),
    agentId: facts.agentId,
    createdAt: formatTime(summary.createdMs),
    lastActivityAt: formatTime(summary.lastActivityMs),
    ...(isClosed ? { endedAt: formatTime(summary.endedMs ?? summary.lastActivityMs) } : {}),
    updatedAt: formatTime(summary.updatedMs),
    metadata: {
      customerPhoneNumber: customerNumberOf(facts),
      roomName: facts.roomName,
      // Read without loss, so that long numerals go out as they came in.
      sessionVariables: parseJson(facts.variablesJson),
    },
    ...(isClosed ? { analysis: report?.outcome == null ? {} : presentAnalysis(report.outcome) } : {}),
    ...(isClosed && analysisStatus !== undefined ? { analysisStatus } : {}),
    ...(isClosed ? { recordingUrl: dashboardAddress(publicAddress, summary.id) } : {}),
  };
}
