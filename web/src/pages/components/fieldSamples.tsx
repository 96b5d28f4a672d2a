import { useState } from "react";
import { Button } from "../../components/button.tsx";
import { Card } from "../../components/card.tsx";
import { Confirm, Dialog } from "../../components/dialog.tsx";
import { Checkbox, Input, Select, TextArea } from "../../components/fields.tsx";
import { Segments } from "../../components/segments.tsx";

/** What one writes into and chooses from. */
export function FieldSamples() {
  const [shape, setShape] = useState<"tree" | "money">("tree");
  const [opened, setOpened] = useState<"dialog" | "confirm">();
  const close = (): void => setOpened(undefined);
  return (
    <Card title="Input, Select, TextArea, Checkbox, Segments, Dialog, Confirm">
      <div className="grid gap-3 p-4 sm:grid-cols-2">
        <Input label="Name" defaultValue="Northwind" />
        <Input label="Currency" defaultValue="dollars" fault="Give three letters, such as USD." />
        <Select
          label="Scope"
          choices={[
            ["read", "read"],
            ["admin", "admin"],
          ]}
          defaultValue="read"
        />
        <TextArea label="Description" defaultValue="The address was agreed." />
        <Checkbox label="Sentiment" defaultChecked />
        <Segments<"tree" | "money">
          label="Shown as"
          choices={[
            ["tree", "Tree"],
            ["money", "Money"],
          ]}
          value={shape}
          choose={setShape}
        />
        <div className="flex flex-wrap gap-2">
          <Button onClick={() => setOpened("dialog")}>Open a dialog</Button>
          <Button onClick={() => setOpened("confirm")}>Ask before a deed</Button>
        </div>
      </div>
      <Dialog title="A dialog" isOpen={opened === "dialog"} close={close}>
        Escape closes it, and the focus goes back to where it was.
      </Dialog>
      <Confirm title="Remove the sample?" isOpen={opened === "confirm"} deed="Remove it" confirm={close} close={close}>
        It cannot be taken back.
      </Confirm>
    </Card>
  );
}
