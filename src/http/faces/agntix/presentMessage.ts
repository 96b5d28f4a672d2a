import { parseJson } from "../../../domain/json.ts";
import type { ToolCall } from "../../../domain/session.ts";
import { formatTime } from "../../../domain/time.ts";
import type { Turn } from "../../../reads/readSession.ts";
import { toRole } from "./vocabulary.ts";

/** One row of the contract's transcript; `toolCall` stands only on TOOL rows. */
export function presentMessage(turn: Turn) {
  return {
    id: turn.id,
    content: turn.content,
    role: toRole(turn.role),
    createdAt: formatTime(turn.atMs),
    images: null,
    metadata: null,
    ...(turn.role === "tool" && turn.toolCall !== null ? { toolCall: presentToolCall(turn.toolCall) } : {}),
  };
}

/** Read without loss, so that long numerals go out as they came in. */
const presentToolCall = ({ id, name, argumentsJson, resultJson }: ToolCall) => ({
  id,
  name,
  arguments: parseJson(argumentsJson),
  result: parseJson(resultJson),
});
