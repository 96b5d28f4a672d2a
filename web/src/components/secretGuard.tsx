import { useBlocker } from "@tanstack/react-router";
import { useContext, useLayoutEffect, useState } from "react";
import { CloseGuardContext } from "./closeGuard.ts";
import { Confirm } from "./dialog.tsx";

/** Asks before a secret that is shown this once is lost: with the dialog, by a link or by the browser's back. */
export function SecretGuard({ isCopied }: { readonly isCopied: boolean }) {
  const dialog = useContext(CloseGuardContext);
  const [isAsked, setAsked] = useState(false);
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => !isCopied && next.pathname !== current.pathname && next.pathname !== "/sign-in",
    enableBeforeUnload: !isCopied,
    withResolver: true,
  });
  useLayoutEffect(() => {
    if (dialog === null) return;
    dialog.mayClose.current = () => {
      setAsked(!isCopied);
      return isCopied;
    };
    return () => {
      dialog.mayClose.current = undefined;
    };
  }, [dialog, isCopied]);
  const stay = (): void => {
    setAsked(false);
    blocker.reset?.();
  };
  const leave = (): void => {
    if (blocker.status === "blocked") blocker.proceed();
    else dialog?.close();
  };
  return (
    <Confirm
      title="Close without the secret?"
      isOpen={isAsked || blocker.status === "blocked"}
      deed="Close, the secret is lost"
      instead="Go back to it"
      confirm={leave}
      close={stay}
    >
      <p>It was not copied yet. It is shown this once: nobody can read it again, you would have to make another.</p>
    </Confirm>
  );
}
