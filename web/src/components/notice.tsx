import type { ReactNode } from "react";
import { ApiError } from "../api/client.ts";
import { Words } from "./words.tsx";

const LOOKS = {
  good: ["✓", "border-good/40 text-good"],
  warn: ["!", "border-warn/40 text-warn"],
  danger: ["✕", "border-danger/40 text-danger"],
} as const;

/** One line about what just happened or what is wrong, where it matters. */
export function Notice({ tone, children }: { readonly tone: keyof typeof LOOKS; readonly children: ReactNode }) {
  const [sign, look] = LOOKS[tone];
  return (
    <div role={tone === "danger" ? "alert" : "status"} className={`flex gap-2 rounded-md border px-3 py-2 ${look}`}>
      <span aria-hidden="true">{sign}</span>
      <div className="min-w-0 wrap-anywhere">{children}</div>
    </div>
  );
}

/** What the server said no with and what to do; nothing where there is no fault. */
export const Fault = ({ error }: { readonly error: unknown }) =>
  error === null || error === undefined ? null : (
    <Notice tone="danger">
      <Words text={faultText(error)} />
    </Notice>
  );

export const faultText = (error: unknown): string =>
  error instanceof ApiError ? `${error.message} ${error.fix}` : "This part of the page has a fault. Load the page again.";
