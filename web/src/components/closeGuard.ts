import { createContext, type RefObject } from "react";

/** What stands in a dialog can hold it open until something is settled. */
export interface CloseGuard {
  /** Asked before the dialog closes by Escape, by Back or by its ✕; false: it stays. */
  readonly mayClose: RefObject<(() => boolean) | undefined>;
  close(): void;
}

/** Null outside of any dialog. */
export const CloseGuardContext = createContext<CloseGuard | null>(null);
