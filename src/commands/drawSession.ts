import { createColors } from "picocolors";
import { moneyText } from "./drawTree.ts";
import { duration } from "./progress.ts";

/** The part of the native API's session that is shown. */
export interface SessionAnswer {
  readonly id: string;
  readonly state: string;
  readonly merged_into?: string | null;
  readonly agent: { readonly id: string | null; readonly name: string | null } | null;
  readonly type: string | null;
  readonly platform: string | null;
  readonly direction: string | null;
  readonly status: string | null;
  readonly disconnect_reason: string | null;
  readonly caller_number: string | null;
  readonly callee_number: string | null;
  readonly created_at: string;
  readonly started_at: string | null;
  readonly duration_ms: number | null;
  readonly owned_cost: string;
  readonly currency: string;
  readonly cost_status: string;
  readonly latency: { readonly p50_ms: number; readonly p95_ms: number } | null;
}

export interface TurnAnswer {
  readonly role: string;
  readonly content: string;
  readonly offset_ms: number;
  readonly interrupted: boolean;
  readonly latency: { readonly total_ms: number | null } | null;
  readonly tool_call: { readonly name: string; readonly arguments: unknown; readonly result: unknown } | null;
}

export interface DrawSessionOptions {
  readonly colors: boolean;
}

const ROLE_WIDTH = 9;

/** Two lines: who talked to whom, and when, how long, how it ended and what it cost. */
export function drawSessionHead(session: SessionAnswer, { colors }: DrawSessionOptions): string {
  const paint = createColors(colors);
  const agent = session.agent?.name ?? session.agent?.id ?? null;
  const [caller, callee] = [session.caller_number, session.callee_number];
  const numbers = caller === null && callee === null ? null : `${caller ?? "?"} → ${callee ?? "?"}`;
  const who = [agent, session.direction, session.type, session.platform, numbers].filter((part) => part !== null);
  const reason = session.disconnect_reason === null ? "" : ` (${session.disconnect_reason})`;
  const facts = [
    (session.started_at ?? session.created_at).slice(0, 19).replace("T", " "),
    session.duration_ms === null ? null : duration(session.duration_ms),
    session.status === null ? null : `${session.status}${reason}`,
    session.state,
    session.cost_status === "none" ? null : moneyText(session.owned_cost, session.currency),
    session.latency === null ? null : `answers in ${session.latency.p50_ms} ms (p95 ${session.latency.p95_ms} ms)`,
  ].filter((part) => part !== null);
  return [`session ${paint.bold(printable(session.id))}  ${printable(who.join(", "))}`, printable(facts.join(", "))].join("\n");
}

/** One line a turn: when, who, what, and how long the answer took. */
export function drawTranscript(turns: readonly TurnAnswer[], { colors }: DrawSessionOptions): string {
  const paint = createColors(colors);
  const paintOf: Readonly<Record<string, (text: string) => string>> = { assistant: paint.cyan, user: paint.green, tool: paint.yellow };
  return turns
    .map((turn) => {
      const who = (paintOf[turn.role] ?? paint.dim)(turn.role.padEnd(ROLE_WIDTH));
      const totalMs = turn.latency?.total_ms ?? null;
      const notes = [...(totalMs === null ? [] : [`${totalMs} ms`]), ...(turn.interrupted ? ["interrupted"] : [])];
      const note = notes.length === 0 ? "" : `  ${paint.dim(`(${notes.join(", ")})`)}`;
      return `${paint.dim(offset(turn.offset_ms).padStart(7))}  ${who}  ${printable(wordsOf(turn))}${note}`;
    })
    .join("\n");
}

function wordsOf({ content, tool_call: call }: TurnAnswer): string {
  if (call === null) return content;
  const made = `${call.name} ${JSON.stringify(call.arguments)} → ${JSON.stringify(call.result)}`;
  return content === "" ? made : `${content}  ${made}`;
}

/** "0:07", "62:15". */
function offset(ms: number): string {
  const seconds = Math.floor(ms / 1_000);
  return `${Math.floor(seconds / 60)}:${(seconds % 60).toString().padStart(2, "0")}`;
}

/** Callers' words must not command the terminal that they are shown on. */
export const printable = (text: string): string => text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ");
