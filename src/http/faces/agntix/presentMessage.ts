import { formatTime } from "../../../domain/time.ts";
import type { Turn } from "../../../reads/readSession.ts";
import { toRole } from "./vocabulary.ts";

/** One row of the contract's transcript; `toolCall` stands only on TOOL rows. */
export function presentMessage(turn: Turn) {
  const toolCall = turn.role === "tool" && turn.toolCall !== null ? { toolCall: turn.toolCall } : {};
  return {
    id: turn.id,
    content: turn.content,
    role: toRole(turn.role),
    createdAt: formatTime(turn.atMs),
    images: null,
    metadata: null,
    ...toolCall,
  };
}
