import { useCallback, useRef } from "react";
import type { SearchChange } from "./search.ts";

/** What is typed comes in pieces. */
const TYPED: readonly string[] = ["q", "after", "before"];
const PAUSE_MS = 1_500;

/**
 * Whether a change goes on with the one before it. Then it takes that one's place in the browser's history; any other is a step
 * that one can go back. Columns are no step: going back would not bring the others again.
 */
export function useTyping(): (changed: SearchChange) => boolean {
  const last = useRef({ name: "", atMs: 0 });
  return useCallback((changed) => {
    const name = TYPED.find((typed) => typed in changed) ?? "";
    const atMs = performance.now();
    const goesOn = name !== "" && name === last.current.name && atMs - last.current.atMs < PAUSE_MS;
    last.current = { name, atMs };
    return goesOn || Object.keys(changed).join() === "columns";
  }, []);
}
