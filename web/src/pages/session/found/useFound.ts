import { useSearch } from "@tanstack/react-router";
import { type RefObject, useEffect, useEffectEvent, useMemo, useState } from "react";
import type { Message } from "../../../api/native.generated.ts";
import { usePlayback } from "../timeAxis/playback.ts";
import { holdsAny, wordsToFind } from "./foundWords.ts";

export interface Found {
  readonly find: string;
  readonly words: readonly string[];
  /** Those in which one of the words stands, in their order. */
  readonly turns: readonly Message[];
  readonly ids: ReadonlySet<string>;
  /** Which of them was gone to last. */
  readonly index: number | undefined;
  go(index: number): void;
}

/** What the address says to find in the transcript; undefined where it says nothing. Whoever comes is led to the first match. */
export function useFound(scroller: RefObject<HTMLElement | null>, messages: readonly Message[]): Found | undefined {
  const { find, at, message, record } = useSearch({ from: "/signedIn/sessions/$id" });
  const playback = usePlayback();
  const words = useMemo(() => wordsToFind(find ?? ""), [find]);
  const turns = useMemo(() => (words.length === 0 ? [] : messages.filter(({ content }) => holdsAny(content, words))), [messages, words]);
  const ids = useMemo(() => new Set(turns.map(({ id }) => id)), [turns]);
  const [gone, setGone] = useState<{ readonly id: string }>();

  const go = (index: number): void => {
    const turn = turns[index];
    if (turn === undefined) return;
    playback.seek(turn.start_ms ?? turn.offset_ms);
    setGone({ id: turn.id });
  };
  const arrive = useEffectEvent(() => {
    if (record === undefined) scroller.current?.scrollIntoView({ block: "nearest" });
    // Who was sent to a turn or a time is left there.
    if (at === undefined && message === undefined) go(0);
  });
  useEffect(() => {
    setGone(undefined);
    if (find !== undefined) arrive();
  }, [find]);
  useEffect(() => {
    if (gone !== undefined) showMatch(scroller.current, gone.id);
  }, [gone, scroller]);

  if (find === undefined) return undefined;
  const index = gone === undefined ? -1 : turns.findIndex(({ id }) => id === gone.id);
  return { find, words, turns, ids, index: index < 0 ? undefined : index, go };
}

/** The word itself, for its turn may be longer than the box. */
function showMatch(box: HTMLElement | null, id: string): void {
  const turn = box?.querySelector(`[data-message="${CSS.escape(id)}"]`);
  if (box === null || turn == null) return;
  const toMiddle = (item: Element): void => {
    const [inner, outer] = [item.getBoundingClientRect(), box.getBoundingClientRect()];
    box.scrollTop += inner.top - outer.top - (outer.height - inner.height) / 2;
  };
  // What is out of sight has no measured height: it is brought into sight first.
  toMiddle(turn);
  toMiddle(turn.querySelector("mark") ?? turn);
}
