import { useState } from "react";
import { ApiError, ask } from "../../api/client.ts";
import { fieldFault, useDeed } from "../../api/useDeed.ts";
import { Button } from "../../components/button.tsx";
import { TextArea } from "../../components/fields.tsx";
import { Form } from "../../components/form.tsx";
import { Notice } from "../../components/notice.tsx";
import { faultIndex, type LineFault, readRateLines } from "./rateLines.ts";

const COUNT_MAX = 1_000;
const EXAMPLE = "currency,rate,from\nEUR,1.0842,2026-03-17\nGBP,1.2710,2026-03-17";

/** Many rates at once, out of a spreadsheet. Either all are taken or none. */
export function PasteRates() {
  const [text, setText] = useState("");
  const [faults, setFaults] = useState<readonly LineFault[]>([]);
  const add = useDeed(async () => {
    const { rates, lines, faults: found } = readRateLines(text);
    setFaults(found);
    if (found.length > 0) throw fieldFault("rates", "Nothing was saved: correct the lines below.");
    if (rates.length === 0) throw fieldFault("rates", "Paste at least one line.");
    if (rates.length > COUNT_MAX) throw fieldFault("rates", `These are ${rates.length} lines; at most ${COUNT_MAX} go at once.`);
    try {
      await ask("PUT /v1/exchange-rates", { body: rates });
    } catch (error) {
      const line = lines[faultIndex(error) ?? -1];
      if (line !== undefined && error instanceof ApiError) setFaults([{ line, message: error.message }]);
      throw error;
    }
    return rates.length;
  }, ["rates", "audit"]);
  const fault =
    add.error instanceof ApiError
      ? add.error.field === "rates"
        ? add.error.message
        : `Nothing was saved: ${add.error.message}`
      : undefined;
  const buttons = (
    <>
      <Button type="submit" disabled={add.isPending}>
        Add all
      </Button>
      {add.isSuccess ? <Notice tone="good">{`${add.data} ${add.data === 1 ? "rate" : "rates"} saved.`}</Notice> : null}
    </>
  );
  return (
    <details>
      <summary className="min-h-6 cursor-pointer text-muted">Paste several, out of a spreadsheet</summary>
      <Form
        fault={add.error}
        className="mt-3 grid gap-3"
        submit={() => add.mutate(undefined, { onSuccess: () => setText("") })}
        buttons={buttons}
      >
        <TextArea
          label="One rate a line: currency, rate, from"
          required
          rows={6}
          spellCheck={false}
          placeholder={EXAMPLE}
          value={text}
          onChange={(event) => setText(event.target.value)}
          fault={fault}
          hint="Separated by commas, semicolons or tabs. Without “from” a rate holds always; dates begin at midnight UTC."
        />
        {faults.length === 0 ? null : (
          <ul aria-label="Lines to correct" className="grid gap-1 text-danger">
            {faults.map(({ line, message }) => (
              <li key={line} className="wrap-anywhere">
                Line {line}: {message}
              </li>
            ))}
          </ul>
        )}
      </Form>
    </details>
  );
}
