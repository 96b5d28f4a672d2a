import type { Ref } from "react";
import { Button } from "../../components/button.tsx";

const KEYS = [
  ["j", "next session"],
  ["k", "session before"],
  ["Enter", "open the session"],
  ["/", "search in what was said"],
  ["x", "choose no session"],
  ["r", "show the new sessions"],
  ["?", "this help"],
] as const;

/** The browser's own dialog: it keeps the focus, and Escape closes it. */
export function KeyboardHelp({ ref }: { readonly ref: Ref<HTMLDialogElement> }) {
  return (
    <dialog
      ref={ref}
      aria-labelledby="keyboard-help"
      className="m-auto rounded-lg border border-line bg-surface p-5 text-text backdrop:bg-black/40"
    >
      <h2 id="keyboard-help">Shortcuts</h2>
      <dl className="mt-3 grid grid-cols-[auto_1fr] gap-x-4 gap-y-2">
        {KEYS.map(([key, meaning]) => (
          <div key={key} className="contents">
            <dt>
              <kbd className="rounded border border-edge px-1.5 font-mono">{key}</kbd>
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
      <form method="dialog" className="mt-4">
        <Button type="submit">Close</Button>
      </form>
    </dialog>
  );
}
