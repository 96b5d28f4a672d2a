import { useState } from "react";
import { Button } from "./button.tsx";

interface CopyButtonProps {
  readonly text: string;
  readonly label?: string;
  /** Called when it is on the clipboard. */
  told?(): void;
}

/** Puts a text on the clipboard and says so. Where the browser forbids it (plain http on another host), the text can be selected. */
export function CopyButton({ text, label = "Copy", told }: CopyButtonProps) {
  const [shown, setShown] = useState(label);
  const copy = (): void => {
    const { clipboard } = navigator as { readonly clipboard?: Clipboard };
    const copied = clipboard?.writeText(text) ?? Promise.reject(new Error("The browser offers no clipboard here."));
    copied.then(
      () => {
        setShown("Copied");
        told?.();
      },
      () => setShown("Select and copy it"),
    );
  };
  return (
    <Button onClick={copy} onBlur={() => setShown(label)}>
      <span aria-live="polite">{shown}</span>
    </Button>
  );
}
