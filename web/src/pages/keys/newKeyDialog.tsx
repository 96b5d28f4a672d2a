import { useState } from "react";
import { ask } from "../../api/client.ts";
import { fieldFault, useDeed } from "../../api/useDeed.ts";
import { Button } from "../../components/button.tsx";
import { Dialog } from "../../components/dialog.tsx";
import { Checkbox, Input } from "../../components/fields.tsx";
import { Form, faultAt } from "../../components/form.tsx";
import { Secret } from "../../components/secret.tsx";

const SCOPES = [
  ["ingest", "sends records, sessions, messages and recordings; reads nothing"],
  ["read", "reads everything, and may sign in here; changes nothing"],
  ["admin", "all of that, and changes keys, agents, webhooks, record types and settings, and erases sessions"],
] as const;
type Scope = (typeof SCOPES)[number][0];

interface NewKeyDialogProps {
  readonly isOpen: boolean;
  close(): void;
}

export const NewKeyDialog = ({ isOpen, close }: NewKeyDialogProps) => (
  <Dialog title="New key" isOpen={isOpen} close={close}>
    <NewKey close={close} />
  </Dialog>
);

function NewKey({ close }: Pick<NewKeyDialogProps, "close">) {
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState<readonly Scope[]>(["read"]);
  const [source, setSource] = useState("api");
  const create = useDeed(async () => {
    if (name.trim() === "") throw fieldFault("name", "Give the key a name that says who uses it.");
    if (scopes.length === 0) throw fieldFault("scopes", "Choose at least one thing that the key may do.");
    return ask("POST /v1/keys", { body: { name: name.trim(), scopes, source } });
  }, ["keys", "audit"]);
  if (create.data !== undefined) return <Made name={create.data.name} secret={create.data.secret} close={close} />;
  const buttons = (
    <>
      <Button look="primary" type="submit" disabled={create.isPending}>
        Make the key
      </Button>
      <Button onClick={close}>Cancel</Button>
    </>
  );
  return (
    <Form fault={create.error} submit={() => create.mutate(undefined)} buttons={buttons}>
      <Input
        label="Name"
        required
        maxLength={200}
        autoComplete="off"
        hint="Who or what uses it, such as “dialler, production”."
        value={name}
        onChange={(event) => setName(event.target.value)}
        fault={faultAt(create.error, "name")}
      />
      <ScopeChoice scopes={scopes} choose={setScopes} fault={faultAt(create.error, "scopes")} />
      <Input
        label="Source"
        required
        maxLength={64}
        autoComplete="off"
        hint="Records that it sends carry this word, and only the same source may correct them. Small letters, digits, _ and -."
        value={source}
        onChange={(event) => setSource(event.target.value)}
        fault={faultAt(create.error, "source")}
      />
    </Form>
  );
}

interface ScopeChoiceProps {
  readonly scopes: readonly Scope[];
  choose(scopes: readonly Scope[]): void;
  readonly fault: string | undefined;
}

const ScopeChoice = ({ scopes, choose, fault }: ScopeChoiceProps) => (
  <fieldset className="grid gap-2">
    <legend className="mb-1 text-xs text-muted">
      What it may do<span aria-hidden="true"> *</span>
    </legend>
    {SCOPES.map(([scope, does], index) => (
      <Checkbox
        key={scope}
        checked={scopes.includes(scope)}
        aria-invalid={fault !== undefined && index === 0 ? true : undefined}
        onChange={(event) => choose(event.target.checked ? [...scopes, scope] : scopes.filter((kept) => kept !== scope))}
        label={
          <>
            <strong className="font-medium">{scope}</strong> <span className="text-muted">{does}</span>
          </>
        }
      />
    ))}
    {fault === undefined ? null : (
      <p role="alert" className="text-danger">
        {fault}
      </p>
    )}
  </fieldset>
);

const Made = ({ name, secret, close }: { readonly name: string; readonly secret: string; close(): void }) => (
  <div className="grid gap-4">
    <p dir="auto" className="wrap-anywhere">
      The key “{name}” is made.
    </p>
    <Secret name="The key" secret={secret} close={close} />
  </div>
);
