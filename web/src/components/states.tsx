import type { ReactNode } from "react";
import { ApiError } from "../api/client.ts";

export function EmptyState({ title, children }: { readonly title: string; readonly children?: ReactNode }) {
  return (
    <div className="mx-auto max-w-xl px-6 py-16 text-center">
      <h2 className="text-lg font-semibold">{title}</h2>
      <div className="mt-2 text-muted">{children}</div>
    </div>
  );
}

/** What went wrong and what to do about it, as the server says it. */
export function ErrorState({ error, retry }: { readonly error: unknown; readonly retry?: () => void }) {
  const known = error instanceof ApiError ? error : undefined;
  return (
    <div role="alert" className="mx-auto max-w-xl px-6 py-16 text-center">
      <h2 className="text-lg font-semibold">{known?.message ?? "The page has a fault."}</h2>
      <p className="mt-2 text-muted">{known?.fix ?? "Load the page again. If that does not help, please report it."}</p>
      {retry === undefined ? null : (
        <button type="button" className="button mt-4" onClick={retry}>
          Try again
        </button>
      )}
    </div>
  );
}
