import { useSuspenseQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { meQuery } from "../api/signIn.ts";
import { EmptyState } from "./states.tsx";

/** Whether the key that one is signed in with may change things. */
export function useIsAdmin(): boolean {
  const { data } = useSuspenseQuery(meQuery);
  return data.scopes.includes("admin");
}

/** In place of a page, or of a part, that the key may not read. */
export function AdminOnly({ what }: { readonly what: string }) {
  return (
    <EmptyState title={`${what} needs the scope “admin”`}>
      <p>
        The key that you are signed in with may only read. Ask whoever runs this server for a key with the scope <code>admin</code>, sign
        out, and sign in with it.
      </p>
    </EmptyState>
  );
}

/** Above what one may read but not change. */
export function ReadOnlyNote({ children }: { readonly children: ReactNode }) {
  return useIsAdmin() ? null : (
    <p className="rounded-md border border-line bg-surface px-3 py-2 text-muted">
      {children} The key that you are signed in with may only read; changing needs one with the scope <code>admin</code>.
    </p>
  );
}
