import { createContext, type KeyboardEvent, type ReactNode, useContext, useEffect, useId, useRef, useState } from "react";
import { Button } from "./button.tsx";
import { Words } from "./words.tsx";

interface DialogProps {
  readonly title: string;
  readonly isOpen: boolean;
  close(): void;
  readonly children: ReactNode;
}

/** Tells the dialog around it what to say before it is closed by Escape or its ✕; undefined: it closes at once. */
const Warning = createContext<(text: string | undefined) => void>(() => undefined);

/** For content that is gone for good when the dialog closes. */
export function useWarnBeforeClose(text: string | undefined): void {
  const warn = useContext(Warning);
  useEffect(() => {
    warn(text);
    return () => warn(undefined);
  }, [warn, text]);
}

/** The browser's own dialog: it keeps the focus inside, Escape closes it, and the focus goes back to where it was. */
export function Dialog({ title, isOpen, close, children }: DialogProps) {
  const id = useId();
  const element = useModal(isOpen);
  const [warning, setWarning] = useState<string>();
  const [isWarning, setIsWarning] = useState(false);
  useEffect(() => {
    if (warning === undefined) setIsWarning(false);
  }, [warning]);
  const leave = (): void => (warning === undefined ? close() : setIsWarning(true));
  const holdEscape = (event: KeyboardEvent): void => {
    if (event.key !== "Escape" || warning === undefined) return;
    event.preventDefault();
    setIsWarning(true);
  };
  return (
    <dialog
      ref={element}
      aria-labelledby={id}
      onClose={close}
      onKeyDown={holdEscape}
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
          {isWarning && warning !== undefined ? (
            <div
              role="alert"
              className="mt-3 flex flex-wrap items-center justify-between gap-2 rounded-md border border-danger/50 px-3 py-2"
            >
              <span className="text-danger">{warning}</span>
              <Button look="danger" onClick={close}>
                Close it all the same
              </Button>
            </div>
          ) : null}
          <div data-content className="mt-3">
            <Warning value={setWarning}>{children}</Warning>
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
