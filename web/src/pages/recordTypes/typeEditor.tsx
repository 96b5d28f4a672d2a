import { useState } from "react";
import { ask, type Options } from "../../api/client.ts";
import type { RecordType } from "../../api/native.generated.ts";
import { fieldFault, useDeed } from "../../api/useDeed.ts";
import { Button } from "../../components/button.tsx";
import { Input, TextArea } from "../../components/fields.tsx";
import { Form, faultAt } from "../../components/form.tsx";
import { faultText } from "../../components/notice.tsx";
import { UnsavedGuard } from "../../components/unsaved.tsx";
import { TEMPLATE, textOfParents, textOfType } from "./typeText.ts";

type Body = NonNullable<Options<"PUT /v1/record-types/{name}">["body"]>;

interface TypeEditorProps {
  /** Null: a new one. */
  readonly type: RecordType | null;
  readonly types: readonly RecordType[];
  close(): void;
  done(name: string): void;
}

export function TypeEditor({ type, types, close, done }: TypeEditorProps) {
  const [name, setName] = useState(type?.name ?? "");
  const [first] = useState(() => (type === null ? TEMPLATE : type.built_in ? textOfParents(type, types) : textOfType(type)));
  const [text, setText] = useState(first);
  const save = useDeed(async () => {
    if (name.trim() === "") throw fieldFault("name", "Give the type a name, such as dialer-fee.");
    return ask("PUT /v1/record-types/{name}", { path: { name: name.trim() }, body: parsed(text) });
  }, ["recordTypes", "audit"]);
  const isDirty = !save.isSuccess && (text !== first || name !== (type?.name ?? ""));
  const nameFault = faultAt(save.error, "name");
  const textFault = save.error === null || nameFault !== undefined ? undefined : faultText(save.error);
  const buttons = (
    <>
      <Button look="primary" type="submit" disabled={save.isPending}>
        {type === null ? "Add the type" : type.built_in ? "Add the parents" : "Replace it"}
      </Button>
      <Button onClick={close}>Cancel</Button>
      {text === TEMPLATE || type?.built_in === true ? null : <Button onClick={() => setText(TEMPLATE)}>Begin with the template</Button>}
    </>
  );
  return (
    <>
      <Form fault={save.error} submit={() => save.mutate(undefined, { onSuccess: (saved) => done(saved.name) })} buttons={buttons}>
        <Input
          label="Name"
          required
          disabled={type !== null}
          maxLength={64}
          value={name}
          onChange={(event) => setName(event.target.value)}
          fault={nameFault}
          hint={
            type?.built_in === true
              ? undefined
              : "Small letters, digits, _ and -. Under the name of a built-in type only parents can be added."
          }
        />
        <TextArea
          label="Definition, as JSON"
          required
          rows={18}
          spellCheck={false}
          wrap="off"
          value={text}
          onChange={(event) => setText(event.target.value)}
          fault={textFault}
          hint={
            type?.built_in === true
              ? "The parents that it came with stay. A parent is a type of your own, which may itself hang under a call: make that one first. local_field is a field of these records, parent_field the one of the parent that holds the same value."
              : "All members may be left out; docs/record-types.md describes each."
          }
        />
      </Form>
      <UnsavedGuard isDirty={isDirty} />
    </>
  );
}

/** @throws ApiError that says where it is no JSON */
function parsed(text: string): Body {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw fieldFault("definition", `This is no JSON: ${error.message}.`);
    throw error;
  }
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw fieldFault("definition", "Give one JSON object, in { and }.");
  return value;
}
