import { useEffect, useRef, useState } from "react";
import { Button } from "./button.tsx";
import { CopyButton } from "./copyButton.tsx";
import { Notice } from "./notice.tsx";
import { SecretGuard } from "./secretGuard.tsx";

interface SecretProps {
  readonly name: string;
  readonly secret: string;
  close(): void;
}

/** Something that the server shows this once: it takes the focus, selected, and its dialog asks before it closes. */
export function Secret({ name, secret, close }: SecretProps) {
  const [isCopied, setCopied] = useState(false);
  const shown = useRef<HTMLOutputElement>(null);
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
          onCopy={() => setCopied(true)}
          aria-label={name}
          className="min-w-0 flex-1 rounded-md border border-edge bg-raised px-2 py-1.5 font-mono text-xs wrap-anywhere"
        >
          {secret}
        </output>
        <CopyButton text={secret} told={() => setCopied(true)} />
      </div>
      <Button look="primary" className="justify-self-start" onClick={close}>
        I have copied it
      </Button>
      <SecretGuard isCopied={isCopied} />
    </div>
  );
}
