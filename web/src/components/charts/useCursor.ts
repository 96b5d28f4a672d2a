import { type KeyboardEvent, type PointerEvent, useState } from "react";

/** The bucket that one looks at, and those from `anchor` to it while a span is being chosen. */
export interface Cursor {
  readonly index: number;
  readonly anchor: number;
}

export interface CursorState {
  readonly cursor: Cursor | null;
  setCursor(cursor: Cursor | null): void;
}

/** Charts that share one look at the same moment. */
export function useCursor(): CursorState {
  const [cursor, setCursor] = useState<Cursor | null>(null);
  return { cursor, setCursor };
}

interface CursorHandling extends CursorState {
  readonly count: number;
  /** Which bucket lies at this distance from the left edge. */
  indexAt(xPx: number): number;
  /** Takes what is marked; without it nothing can be marked. */
  choose?: ((first: number, last: number) => void) | undefined;
}

const LEAP = 10;

/** The next place of the cursor, or nothing for a key that does not move it. */
export function moved(key: string, index: number | null, count: number): number | undefined {
  const last = count - 1;
  if (key === "ArrowRight" || key === "ArrowUp") return index === null ? 0 : Math.min(index + 1, last);
  if (key === "ArrowLeft" || key === "ArrowDown") return index === null ? last : Math.max(index - 1, 0);
  if (key === "PageDown") return Math.min((index ?? -1) + LEAP, last);
  if (key === "PageUp") return Math.max((index ?? count) - LEAP, 0);
  if (key === "Home") return 0;
  return key === "End" ? last : undefined;
}

/** Pointer and keyboard do the same: move, mark with the button or Shift held, take with its release or Enter. */
export function cursorHandlers({ cursor, setCursor, count, indexAt, choose }: CursorHandling) {
  const at = (event: PointerEvent<HTMLElement>): number => indexAt(event.clientX - event.currentTarget.getBoundingClientRect().left);
  const isMarking = (event: PointerEvent<HTMLElement>): boolean => choose !== undefined && (event.buttons & 1) === 1;
  return {
    onPointerMove(event: PointerEvent<HTMLElement>): void {
      const index = at(event);
      setCursor({ index, anchor: isMarking(event) && cursor !== null ? cursor.anchor : index });
    },
    onPointerDown(event: PointerEvent<HTMLElement>): void {
      const index = at(event);
      setCursor({ index, anchor: index });
      if (choose !== undefined && event.button === 0) event.currentTarget.setPointerCapture(event.pointerId);
    },
    onPointerUp(event: PointerEvent<HTMLElement>): void {
      if (choose !== undefined && event.button === 0 && cursor !== null) take(cursor);
    },
    onPointerLeave(event: PointerEvent<HTMLElement>): void {
      if (document.activeElement !== event.currentTarget) setCursor(null);
    },
    onBlur: () => setCursor(null),
    onKeyDown(event: KeyboardEvent<HTMLElement>): void {
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      const index = moved(event.key, cursor?.index ?? null, count);
      if (index !== undefined) {
        const isMarkingOn = event.shiftKey && choose !== undefined && cursor !== null;
        setCursor({ index, anchor: isMarkingOn ? cursor.anchor : index });
      } else if (event.key === "Escape" && cursor !== null) {
        setCursor(null);
      } else if (event.key === "Enter" && cursor !== null && choose !== undefined) {
        take(cursor);
      } else return;
      // The page has keys of its own, which these are not meant for.
      event.preventDefault();
      event.stopPropagation();
    },
  };

  function take({ index, anchor }: Cursor): void {
    choose?.(Math.min(index, anchor), Math.max(index, anchor));
  }
}
