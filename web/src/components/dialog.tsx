import { type ReactNode, useEffect, useId, useMemo, useRef } from "react";
import { Button } from "./button.tsx";
import { type CloseGuard, CloseGuardContext } from "./closeGuard.ts";
import { Words } from "./words.tsx";

interface DialogProps {
  readonly title: string;
  readonly isOpen: boolean;
  close(): void;
  readonly children: ReactNode;
}

/** The browser's own dialog: it keeps the focus inside, Escape closes it, and the focus goes back to where it was. */
export function Dialog({ title, isOpen, close, children }: DialogProps) {
  const element = useModal(isOpen);
  const id = useId();
  const mayClose: CloseGuard["mayClose"] = useRef(undefined);
  const guard = useMemo((): CloseGuard => ({ mayClose, close }), [close]);
  const leave = (): void => {
    if (mayClose.current?.() ?? true) close();
  };
  return (
    <dialog
      ref={element}
      aria-labelledby={id}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || mayClose.current === undefined) return;
        // Of a dialog above this one Escape is that one's.
        if (!(event.target instanceof Element) || event.target.closest("dialog") !== element.current) return;
        event.preventDefault();
        leave();
      }}
      onCancel={(event) => {
        // Phones close by their back gesture, which is no key.
        if (event.target !== element.current || mayClose.current === undefined) return;
        event.preventDefault();
        leave();
      }}
      onClose={(event) => {
        // React tells it of a dialog inside this one too.
        if (event.target !== element.current) return;
        // A second such gesture closes whatever the page says.
        if (mayClose.current?.() === false) element.current.showModal();
        else close();
      }}
      className="m-auto max-h-[90dvh] w-[min(40rem,calc(100vw-2rem))] overflow-auto rounded-lg border border-line bg-surface p-5 text-text backdrop:bg-black/50"
    >
      {isOpen ? (
        <>
          <div className="flex items-start justify-between gap-4">
            <h2 id={id} tabIndex={-1} className="text-base outline-none">
              {title}
            </h2>
            <Button look="quiet" aria-label="Close" className="-mt-1 -mr-2 px-2" onClick={leave}>
              ✕
            </Button>
          </div>
          <div data-content className="mt-3">
            <CloseGuardContext value={guard}>{children}</CloseGuardContext>
          </div>
        </>
      ) : null}
    </dialog>
  );
}

const FIRST = "[data-content] :is([data-first], input, select, textarea):not([disabled], [type=hidden])";

/**
 * Opens and closes it. The focus goes to the first field, or else to the title: never to the ✕, where Enter would close what was
 * just opened. When what opened it is gone afterwards (a row that was deleted), the heading of its card takes the focus.
 */
function useModal(isOpen: boolean) {
  const element = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const dialog = element.current;
    if (!isOpen || dialog === null) return;
    const opener = document.activeElement instanceof HTMLElement ? document.activeElement : null;
    const heading = opener?.closest("section:has(h2)")?.querySelector("h2") ?? null;
    dialog.showModal();
    (dialog.querySelector<HTMLElement>(FIRST) ?? dialog.querySelector("h2"))?.focus();
    return () => {
      dialog.close();
      if (document.activeElement !== document.body) return;
      const next = [opener, heading].find((found) => found?.isConnected) ?? document.querySelector<HTMLElement>("main");
      next?.focus({ preventScroll: next !== heading });
    };
  }, [isOpen]);
  return element;
}

interface ConfirmProps {
  readonly title: string;
  readonly isOpen: boolean;
  readonly isBusy?: boolean;
  /** What the button says: the deed itself, not "OK". */
  readonly deed: string;
  /** What the other button says. */
  readonly instead?: string;
  readonly error?: string | undefined;
  confirm(): void;
  close(): void;
  readonly children: ReactNode;
}

/** Asks once before something that cannot be taken back. */
export function Confirm({ title, isOpen, isBusy = false, deed, instead = "Keep it", error, confirm, close, children }: ConfirmProps) {
  return (
    <Dialog {...{ title, isOpen, close }}>
      <div className="text-muted">{children}</div>
      {error === undefined ? null : (
        <p role="alert" className="mt-3 text-danger">
          <Words text={error} />
        </p>
      )}
      <div className="mt-5 flex justify-end gap-2">
        <Button data-first onClick={close}>
          {instead}
        </Button>
        <Button look="danger" disabled={isBusy} onClick={confirm}>
          {deed}
        </Button>
      </div>
    </Dialog>
  );
}
