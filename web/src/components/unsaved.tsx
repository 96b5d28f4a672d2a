import { useBlocker } from "@tanstack/react-router";
import { Button } from "./button.tsx";
import { Dialog } from "./dialog.tsx";

/** Asks before a page with unsaved changes is left, by a link, by the browser's back, or by closing it. */
export function UnsavedGuard({ isDirty }: { readonly isDirty: boolean }) {
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => isDirty && next.pathname !== current.pathname && next.pathname !== "/sign-in",
    enableBeforeUnload: isDirty,
    withResolver: true,
  });
  const stay = (): void => blocker.reset?.();
  return (
    <Dialog title="Leave without saving?" isOpen={blocker.status === "blocked"} close={stay}>
      <p className="text-muted">What you changed on this page is not saved yet.</p>
      <div className="mt-5 flex justify-end gap-2">
        <Button onClick={stay}>Stay here</Button>
        <Button look="danger" onClick={() => blocker.proceed?.()}>
          Leave without saving
        </Button>
      </div>
    </Dialog>
  );
}
