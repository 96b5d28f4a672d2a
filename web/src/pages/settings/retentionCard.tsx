import { useState } from "react";
import { ask } from "../../api/client.ts";
import { fieldFault, useDeed } from "../../api/useDeed.ts";
import { useIsAdmin } from "../../components/admin.tsx";
import { Card } from "../../components/card.tsx";
import { Confirm } from "../../components/dialog.tsx";
import { Input } from "../../components/fields.tsx";
import { Form, faultAt } from "../../components/form.tsx";
import { faultText } from "../../components/notice.tsx";
import { UnsavedGuard } from "../../components/unsaved.tsx";
import type { Retention } from "./queries.ts";
import { SaveButtons } from "./saveButtons.tsx";

const textOf = (days: number | null): string => (days === null ? "" : String(days));

function daysOf(text: string, field: string): number | null {
  if (text.trim() === "") return null;
  const days = Number(text);
  if (!Number.isInteger(days) || days < 1) throw fieldFault(`retention.${field}`, "Give a whole number of days, or nothing.");
  return days;
}

/** Whether the setting erases what the former one kept. */
const erases = (before: number | null, after: number | null): boolean => after !== null && (before === null || after < before);

/** How long sessions and recordings are kept. */
export function RetentionCard({ retention }: { readonly retention: Retention }) {
  const isAdmin = useIsAdmin();
  const [sessionText, setSessionText] = useState(textOf(retention.session_days));
  const [recordingText, setRecordingText] = useState(textOf(retention.recording_days));
  const [asked, setAsked] = useState<Retention>();
  const [fault, setFault] = useState<unknown>();
  const save = useDeed((given: Retention) => ask("PATCH /v1/organization", { body: { retention: given } }), ["organization", "audit"]);
  const isDirty = sessionText !== textOf(retention.session_days) || recordingText !== textOf(retention.recording_days);
  const store = (given: Retention): void => {
    const settle = (): void => setAsked(undefined);
    save.mutate(given, {
      onSuccess: () => {
        settle();
        setFault(undefined);
      },
      onError: (error) => {
        settle();
        setFault(error);
      },
    });
  };
  const submit = (): void => {
    try {
      const given = { session_days: daysOf(sessionText, "session_days"), recording_days: daysOf(recordingText, "recording_days") };
      if (erases(retention.session_days, given.session_days) || erases(retention.recording_days, given.recording_days)) setAsked(given);
      else store(given);
    } catch (error) {
      setFault(error);
    }
  };
  return (
    <Card title="Retention">
      <Form
        fault={fault}
        submit={submit}
        buttons={isAdmin ? <SaveButtons isDirty={isDirty} save={save} /> : null}
        className="grid gap-4 p-4"
      >
        <fieldset disabled={!isAdmin} className="grid min-w-0 gap-4 sm:grid-cols-2">
          <legend className="sr-only">Retention</legend>
          <Input
            label="Days that sessions are kept"
            inputMode="numeric"
            placeholder="for good"
            value={sessionText}
            onChange={(event) => setSessionText(event.target.value)}
            fault={faultAt(fault, "retention.session_days")}
            hint="Older ones are erased with transcript, recording and analysis; quantities and costs stay."
          />
          <Input
            label="Days that recordings are kept"
            inputMode="numeric"
            placeholder="for good"
            value={recordingText}
            onChange={(event) => setRecordingText(event.target.value)}
            fault={faultAt(fault, "retention.recording_days")}
            hint="Older audio is erased; the session stays."
          />
        </fieldset>
      </Form>
      <Confirm
        title="Erase what is older?"
        isOpen={asked !== undefined}
        isBusy={save.isPending}
        deed="Erase and keep to it"
        instead="Cancel"
        error={save.error === null ? undefined : faultText(save.error)}
        confirm={() => (asked === undefined ? undefined : store(asked))}
        close={() => setAsked(undefined)}
      >
        {asked === undefined ? null : <WhatIsErased asked={asked} />}
      </Confirm>
      <UnsavedGuard isDirty={isDirty} />
    </Card>
  );
}

const WhatIsErased = ({ asked: { session_days, recording_days } }: { readonly asked: Retention }) => (
  <>
    <ul className="list-disc pl-5">
      {session_days === null ? null : <li>Sessions older than {session_days} days, with transcript, recording and analysis</li>}
      {recording_days === null ? null : <li>Recordings older than {recording_days} days</li>}
    </ul>
    <p className="mt-2 font-medium text-danger">They are erased for good, now and every day from now on. This cannot be taken back.</p>
  </>
);
