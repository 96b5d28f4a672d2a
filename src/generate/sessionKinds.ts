import { assistantCall, campaignCall, twoLegCall, webDialerCall } from "./callKinds.ts";
import { messageConversation } from "./messages.ts";
import { conference, videoRoom } from "./roomKinds.ts";
import type { MakeSession } from "./session.ts";

/** The seven kinds, with how often each happens. */
export const SESSION_KINDS: readonly (readonly [name: string, make: MakeSession, weight: number])[] = [
  ["assistant call", assistantCall, 30],
  ["web dialer to assistant", webDialerCall, 12],
  ["two-leg call", twoLegCall, 16],
  ["campaign call", campaignCall, 16],
  ["conference", conference, 5],
  ["message conversation", messageConversation, 16],
  ["video room", videoRoom, 5],
];
