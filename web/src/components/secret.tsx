import { useEffect, useRef } from "react";
import { CopyButton } from "./copyButton.tsx";
import { useWarnBeforeClose } from "./dialog.tsx";
import { Notice } from "./notice.tsx";

/** Something that the server shows this once: it takes the focus, selected, and its dialog asks before it closes. */
export function Secret({ name, secret }: { readonly name: string; readonly secret: string }) {
  const shown = useRef<HTMLOutputElement>(null);
  useWarnBeforeClose("It is gone for good once this is closed. Copy it first.");
  useEffect(() => {
    if (shown.current === null) return;
    shown.current.focus();
    window.getSelection()?.selectAllChildren(shown.current);
  }, []);
  return (
    <div className="grid gap-3">
      <Notice tone="warn">Copy it now and keep it safe. It is shown this once; nobody can read it here again.</Notice>
      <div className="flex flex-wrap items-center gap-2">
        <output
          ref={shown}
          tabIndex={-1}
          aria-label={name}
          className="min-w-0 flex-1 rounded-md border border-edge bg-raised px-2 py-1.5 font-mono text-xs wrap-anywhere"
        >
          {secret}
        </output>
        <CopyButton text={secret} />
      </div>
    </div>
  );
}
