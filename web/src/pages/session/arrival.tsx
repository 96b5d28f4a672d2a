import { useQuery } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { recordTypesQuery } from "./recordTypes.ts";

const HELD_MS = 1_500;
const MOVES = ["wheel", "touchmove", "keydown", "pointerdown"];

/**
 * Brings what an address points at into sight, once: the record that stands open, or the zoomed icicle. It waits for the record
 * types, for what is drawn from them takes its room only then; and it lets go of whoever moves by hand.
 */
export function Arrival({ children }: { readonly children: ReactNode }) {
  const { record, view, zoom } = useSearch({ from: "/signedIn/sessions/$id" });
  const [isPointed] = useState(() => record !== undefined || (view === "money" && zoom !== undefined));
  const isDrawn = useQuery(recordTypesQuery).isFetched;
  const place = useRef<HTMLDivElement>(null);
  const hasMoved = useRef(false);
  useEffect(() => {
    const ending = new AbortController();
    const move = (): void => {
      hasMoved.current = true;
    };
    if (isPointed) for (const name of MOVES) window.addEventListener(name, move, { signal: ending.signal, passive: true });
    return () => ending.abort();
  }, [isPointed]);
  useEffect(() => {
    if (!isPointed || !isDrawn || hasMoved.current || place.current === null) return;
    return hold(shown(place.current), () => hasMoved.current);
  }, [isPointed, isDrawn]);
  return (
    <div ref={place} className="min-w-0">
      {children}
    </div>
  );
}

/** The top of the card where that leaves the record in sight too, else the top of the record. */
function shown(card: HTMLElement): Element {
  const record = card.querySelector('section[aria-label^="Record "]');
  const needed = (record?.getBoundingClientRect().bottom ?? 0) - card.getBoundingClientRect().top;
  return record === null || needed <= window.innerHeight ? card : record;
}

/** Brings it into sight and keeps it there while what is still being read around it takes its room. */
function hold(target: Element, isLetGo: () => boolean): () => void {
  const endMs = performance.now() + HELD_MS;
  let frame = 0;
  const place = (): void => {
    if (isLetGo()) return;
    target.scrollIntoView({ block: "start", behavior: "instant" });
    if (performance.now() < endMs) frame = requestAnimationFrame(place);
  };
  place();
  return () => cancelAnimationFrame(frame);
}
