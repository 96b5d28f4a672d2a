import { type ReactNode, type Ref, useId, useImperativeHandle, useRef, useState } from "react";
import { Button } from "./button.tsx";

export interface PopoverHandle {
  close(): void;
}

interface PopoverProps {
  /** What the button shows. */
  readonly label: ReactNode;
  /** Name of what opens, and of the button where its label does not say it. */
  readonly title: string;
  readonly look?: "primary" | "plain" | "quiet";
  /** In place of the button's own look. */
  readonly buttonClass?: string;
  readonly width?: string;
  readonly ref?: Ref<PopoverHandle>;
  onClosed?(): void;
  readonly children: ReactNode;
}

const EDGE_PX = 8;

/**
 * A button and what it opens beside it. It is the browser's own popover: above everything else, closed by Escape or a press
 * elsewhere, and the focus goes back to its button. Its content exists only while it is open.
 */
export function Popover({ label, title, look = "plain", buttonClass = "", width = "w-72", ref, onClosed, children }: PopoverProps) {
  const id = useId();
  const panel = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const [isOpen, setOpen] = useState(false);
  useImperativeHandle(ref, () => ({ close: () => panel.current?.hidePopover() }), []);
  const place = (): void => {
    if (button.current !== null && panel.current !== null) putBeside(panel.current, button.current.getBoundingClientRect());
  };
  return (
    <>
      <Button
        ref={button}
        look={look}
        className={buttonClass}
        popoverTarget={id}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        {...(typeof label === "string" ? {} : { "aria-label": title })}
      >
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
        className={`fixed m-0 max-h-[min(32rem,70dvh)] overflow-auto rounded-lg border border-line bg-surface p-3 text-text shadow-lg ${width} max-w-[calc(100vw-1rem)]`}
      >
        {isOpen ? children : null}
      </div>
    </>
  );
}

/** Below its button, within the window. */
function putBeside(panel: HTMLElement, { left, right, bottom }: DOMRect): void {
  const isAtRight = (left + right) / 2 > window.innerWidth / 2;
  panel.style.inset = "auto";
  panel.style.top = `${bottom + 4}px`;
  panel.style.maxHeight = `${Math.max(200, window.innerHeight - bottom - EDGE_PX * 2)}px`;
  if (isAtRight) panel.style.right = `${Math.max(EDGE_PX, window.innerWidth - right)}px`;
  else panel.style.left = `${Math.max(EDGE_PX, left)}px`;
}
