import { Button } from "../../components/button.tsx";
import { Input, Select, TextArea } from "../../components/fields.tsx";
import { faultAt } from "../../components/form.tsx";
import { type FieldDraft, type FieldType, newField } from "./draft.ts";

const TYPES = [
  ["string", "text"],
  ["number", "number"],
  ["boolean", "yes or no"],
  ["enum", "one of some choices"],
] as const;

interface FieldListProps {
  /** Where the fields stand in the settings, as the server names it. */
  readonly path: string;
  readonly hasExamples?: boolean;
  readonly fields: readonly FieldDraft[];
  change(fields: readonly FieldDraft[]): void;
  readonly fault: unknown;
}

/** The values that are to be found in what was said. */
export function FieldList({ path, hasExamples = false, fields, change, fault }: FieldListProps) {
  const set = (key: string, part: Partial<FieldDraft>): void => change(fields.map((one) => (one.key === key ? { ...one, ...part } : one)));
  return (
    <>
      <ol className="grid gap-3">
        {fields.map((field, index) => (
          <li key={field.key} className="rounded-md border border-line p-3">
            <OneField
              field={field}
              path={`${path}.${index}`}
              number={index + 1}
              hasExamples={hasExamples}
              set={(part) => set(field.key, part)}
              remove={() => change(fields.filter(({ key }) => key !== field.key))}
              fault={fault}
            />
          </li>
        ))}
      </ol>
      <div>
        <Button onClick={() => change([...fields, newField()])}>Add a value</Button>
      </div>
    </>
  );
}

interface OneFieldProps {
  readonly field: FieldDraft;
  readonly path: string;
  readonly number: number;
  readonly hasExamples: boolean;
  set(part: Partial<FieldDraft>): void;
  remove(): void;
  readonly fault: unknown;
}

const OneField = ({ field, path, number, hasExamples, set, remove, fault }: OneFieldProps) => (
  <fieldset className="grid min-w-0 gap-3">
    <legend className="sr-only">{`Value ${number}`}</legend>
    <div className="grid gap-3 sm:grid-cols-[minmax(0,2fr)_minmax(0,1.3fr)]">
      <Input
        label={`Value ${number}`}
        required
        placeholder="email"
        value={field.name}
        onChange={(event) => set({ name: event.target.value })}
        fault={faultAt(fault, `${path}.name`)}
      />
      <Select
        label="Type"
        choices={TYPES}
        value={field.type}
        onChange={(event) => set({ type: event.target.value as FieldType })}
        fault={faultAt(fault, `${path}.type`)}
      />
    </div>
    <Input
      label="What it is"
      dir="auto"
      placeholder="e-mail address of the caller"
      value={field.description}
      onChange={(event) => set({ description: event.target.value })}
      fault={faultAt(fault, `${path}.description`)}
    />
    {field.type === "enum" ? (
      <TextArea
        label="Choices, one a line"
        required
        dir="auto"
        rows={3}
        value={field.choices}
        onChange={(event) => set({ choices: event.target.value })}
        fault={faultAt(fault, `${path}.choices`)}
      />
    ) : null}
    {hasExamples ? (
      <TextArea
        label="Examples, one a line"
        dir="auto"
        rows={2}
        value={field.examples}
        onChange={(event) => set({ examples: event.target.value })}
        fault={faultAt(fault, `${path}.examples`)}
      />
    ) : null}
    <div className="text-right">
      <Button look="quiet" aria-label={`Remove value ${number}`} onClick={remove}>
        Remove
      </Button>
    </div>
  </fieldset>
);
