import { type ReactNode, useContext } from "react";
import { ApiError } from "../api/client.ts";
import { Button } from "./button.tsx";
import { Section } from "./section.ts";
import { Words } from "./words.tsx";

const TITLE = "text-[0.9375rem] font-[650]";

export function EmptyState({ title, children }: { readonly title: string; readonly children?: ReactNode }) {
  const Heading = useContext(Section);
  return (
    <div className="mx-auto max-w-2xl px-6 py-14 text-center">
      <Heading className={TITLE}>{title}</Heading>
      <div className="mt-2 text-muted">{children}</div>
    </div>
  );
}

/** What went wrong and what to do about it, as the server says it. */
export function ErrorState({ error, retry }: { readonly error: unknown; readonly retry?: () => void }) {
  const Heading = useContext(Section);
  const known = error instanceof ApiError ? error : undefined;
  return (
    <div role="alert" className="mx-auto max-w-xl px-6 py-14 text-center">
      <Heading className={TITLE}>
        <Words text={known?.message ?? "This part of the page has a fault."} />
      </Heading>
      <p className="mt-2 text-muted">
        <Words text={known?.fix ?? "Load the page again. If that does not help, please report it."} />
      </p>
      {retry === undefined ? null : (
        <Button className="mt-4" onClick={retry}>
          Try again
        </Button>
      )}
    </div>
  );
}

/** Keeps the room that the content will take, so that nothing jumps when it comes. */
export function LoadingState({ label, lines = 6 }: { readonly label: string; readonly lines?: number }) {
  const keys = Array.from({ length: lines }, (_none, index) => `line-${index}`);
  return (
    <div role="status" className="grid gap-3 p-4">
      <span className="sr-only">{label}</span>
      {keys.map((key) => (
        <div key={key} aria-hidden="true" className="h-4 animate-pulse rounded bg-raised odd:w-4/5" />
      ))}
    </div>
  );
}
