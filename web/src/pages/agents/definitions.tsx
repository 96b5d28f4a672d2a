import { Button } from "../../components/button.tsx";
import { Input, Select, TextArea } from "../../components/fields.tsx";
import { faultAt } from "../../components/form.tsx";
import { type Classification, type DefinitionDraft, newDefinition } from "./draft.ts";

const CLASSIFICATIONS = [
  ["success", "success: resolved"],
  ["failed", "failed: not resolved"],
  ["neutral", "neutral: neither"],
] as const;

interface DefinitionsProps {
  readonly definitions: readonly DefinitionDraft[];
  change(definitions: readonly DefinitionDraft[]): void;
  readonly fault: unknown;
}

/** The ways in which a session can end. */
export function Definitions({ definitions, change, fault }: DefinitionsProps) {
  const set = (key: string, part: Partial<DefinitionDraft>): void =>
    change(definitions.map((one) => (one.key === key ? { ...one, ...part } : one)));
  return (
    <>
      <p className="text-xs text-muted">At least one success and one failed. Where several fit, the smallest priority wins.</p>
      <ol className="grid gap-3">
        {definitions.map((definition, index) => (
          <li key={definition.key} className="rounded-md border border-line p-3">
            <Definition
              definition={definition}
              path={`analysis.resolution.definitions.${index}`}
              set={(part) => set(definition.key, part)}
              remove={() => change(definitions.filter(({ key }) => key !== definition.key))}
              number={index + 1}
              fault={fault}
            />
          </li>
        ))}
      </ol>
      <div>
        <Button onClick={() => change([...definitions, newDefinition("neutral")])}>Add an ending</Button>
      </div>
    </>
  );
}

interface DefinitionProps {
  readonly definition: DefinitionDraft;
  readonly path: string;
  readonly number: number;
  set(part: Partial<DefinitionDraft>): void;
  remove(): void;
  readonly fault: unknown;
}

const Definition = ({ definition, path, number, set, remove, fault }: DefinitionProps) => (
  <fieldset className="grid min-w-0 gap-3">
    <legend className="sr-only">{`Ending ${number}`}</legend>
    <div className="grid gap-3 sm:grid-cols-[minmax(0,2fr)_minmax(0,1.3fr)_5rem]">
      <Input
        label={`Ending ${number}`}
        required
        dir="auto"
        placeholder="Booked"
        value={definition.status}
        onChange={(event) => set({ status: event.target.value })}
        fault={faultAt(fault, `${path}.status`)}
      />
      <Select
        label="Counts as"
        choices={CLASSIFICATIONS}
        value={definition.classification}
        onChange={(event) => set({ classification: event.target.value as Classification })}
        fault={faultAt(fault, `${path}.classification`)}
      />
      <Input
        label="Priority"
        inputMode="numeric"
        value={definition.priority}
        onChange={(event) => set({ priority: event.target.value })}
        fault={faultAt(fault, `${path}.priority`)}
      />
    </div>
    <Input
      label="When it fits"
      dir="auto"
      value={definition.description}
      onChange={(event) => set({ description: event.target.value })}
      fault={faultAt(fault, `${path}.description`)}
    />
    <TextArea
      label="Checklist: what has to have happened, one a line"
      dir="auto"
      rows={2}
      value={definition.checklist}
      onChange={(event) => set({ checklist: event.target.value })}
      fault={faultAt(fault, `${path}.checklist`)}
    />
    <div className="text-right">
      <Button look="quiet" aria-label={`Remove ending ${number}`} onClick={remove}>
        Remove
      </Button>
    </div>
  </fieldset>
);
