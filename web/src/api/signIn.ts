import { queryOptions } from "@tanstack/react-query";
import { send, showKey } from "./client.ts";

export interface Me {
  readonly organization: { readonly id: string; readonly name: string; readonly currency: string };
  readonly scopes: readonly string[];
  readonly key_id: string;
  readonly expires_at: string;
  /** Of the server. */
  readonly version: string;
}

export const meQuery = queryOptions({
  queryKey: ["me"],
  queryFn: async ({ signal }) => shown(await send<Me>("GET", "/web/me", undefined, signal)),
  staleTime: 60_000,
  retry: false,
});

export const signInWithKey = async (key: string): Promise<Me> => shown(await send<Me>("POST", "/web/sign-in", { key }));
export const signInWithLink = async (token: string): Promise<Me> => shown(await send<Me>("POST", "/web/open", { token }));

export async function signOut(): Promise<void> {
  await send("POST", "/web/sign-out");
  showKey(undefined);
}

function shown(me: Me): Me {
  showKey(me.key_id);
  return me;
}
