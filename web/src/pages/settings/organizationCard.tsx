import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ask } from "../../api/client.ts";
import type { Organization } from "../../api/native.generated.ts";
import { fieldFault, useDeed } from "../../api/useDeed.ts";
import { useIsAdmin } from "../../components/admin.tsx";
import { Card } from "../../components/card.tsx";
import { Input } from "../../components/fields.tsx";
import { Form, faultAt } from "../../components/form.tsx";
import { UnsavedGuard } from "../../components/unsaved.tsx";
import { LOCALE } from "../../locale.ts";
import { ratesQuery, recordCountQuery } from "./queries.ts";
import { SaveButtons } from "./saveButtons.tsx";

/** Name, currency and credits. */
export function OrganizationCard({ organization }: { readonly organization: Organization }) {
  const isAdmin = useIsAdmin();
  const [name, setName] = useState(organization.name);
  const [currency, setCurrency] = useState(organization.currency);
  const [credits, setCredits] = useState(organization.credits_per_unit);
  const why = useWhyCurrencyStays();
  const change = {
    ...(name === organization.name ? {} : { name: name.trim() }),
    ...(currency === organization.currency ? {} : { currency: currency.trim() }),
    ...(credits === organization.credits_per_unit ? {} : { credits_per_unit: credits.trim() }),
  };
  const isDirty = Object.keys(change).length > 0;
  const save = useDeed(async () => {
    if (name.trim() === "") throw fieldFault("name", "Give the organization a name.");
    return ask("PATCH /v1/organization", { body: change });
  }, ["organization", "me", "audit"]);
  const submit = (): void =>
    save.mutate(undefined, {
      onSuccess: (saved) => {
        setName(saved.name);
        setCurrency(saved.currency);
        setCredits(saved.credits_per_unit);
      },
    });
  return (
    <Card title="Organization" aside={<code className="text-muted">{organization.id}</code>}>
      <Form
        fault={save.error}
        submit={submit}
        buttons={isAdmin ? <SaveButtons isDirty={isDirty} save={save} /> : null}
        className="grid gap-4 p-4"
      >
        <fieldset disabled={!isAdmin} className="grid min-w-0 gap-4 sm:grid-cols-3">
          <legend className="sr-only">The organization</legend>
          <Input
            label="Name"
            required
            dir="auto"
            maxLength={200}
            value={name}
            onChange={(event) => setName(event.target.value)}
            fault={faultAt(save.error, "name")}
          />
          <Input
            label="Currency"
            required
            maxLength={3}
            disabled={why !== undefined}
            value={currency}
            onChange={(event) => setCurrency(event.target.value.toUpperCase())}
            fault={faultAt(save.error, "currency")}
            hint={why ?? "Costs and totals are told in it. It can change until the first record."}
          />
          <Input
            label="Credits for one unit of the currency"
            required
            inputMode="decimal"
            value={credits}
            onChange={(event) => setCredits(event.target.value)}
            fault={faultAt(save.error, "credits_per_unit")}
            hint="For faces that tell credits; an exact decimal."
          />
        </fieldset>
      </Form>
      <UnsavedGuard isDirty={isDirty} />
    </Card>
  );
}

/** Why the currency may not change any more; undefined: it may. */
function useWhyCurrencyStays(): string | undefined {
  const rates = useQuery(ratesQuery);
  const records = useQuery(recordCountQuery);
  const recordCount = records.data ?? 0;
  const rateCount = rates.data?.data.length ?? 0;
  if (recordCount > 0) {
    const count = recordCount === 1 ? "is 1 record" : `are ${recordCount.toLocaleString(LOCALE)} records`;
    return `It cannot change any more: there ${count}, whose numbers would be worth something else.`;
  }
  return rateCount > 0 ? "It cannot change any more: there are exchange rates into it." : undefined;
}
