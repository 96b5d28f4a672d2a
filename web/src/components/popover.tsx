import { type ReactNode, type Ref, useId, useImperativeHandle, useRef, useState } from "react";
import { Button } from "./button.tsx";

export interface PopoverHandle {
  close(): void;
}

interface PopoverProps {
  /** What the button shows. */
  readonly label: ReactNode;
  /** Name of what opens; the button's is its label. */
  readonly title: string;
  readonly look?: "primary" | "plain" | "quiet";
  /** In place of the button's own look. */
  readonly buttonClass?: string;
  readonly widthPx?: number;
  readonly ref?: Ref<PopoverHandle>;
  onClosed?(): void;
  readonly children: ReactNode;
}

const EDGE_PX = 8;
/** With less below its button it opens above. */
const ROOM_PX = 280;
const HEIGHT_PX = 560;

/**
 * A button and what it opens beside it. It is the browser's own popover: above everything else, closed by Escape or a press
 * elsewhere, and the focus goes back to its button. Its content exists only while it is open.
 */
export function Popover({ label, title, look = "plain", buttonClass = "", widthPx = 288, ref, onClosed, children }: PopoverProps) {
  const id = useId();
  const panel = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const [isOpen, setOpen] = useState(false);
  useImperativeHandle(ref, () => ({ close: () => panel.current?.hidePopover() }), []);
  const place = (): void => {
    if (button.current !== null && panel.current !== null) putBeside(panel.current, button.current.getBoundingClientRect(), widthPx);
  };
  return (
    <>
      <Button ref={button} look={look} className={buttonClass} popoverTarget={id} aria-haspopup="dialog" aria-expanded={isOpen}>
        {label}
      </Button>
      <div
        ref={panel}
        id={id}
        popover="auto"
        role="dialog"
        aria-label={title}
        onBeforeToggle={(event) => {
          if (event.newState === "open") place();
        }}
        onToggle={(event) => {
          const opened = event.newState === "open";
          setOpen(opened);
          if (!opened) onClosed?.();
          if (opened) requestAnimationFrame(() => panel.current?.querySelector<HTMLElement>("[data-first], input, button, a")?.focus());
        }}
        className="fixed m-0 overflow-auto overscroll-contain rounded-lg border border-line bg-surface p-3 text-text shadow-lg"
      >
        {isOpen ? children : null}
      </div>
    </>
  );
}

/** Below its button, or above it where there is more room; always within the window. */
function putBeside(panel: HTMLElement, { left, top, bottom }: DOMRect, widthPx: number): void {
  const { innerWidth, innerHeight } = window;
  const width = Math.min(widthPx, innerWidth - 2 * EDGE_PX);
  const [above, below] = [top - 2 * EDGE_PX, innerHeight - bottom - 2 * EDGE_PX];
  const isAbove = below < ROOM_PX && above > below;
  panel.style.inset = "auto";
  panel.style.width = `${width}px`;
  panel.style.left = `${Math.max(EDGE_PX, Math.min(left, innerWidth - width - EDGE_PX))}px`;
  if (isAbove) panel.style.bottom = `${innerHeight - top + 4}px`;
  else panel.style.top = `${bottom + 4}px`;
  panel.style.maxHeight = `${Math.min(HEIGHT_PX, isAbove ? above : below)}px`;
}
