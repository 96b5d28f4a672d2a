import { useIsAdmin } from "../../components/admin.tsx";
import { Button } from "../../components/button.tsx";
import { Card } from "../../components/card.tsx";
import { Checkbox, Input, TextArea } from "../../components/fields.tsx";
import { Form, faultAt } from "../../components/form.tsx";
import { Notice } from "../../components/notice.tsx";
import { AnalysisFields } from "./analysisFields.tsx";
import type { PartProps } from "./draft.ts";

interface AgentFormProps extends PartProps {
  readonly isDirty: boolean;
  readonly isSaving: boolean;
  readonly isSaved: boolean;
  /** Whether it was configured before. */
  readonly isKnown: boolean;
  submit(): void;
  undo(): void;
}

const BAR = "sticky bottom-0 z-10 -mb-px border-t border-line bg-ground py-3";

export function AgentForm(props: AgentFormProps) {
  const { draft, change, fault, isDirty, isSaving, isSaved, isKnown, submit, undo } = props;
  const isAdmin = useIsAdmin();
  const buttons = isAdmin ? (
    <>
      <Button look="primary" type="submit" disabled={isSaving || (isKnown && !isDirty)}>
        {isKnown ? "Save" : "Configure the agent"}
      </Button>
      <Button disabled={!isDirty} onClick={undo}>
        Undo the changes
      </Button>
      {isSaved ? <Notice tone="good">Saved. It holds for sessions from now on.</Notice> : null}
      {isDirty ? <span className="text-muted">Not saved yet</span> : null}
    </>
  ) : null;
  return (
    <Form {...{ fault, submit, buttons }} {...(isAdmin ? { buttonsLook: BAR } : {})}>
      <fieldset disabled={!isAdmin} className="grid min-w-0 gap-4">
        <legend className="sr-only">Settings of the agent</legend>
        <Card title="The agent">
          <Basics {...{ draft, change, fault }} />
        </Card>
        <Card title="Analysis of its sessions">
          <div className="grid gap-5 p-4">
            <Checkbox
              label="Analyse each session when it is over"
              checked={draft.isAnalysed}
              onChange={(event) => change({ isAnalysed: event.target.checked })}
            />
            {draft.isAnalysed ? <AnalysisFields {...{ draft, change, fault }} /> : null}
          </div>
        </Card>
      </fieldset>
    </Form>
  );
}

const Basics = ({ draft, change, fault }: PartProps) => (
  <div className="grid gap-4 p-4 sm:grid-cols-2">
    <Input
      label="Name"
      dir="auto"
      maxLength={200}
      value={draft.name}
      onChange={(event) => change({ name: event.target.value })}
      fault={faultAt(fault, "name")}
      hint="Shown where a session brings no name of its own."
    />
    <Input
      label="Ends after so many idle seconds"
      inputMode="numeric"
      value={draft.idleCloseSec}
      onChange={(event) => change({ idleCloseSec: event.target.value })}
      fault={faultAt(fault, "idle_close_sec")}
      hint="Empty: as the server is set."
    />
    <TextArea
      label="Record types that a complete session has, one a line"
      className="sm:col-span-2"
      rows={3}
      spellCheck={false}
      value={draft.expectedTypes}
      onChange={(event) => change({ expectedTypes: event.target.value })}
      fault={faultAt(fault, "expected_record_types")}
      hint="Once all of these have come, the session’s costs settle early."
    />
  </div>
);
