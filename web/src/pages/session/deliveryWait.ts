import type { Delivery } from "../../api/native.generated.ts";

/** Its time has come, and it still waits: behind one of the same session that fails, or because its address is slowed down. */
export const waitsItsTurn = ({ status, next_attempt_at }: Pick<Delivery, "status" | "next_attempt_at">, nowMs: number): boolean =>
  status === "pending" && next_attempt_at !== null && Date.parse(next_attempt_at) <= nowMs;
