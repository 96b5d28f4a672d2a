import type { Endpoint } from "../../api/native.generated.ts";
import type { Success } from "./queries.ts";

/**
 * How many of the newest deliveries arrived, rounded down, so that 100 % means all. Null while it fails: what is still
 * being tried has not ended, so a share of what has would sound better than it is.
 */
export function arrivedText({ failing_since }: Pick<Endpoint, "failing_since">, success: Success | undefined): string | null {
  if (failing_since !== null) return null;
  if (success === undefined) return "none yet";
  return `${Math.floor((success.delivered / success.finished) * 100)} % of the last ${success.finished}`;
}
