import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ask } from "../../api/client.ts";
import type { ExchangeRate } from "../../api/native.generated.ts";
import { fieldFault, useDeed } from "../../api/useDeed.ts";
import { useIsAdmin } from "../../components/admin.tsx";
import { Button } from "../../components/button.tsx";
import { Card } from "../../components/card.tsx";
import { type DataColumn, DataTable } from "../../components/dataTable.tsx";
import { Input } from "../../components/fields.tsx";
import { Form, faultAt } from "../../components/form.tsx";
import { Notice } from "../../components/notice.tsx";
import { EmptyState, ErrorState, LoadingState } from "../../components/states.tsx";
import { Time } from "../../components/time.tsx";
import { PasteRates } from "./pasteRates.tsx";
import { ratesQuery } from "./queries.ts";

/** What one unit of another currency is worth in the organization's, from when on. */
export function RatesCard({ currency }: { readonly currency: string }) {
  const isAdmin = useIsAdmin();
  const rates = useQuery(ratesQuery);
  const data = rates.data?.data;
  return (
    <Card title="Exchange rates" aside={<span className="text-muted">{`into ${currency}`}</span>}>
      {data !== undefined ? (
        data.length === 0 ? (
          <EmptyState title="No rate yet">
            Costs in another currency than {currency} are left out of sums until there is a rate for their day.
          </EmptyState>
        ) : (
          <div className="max-h-96 overflow-y-auto">
            <DataTable
              caption="Rates by currency and time"
              columns={columnsFor(currency, data)}
              rows={data}
              keyOf={({ currency: from, effective_at }) => `${from} ${effective_at}`}
            />
          </div>
        )
      ) : rates.error !== null ? (
        <ErrorState error={rates.error} retry={() => void rates.refetch()} />
      ) : (
        <LoadingState label="Loading the rates" lines={4} />
      )}
      {isAdmin ? (
        <div className="grid gap-4 p-4">
          <AddRate currency={currency} />
          <PasteRates />
        </div>
      ) : null}
    </Card>
  );
}

function columnsFor(currency: string, rates: readonly ExchangeRate[]): readonly DataColumn<ExchangeRate>[] {
  const places = Math.max(0, ...rates.map(({ rate }) => fractionOf(rate).length));
  return [
    { title: "Currency", show: (rate) => rate.currency },
    { title: `One unit in ${currency}`, align: "right", show: ({ rate }) => <Rate rate={rate} places={places} /> },
    { title: "From", show: ({ effective_at }) => <From at={effective_at} /> },
  ];
}

const fractionOf = (rate: string): string => rate.split(".")[1] ?? "";

/** With its point below those of the others, where it has none too. */
const Rate = ({ rate, places }: { readonly rate: string; readonly places: number }) => (
  <span className="whitespace-nowrap" style={{ paddingRight: `${places - fractionOf(rate).length}ch` }}>
    {rate}
    {places > 0 && !rate.includes(".") ? (
      <span aria-hidden="true" className="invisible">
        .
      </span>
    ) : null}
  </span>
);

/** The first instant that can be written stands for "always". */
const From = ({ at }: { readonly at: string }) => (at.startsWith("0000") ? <span className="text-muted">always</span> : <Time at={at} />);

function AddRate({ currency }: { readonly currency: string }) {
  const [from, setFrom] = useState("");
  const [rate, setRate] = useState("");
  const [since, setSince] = useState("");
  const add = useDeed(async () => {
    if (!/^[A-Za-z]{3}$/.test(from.trim())) throw fieldFault("0.currency", "Write three letters, such as EUR.");
    if (rate.trim() === "") throw fieldFault("0.rate", "Write a positive decimal, such as 1.0842.");
    const effectiveAt = since === "" ? null : new Date(since).toISOString();
    return ask("PUT /v1/exchange-rates", { body: [{ currency: from.trim().toUpperCase(), rate: rate.trim(), effective_at: effectiveAt }] });
  }, ["rates", "audit"]);
  const submit = (): void =>
    add.mutate(undefined, {
      onSuccess: () => {
        setFrom("");
        setRate("");
        setSince("");
      },
    });
  const buttons = (
    <>
      <Button type="submit" disabled={add.isPending}>
        Add the rate
      </Button>
      {add.isSuccess ? <Notice tone="good">Saved. Sessions with such costs are summed again.</Notice> : null}
    </>
  );
  return (
    <Form fault={add.error} shows={isShown} submit={submit} buttons={buttons}>
      <div className="grid items-start gap-3 sm:grid-cols-3">
        <Input
          label="Currency of the costs"
          required
          maxLength={3}
          placeholder="EUR"
          value={from}
          onChange={(event) => setFrom(event.target.value)}
          fault={faultAt(add.error, "0.currency")}
        />
        <Input
          label={`One unit of it in ${currency}`}
          required
          inputMode="decimal"
          placeholder="1.0842"
          value={rate}
          onChange={(event) => setRate(event.target.value)}
          fault={faultAt(add.error, "0.rate")}
        />
        <Input
          label="From"
          type="datetime-local"
          value={since}
          onChange={(event) => setSince(event.target.value)}
          fault={faultAt(add.error, "0.effective_at")}
          hint="In your time zone; empty: always. The same time again replaces the rate."
        />
      </div>
    </Form>
  );
}

const isShown = (field: string): boolean => /^0\.(currency|rate|effective_at)$/.test(field);
