import { useQuery } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { recordTypesQuery } from "./recordTypes.ts";

/**
 * Brings what an address points at into sight, once: the record that stands open, or the zoomed icicle. It waits for the record
 * types, for what is drawn from them above and in here takes its room only then; and it lets go of whoever moves before.
 */
export function Arrival({ children }: { readonly children: ReactNode }) {
  const { record, view, zoom } = useSearch({ from: "/signedIn/sessions/$id" });
  const [isPointed] = useState(() => record !== undefined || (view === "money" && zoom !== undefined));
  const isDrawn = useQuery(recordTypesQuery).isFetched;
  const place = useRef<HTMLDivElement>(null);
  const isOver = useRef(!isPointed);
  useEffect(() => {
    if (isOver.current) return;
    const ending = new AbortController();
    for (const name of ["wheel", "touchmove", "keydown", "pointerdown"])
      window.addEventListener(name, () => (isOver.current = true), { signal: ending.signal, passive: true });
    return () => ending.abort();
  }, []);
  useEffect(() => {
    if (!isDrawn || isOver.current || place.current === null) return;
    isOver.current = true;
    show(place.current);
  }, [isDrawn]);
  return (
    <div ref={place} className="min-w-0 scroll-mt-4">
      {children}
    </div>
  );
}

/** From the top of the card where that leaves the record in sight too, else from the top of the record. */
function show(card: HTMLElement): void {
  const record = card.querySelector('section[aria-label^="Record "]');
  const needed = (record?.getBoundingClientRect().bottom ?? 0) - card.getBoundingClientRect().top;
  (record === null || needed <= window.innerHeight ? card : record).scrollIntoView({ block: "start" });
}
