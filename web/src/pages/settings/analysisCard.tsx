import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ask } from "../../api/client.ts";
import type { AnalysisSettings } from "../../api/native.generated.ts";
import { useDeed } from "../../api/useDeed.ts";
import { useIsAdmin } from "../../components/admin.tsx";
import { Card } from "../../components/card.tsx";
import { Checkbox, Input } from "../../components/fields.tsx";
import { Form, faultAt } from "../../components/form.tsx";
import { Money } from "../../components/money.tsx";
import { ErrorState, LoadingState } from "../../components/states.tsx";
import { UnsavedGuard } from "../../components/unsaved.tsx";
import { analysisChange, analysisDraft, TEXTS } from "./analysisFields.ts";
import { analysisSettingsQuery } from "./queries.ts";
import { SaveButtons } from "./saveButtons.tsx";

/** The model that analyses are made by, and what it may cost. */
export function AnalysisCard() {
  const settings = useQuery(analysisSettingsQuery);
  return (
    <Card title="Analysis" aside={settings.data === undefined ? null : <Spent settings={settings.data} />}>
      {settings.data !== undefined ? (
        <AnalysisForm settings={settings.data} />
      ) : settings.error !== null ? (
        <ErrorState error={settings.error} retry={() => void settings.refetch()} />
      ) : (
        <LoadingState label="Loading the analysis settings" lines={10} />
      )}
    </Card>
  );
}

const Spent = ({ settings: { spent_today, currency } }: { readonly settings: AnalysisSettings }) => (
  <span className="text-muted">
    today {spent_today.count} {spent_today.count === 1 ? "analysis" : "analyses"} by the model,{" "}
    <Money amount={spent_today.cost} currency={currency} places={0} />
  </span>
);

function AnalysisForm({ settings }: { readonly settings: AnalysisSettings }) {
  const isAdmin = useIsAdmin();
  const [before, setBefore] = useState(() => analysisDraft(settings));
  const [draft, setDraft] = useState(before);
  const change = analysisChange(before, draft);
  const isDirty = Object.keys(change).length > 0;
  const save = useDeed(() => ask("PUT /v1/analysis/settings", { body: change }), ["analysisSettings", "audit"]);
  const submit = (): void =>
    save.mutate(undefined, {
      onSuccess: (saved) => {
        const kept = analysisDraft(saved);
        setBefore(kept);
        setDraft(kept);
      },
    });
  return (
    <Form
      fault={save.error}
      submit={submit}
      buttons={isAdmin ? <SaveButtons isDirty={isDirty} save={save} /> : null}
      className="grid gap-4 p-4"
    >
      <p className="text-muted">
        The built-in analyser needs none of this. A model is asked for agents whose analyser is “A model”; the transcripts of their sessions
        are sent to it.
      </p>
      <fieldset disabled={!isAdmin} className="grid min-w-0 gap-4 sm:grid-cols-2">
        <legend className="sr-only">The model</legend>
        {TEXTS.map(([name, label, hint]) => (
          <Input
            key={name}
            label={label}
            hint={hint}
            value={draft[name]}
            onChange={(event) => setDraft({ ...draft, [name]: event.target.value })}
            fault={faultAt(save.error, name)}
          />
        ))}
        <Input
          label="Key of the model’s server"
          type="password"
          autoComplete="off"
          placeholder={settings.api_key_set ? "set; write another to replace it" : "none"}
          value={draft.api_key}
          onChange={(event) => setDraft({ ...draft, api_key: event.target.value })}
          fault={faultAt(save.error, "api_key")}
          hint="Kept encrypted and never shown."
        />
        <Checkbox
          className="sm:col-span-2"
          label="The server can hold the model to a JSON schema"
          checked={draft.structured_outputs}
          onChange={(event) => setDraft({ ...draft, structured_outputs: event.target.checked })}
        />
        <Checkbox
          className="sm:col-span-2"
          label="Ravan’s face tells type and value, in place of the bare value"
          checked={draft.ravan_typed_wrapper}
          onChange={(event) => setDraft({ ...draft, ravan_typed_wrapper: event.target.checked })}
        />
      </fieldset>
      <UnsavedGuard isDirty={isDirty} />
    </Form>
  );
}
