import { useState } from "react";
import { ApiError, ask } from "../../api/client.ts";
import type { Endpoint, NewEndpoint } from "../../api/native.generated.ts";
import { fieldFault, useDeed } from "../../api/useDeed.ts";
import { Button } from "../../components/button.tsx";
import { Checkbox, Input, Select } from "../../components/fields.tsx";
import { Form, faultAt } from "../../components/form.tsx";
import { Secret } from "../../components/secret.tsx";
import { EVENTS, FORMATS, type Format } from "./events.ts";
import { SecretKeyMissing } from "./secretKeyMissing.tsx";

interface EndpointFormProps {
  /** None: a new one. */
  readonly endpoint?: Endpoint;
  close(): void;
  tell(text: string): void;
}

interface Draft {
  readonly url: string;
  readonly description: string;
  readonly format: Format;
  readonly events: readonly string[];
  readonly rate: string;
  readonly isPaused: boolean;
}

const draftOf = (endpoint: Endpoint | undefined): Draft => ({
  url: endpoint?.url ?? "",
  description: endpoint?.description ?? "",
  format: endpoint?.format ?? "native",
  events: endpoint?.events ?? [],
  rate: endpoint?.rate_per_sec?.toString() ?? "",
  isPaused: endpoint?.paused ?? false,
});

/** What both creating and changing take. @throws ApiError with the field at fault */
function bodyOf({ url, description, events, rate, isPaused }: Draft) {
  if (url.trim() === "") throw fieldFault("url", "Give the address that is to be told.");
  const ratePerSec = rate.trim() === "" ? null : Number(rate);
  if (ratePerSec !== null && !Number.isInteger(ratePerSec)) throw fieldFault("rate_per_sec", "Give a whole number, or nothing.");
  return { url: url.trim(), description: description.trim() || null, events, rate_per_sec: ratePerSec, paused: isPaused };
}

async function save(endpoint: Endpoint | undefined, draft: Draft): Promise<NewEndpoint | Endpoint> {
  const body = bodyOf(draft);
  if (endpoint === undefined) return ask("POST /v1/endpoints", { body: { ...body, format: draft.format } });
  return ask("PATCH /v1/endpoints/{id}", { path: { id: endpoint.id }, body });
}

export function EndpointForm({ endpoint, close, tell }: EndpointFormProps) {
  const [draft, setDraft] = useState(() => draftOf(endpoint));
  const change = (part: Partial<Draft>): void => setDraft((before) => ({ ...before, ...part }));
  const deed = useDeed((given: Draft) => save(endpoint, given), ["endpoints", "audit"]);
  const submit = (): void =>
    deed.mutate(draft, {
      onSuccess: ({ url }) => {
        if (endpoint === undefined) return;
        close();
        tell(`${url} is saved.`);
      },
    });
  if (deed.data !== undefined && "secret" in deed.data) return <Registered endpoint={deed.data} close={close} />;
  const { error } = deed;
  const buttons = (
    <>
      <Button look="primary" type="submit" disabled={deed.isPending}>
        {endpoint === undefined ? "Register it" : "Save"}
      </Button>
      <Button onClick={close}>Cancel</Button>
    </>
  );
  if (error instanceof ApiError && error.code === "SECRET_KEY_MISSING") return <SecretKeyMissing />;
  return (
    <Form fault={error} submit={submit} buttons={buttons}>
      <Input
        label="Address"
        type="url"
        required
        placeholder="https://crm.example.com/hooks/calltree"
        value={draft.url}
        onChange={(event) => change({ url: event.target.value })}
        fault={faultAt(error, "url")}
        hint="https, and reachable from this server. Private hosts only where OUTGOING_ALLOW names them."
      />
      <Input
        label="Description"
        dir="auto"
        maxLength={500}
        value={draft.description}
        onChange={(event) => change({ description: event.target.value })}
        fault={faultAt(error, "description")}
      />
      <Select
        label="Format"
        choices={FORMATS}
        value={draft.format}
        disabled={endpoint !== undefined}
        onChange={(event) => change({ format: event.target.value as Format, events: [] })}
        hint={
          endpoint === undefined
            ? "In whose words it is told. It cannot be changed later."
            : "It cannot be changed; register another endpoint."
        }
      />
      <EventChoice format={draft.format} events={draft.events} choose={(events) => change({ events })} />
      <Input
        label="At most so many a second"
        inputMode="numeric"
        value={draft.rate}
        onChange={(event) => change({ rate: event.target.value })}
        fault={faultAt(error, "rate_per_sec")}
        hint="1 to 1000; empty: no limit."
      />
      <Checkbox
        label="Paused: nothing is sent and nothing is lost, deliveries wait"
        checked={draft.isPaused}
        onChange={(event) => change({ isPaused: event.target.checked })}
      />
    </Form>
  );
}

interface EventChoiceProps {
  readonly format: Format;
  /** Empty: all. */
  readonly events: readonly string[];
  choose(events: readonly string[]): void;
}

function EventChoice({ format, events, choose }: EventChoiceProps) {
  const known = EVENTS[format];
  const isAll = events.length === 0;
  const toggle = (event: string, isOn: boolean): void => choose(isOn ? [...events, event] : events.filter((kept) => kept !== event));
  return (
    <fieldset className="grid gap-1.5">
      <legend className="mb-1 text-xs text-muted">Events</legend>
      <Checkbox
        label="All, those of later versions too"
        checked={isAll}
        onChange={(event) => choose(event.target.checked ? [] : known.map(([name]) => name))}
      />
      {isAll ? null : (
        <div className="ml-6 grid gap-1.5">
          {known.map(([name, when]) => (
            <Checkbox
              key={name}
              checked={events.includes(name)}
              onChange={(event) => toggle(name, event.target.checked)}
              label={
                <>
                  <code>{name}</code> <span className="text-muted">{when}</span>
                </>
              }
            />
          ))}
        </div>
      )}
    </fieldset>
  );
}

const Registered = ({ endpoint, close }: { readonly endpoint: NewEndpoint; close(): void }) => (
  <div className="grid gap-4">
    <p className="wrap-anywhere">
      {endpoint.url} is told of what happens from now on. Its receiver verifies each delivery with this secret:
    </p>
    <Secret name="The endpoint’s secret" secret={endpoint.secret} close={close} />
  </div>
);
