import type { ReactNode } from "react";
import { Checkbox, TextArea } from "../../components/fields.tsx";
import { faultAt, faultOf } from "../../components/form.tsx";
import { Segments } from "../../components/segments.tsx";
import { Definitions } from "./definitions.tsx";
import type { PartProps } from "./draft.ts";
import { FieldList } from "./fieldList.tsx";

const ANALYSERS = [
  ["builtin", "Built in"],
  ["llm", "A model"],
] as const;

/** What is to be found out, and by whom. */
export function AnalysisFields({ draft, change, fault }: PartProps) {
  return (
    <>
      <div className="grid gap-1.5">
        <div>
          <Segments label="Analyser" choices={ANALYSERS} value={draft.analyser} choose={(analyser) => change({ analyser })} />
        </div>
        <p className="text-xs text-muted">
          {draft.analyser === "builtin"
            ? "Needs no network and no model, and gives the same answer every time. It does not judge resolution."
            : "Asks the model that is set under Settings, Analysis. Transcripts are sent there."}
        </p>
        <GroupFault text={faultAt(fault, "analysis.analyser") ?? faultOf(fault, "analysis")} />
      </div>
      <div className="grid gap-2">
        <Checkbox label="Summary" checked={draft.hasSummary} onChange={(event) => change({ hasSummary: event.target.checked })} />
        <Checkbox label="Sentiment" checked={draft.hasSentiment} onChange={(event) => change({ hasSentiment: event.target.checked })} />
      </div>
      <Part name="Intent: what the user came for" isOn={draft.hasIntent} turn={(hasIntent) => change({ hasIntent })}>
        <TextArea
          label="Intents to choose from, one a line"
          dir="auto"
          rows={4}
          value={draft.intents}
          onChange={(event) => change({ intents: event.target.value })}
          fault={faultAt(fault, "analysis.intent")}
          hint="Empty: in the analyser’s own words."
        />
      </Part>
      <Part name="Resolution: how the session ended" isOn={draft.hasResolution} turn={(hasResolution) => change({ hasResolution })}>
        <Definitions definitions={draft.definitions} change={(definitions) => change({ definitions })} fault={fault} />
        <GroupFault text={faultOf(fault, "analysis.resolution.definitions") ?? faultOf(fault, "analysis.resolution")} />
      </Part>
      <Part name="Extraction: values to find" isOn={draft.hasExtraction} turn={(hasExtraction) => change({ hasExtraction })}>
        <FieldList
          path="analysis.extraction.fields"
          hasExamples
          fields={draft.fields}
          change={(fields) => change({ fields })}
          fault={fault}
        />
        <GroupFault text={faultOf(fault, "analysis.extraction.fields") ?? faultOf(fault, "analysis.extraction")} />
      </Part>
      <Part
        name="Ravan’s postCallAnalysisData: values under names of free text"
        isOn={draft.hasRavanFields}
        turn={(hasRavanFields) => change({ hasRavanFields })}
      >
        <FieldList
          path="analysis.post_call_analysis_data"
          fields={draft.ravanFields}
          change={(ravanFields) => change({ ravanFields })}
          fault={fault}
        />
        <GroupFault text={faultOf(fault, "analysis.post_call_analysis_data")} />
      </Part>
    </>
  );
}

interface PartOfAnalysisProps {
  readonly name: string;
  readonly isOn: boolean;
  turn(isOn: boolean): void;
  readonly children: ReactNode;
}

const Part = ({ name, isOn, turn, children }: PartOfAnalysisProps) => (
  <fieldset className="grid min-w-0 gap-3">
    <legend className="sr-only">{name}</legend>
    <Checkbox label={name} checked={isOn} onChange={(event) => turn(event.target.checked)} />
    {isOn ? <div className="grid min-w-0 gap-3 sm:ml-6">{children}</div> : null}
  </fieldset>
);

const GroupFault = ({ text }: { readonly text: string | undefined }) =>
  text === undefined ? null : (
    <p role="alert" data-fault="" className="text-danger wrap-anywhere">
      {text}
    </p>
  );
