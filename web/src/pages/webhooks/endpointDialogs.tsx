import { ask } from "../../api/client.ts";
import type { Endpoint } from "../../api/native.generated.ts";
import { useDeed } from "../../api/useDeed.ts";
import { Confirm, Dialog } from "../../components/dialog.tsx";
import { faultText } from "../../components/notice.tsx";
import { EndpointForm } from "./endpointForm.tsx";
import { EndpointTest } from "./endpointTest.tsx";
import { RotateSecret } from "./rotateSecret.tsx";

/** What was asked for, of which endpoint. */
export type OpenDialog =
  | { readonly kind: "new" }
  | { readonly kind: "edit" | "test" | "rotate" | "resume" | "delete"; readonly endpoint: Endpoint };

interface EndpointDialogsProps {
  readonly dialog: OpenDialog | undefined;
  close(): void;
  tell(text: string): void;
}

const TITLES = { new: "New endpoint", edit: "Edit the endpoint", test: "Test the endpoint", rotate: "New secret" } as const;

export function EndpointDialogs({ dialog, close, tell }: EndpointDialogsProps) {
  const kind = dialog?.kind;
  const isOpen = kind !== undefined && kind !== "resume" && kind !== "delete";
  return (
    <>
      <Dialog title={isOpen ? TITLES[kind] : ""} isOpen={isOpen} close={close}>
        {dialog === undefined ? null : <Content dialog={dialog} close={close} tell={tell} />}
      </Dialog>
      <Delete key={`delete ${idOf(dialog)}`} endpoint={dialog?.kind === "delete" ? dialog.endpoint : undefined} close={close} tell={tell} />
      <Resume key={`resume ${idOf(dialog)}`} endpoint={dialog?.kind === "resume" ? dialog.endpoint : undefined} close={close} tell={tell} />
    </>
  );
}

const idOf = (dialog: OpenDialog | undefined): string => (dialog === undefined || dialog.kind === "new" ? "" : dialog.endpoint.id);

function Content({ dialog, close, tell }: { readonly dialog: OpenDialog } & Omit<EndpointDialogsProps, "dialog">) {
  switch (dialog.kind) {
    case "new":
      return <EndpointForm close={close} tell={tell} />;
    case "edit":
      return <EndpointForm endpoint={dialog.endpoint} close={close} tell={tell} />;
    case "test":
      return <EndpointTest endpoint={dialog.endpoint} />;
    case "rotate":
      return <RotateSecret endpoint={dialog.endpoint} close={close} />;
    default:
      return null;
  }
}

interface OneProps extends Omit<EndpointDialogsProps, "dialog"> {
  readonly endpoint: Endpoint | undefined;
}

function Delete({ endpoint, close, tell }: OneProps) {
  const remove = useDeed((id: string) => ask("DELETE /v1/endpoints/{id}", { path: { id } }), ["endpoints", "deliveries", "audit"]);
  const confirm = (): void => {
    if (endpoint === undefined) return;
    const onSuccess = (): void => {
      close();
      tell(`${endpoint.url} is told nothing any more.`);
    };
    remove.mutate(endpoint.id, { onSuccess });
  };
  return (
    <Confirm
      title="Delete the endpoint?"
      isOpen={endpoint !== undefined}
      isBusy={remove.isPending}
      deed="Delete it"
      error={remove.error === null ? undefined : faultText(remove.error)}
      confirm={confirm}
      close={close}
    >
      <p>
        <strong className="text-text wrap-anywhere">{endpoint?.url}</strong> is told nothing any more, and what has not arrived yet
        {endpoint === undefined || endpoint.pending_count === 0 ? "" : ` (${endpoint.pending_count})`} is cancelled. Deliveries that were
        made stay in the list.
      </p>
    </Confirm>
  );
}

function Resume({ endpoint, close, tell }: OneProps) {
  const resume = useDeed((id: string) => ask("POST /v1/endpoints/{id}/resume", { path: { id } }), ["endpoints", "deliveries", "audit"]);
  const confirm = (): void => {
    if (endpoint === undefined) return;
    const onSuccess = (): void => {
      close();
      tell(`${endpoint.url} is sent to again.`);
    };
    resume.mutate(endpoint.id, { onSuccess });
  };
  return (
    <Confirm
      title="Send to it again?"
      isOpen={endpoint !== undefined}
      isBusy={resume.isPending}
      deed="Resume"
      instead="Cancel"
      error={resume.error === null ? undefined : faultText(resume.error)}
      confirm={confirm}
      close={close}
    >
      <p>
        <strong className="text-text wrap-anywhere">{endpoint?.url}</strong>: what waits
        {endpoint === undefined ? "" : ` (${endpoint.pending_count})`} is sent at once.
      </p>
    </Confirm>
  );
}
