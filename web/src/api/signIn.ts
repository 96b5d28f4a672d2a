import { queryOptions } from "@tanstack/react-query";
import { send } from "./client.ts";

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
  queryFn: ({ signal }) => send<Me>("GET", "/web/me", undefined, signal),
  staleTime: 60_000,
  retry: false,
});

export const signInWithKey = (key: string): Promise<Me> => send("POST", "/web/sign-in", { key });
export const signInWithLink = (token: string): Promise<Me> => send("POST", "/web/open", { token });
export const signOut = (): Promise<void> => send("POST", "/web/sign-out");
