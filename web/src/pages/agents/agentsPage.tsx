import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { fieldFault } from "../../api/useDeed.ts";
import { ReadOnlyNote, useIsAdmin } from "../../components/admin.tsx";
import { Badge, None } from "../../components/badge.tsx";
import { Button } from "../../components/button.tsx";
import { Card } from "../../components/card.tsx";
import { type DataColumn, DataTable } from "../../components/dataTable.tsx";
import { Dialog } from "../../components/dialog.tsx";
import { Input } from "../../components/fields.tsx";
import { Form, faultAt } from "../../components/form.tsx";
import { Money, placesOf } from "../../components/money.tsx";
import { PageHead } from "../../components/pageHead.tsx";
import { EmptyState, ErrorState, LoadingState } from "../../components/states.tsx";
import { type AgentRow, agentRows, agentsQuery, agentUsageQuery, recentAgentsQuery } from "./queries.ts";

export function AgentsPage() {
  const isAdmin = useIsAdmin();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <PageHead title="Agents" lead="Who holds the conversations, and what is to be found out about them.">
        {isAdmin ? (
          <Button look="primary" onClick={() => setOpen(true)}>
            New agent
          </Button>
        ) : null}
      </PageHead>
      <div className="grid gap-4 p-4 sm:px-6">
        <ReadOnlyNote>You see how each agent is configured.</ReadOnlyNote>
        <Agents />
      </div>
      <Dialog title="New agent" isOpen={isOpen} close={() => setOpen(false)}>
        <NewAgent close={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

function Agents() {
  const agents = useQuery(agentsQuery);
  const usage = useQuery(agentUsageQuery);
  const recent = useQuery(recentAgentsQuery);
  const error = agents.error ?? usage.error ?? recent.error;
  if (error !== null) {
    const retry = (): void => void Promise.all([agents.refetch(), usage.refetch(), recent.refetch()]);
    return <ErrorState error={error} retry={retry} />;
  }
  const isLoaded = agents.data !== undefined && usage.data !== undefined && recent.data !== undefined;
  const rows = isLoaded ? agentRows(agents.data.data, usage.data, recent.data) : [];
  const configuredCount = rows.filter(({ agent }) => agent !== undefined).length;
  return (
    <Card
      title="All agents"
      aside={<span className="text-muted">{`${configuredCount} configured, ${rows.length - configuredCount} only seen`}</span>}
    >
      {!isLoaded ? (
        <LoadingState label="Loading the agents" />
      ) : rows.length === 0 ? (
        <EmptyState title="No agent yet">
          Agents show up here as soon as a session names one. You can also configure one before its first session.
        </EmptyState>
      ) : (
        <DataTable caption="Agents" columns={columnsFor(rows)} rows={rows} keyOf={({ id }) => id} />
      )}
    </Card>
  );
}

function columnsFor(rows: readonly AgentRow[]): readonly DataColumn<AgentRow>[] {
  const places = placesOf(rows.flatMap(({ costs }) => costs.map(({ amount }) => amount)));
  return [
    { title: "Agent", look: "sm:min-w-44 max-w-80", show: (row) => <AgentName row={row} /> },
    {
      title: "Configured",
      look: "max-sm:hidden",
      show: ({ agent }) => (agent === undefined ? <Badge>only seen</Badge> : <Badge tone="good">configured</Badge>),
    },
    { title: "Analysis", look: "max-md:hidden", show: ({ agent }) => <AnalysisWord row={agent} /> },
    {
      title: "Records",
      align: "right",
      look: "max-sm:hidden",
      show: ({ recordCount }) => (recordCount === 0 ? <None /> : recordCount.toLocaleString()),
    },
    {
      title: "Cost",
      align: "right",
      show: ({ costs, recordCount }) => (
        <>
          {costs.length === 0 ? <None /> : null}
          {costs.map(({ amount, currency }) => (
            <div key={currency}>
              <Money amount={amount} currency={currency} places={places} />
            </div>
          ))}
          {recordCount === 0 ? null : (
            <div className="text-xs text-muted sm:hidden">
              {recordCount.toLocaleString()} {recordCount === 1 ? "record" : "records"}
            </div>
          )}
        </>
      ),
    },
  ];
}

const AgentName = ({ row: { id, name, agent } }: { readonly row: AgentRow }) => (
  <div className="min-w-0">
    <Link to="/agents/$id" params={{ id }} className="link font-medium wrap-anywhere">
      <bdi>{name ?? id}</bdi>
    </Link>
    {name === null ? null : (
      <div>
        <code className="text-muted wrap-anywhere">{id}</code>
      </div>
    )}
    {agent === undefined ? null : (
      <div className="sm:hidden">
        <Badge tone="good">configured</Badge>
      </div>
    )}
  </div>
);

function AnalysisWord({ row }: { readonly row: AgentRow["agent"] }) {
  if (row === undefined) return <None />;
  if (row.analysis === null) return <span className="text-muted">off</span>;
  return <>{row.analysis.analyser === "llm" ? "by a model" : "built in"}</>;
}

function NewAgent({ close }: { close(): void }) {
  const navigate = useNavigate();
  const [id, setId] = useState("");
  const [fault, setFault] = useState<unknown>();
  const submit = (): void => {
    if (id.trim() === "") setFault(fieldFault("id", "Give the id that sessions name the agent by."));
    else void navigate({ to: "/agents/$id", params: { id: id.trim() } });
  };
  const buttons = (
    <>
      <Button look="primary" type="submit">
        Go on
      </Button>
      <Button onClick={close}>Cancel</Button>
    </>
  );
  return (
    <Form fault={fault} submit={submit} buttons={buttons}>
      <Input
        label="Id"
        required
        maxLength={256}
        value={id}
        onChange={(event) => setId(event.target.value)}
        fault={faultAt(fault, "id")}
        hint="As in the member agent.id of its sessions."
      />
    </Form>
  );
}
