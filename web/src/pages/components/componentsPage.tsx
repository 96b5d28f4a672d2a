import type { ReactNode } from "react";
import { ApiError } from "../../api/client.ts";
import { AtLeast } from "../../components/atLeast.tsx";
import { Badge, None, OutcomeBadge, SentimentBadge, StateBadge } from "../../components/badge.tsx";
import { Button } from "../../components/button.tsx";
import { Card } from "../../components/card.tsx";
import { ShareBar } from "../../components/charts/shareBar.tsx";
import { CopyButton } from "../../components/copyButton.tsx";
import { DataTable } from "../../components/dataTable.tsx";
import { Fact } from "../../components/fact.tsx";
import { Money, placesOf } from "../../components/money.tsx";
import { Notice } from "../../components/notice.tsx";
import { PageHead } from "../../components/pageHead.tsx";
import { EmptyState, ErrorState, LoadingState } from "../../components/states.tsx";
import { Duration, Time } from "../../components/time.tsx";
import { ChartSamples } from "./chartSamples.tsx";
import { FieldSamples } from "./fieldSamples.tsx";

const AMOUNTS = ["0.010000", "1204567.500000", "-3.250000", "0.0000000125"];

/** Every component of the page with its looks, for whoever builds with them. Its address is in docs/page.md. */
export function ComponentsPage() {
  return (
    <>
      <PageHead title="Components" lead="What the page is made of. Each is a file in web/src/components; none has a second look." />
      <div className="grid gap-4 p-4 sm:px-6 xl:grid-cols-2">
        <Sample name="Button" use="A deed. One primary in a view; danger for what cannot be taken back.">
          <div className="flex flex-wrap gap-2">
            <Button look="primary">Primary</Button>
            <Button>Plain</Button>
            <Button look="quiet">Quiet</Button>
            <Button look="danger">Danger</Button>
            <Button disabled>Disabled</Button>
            <CopyButton text="Copied from the components" />
          </div>
        </Sample>
        <Sample name="Badge" use="A state in a word with a sign: colour is never the only one to tell.">
          <div className="flex flex-wrap gap-2">
            {["open", "ended", "settling", "settled"].map((state) => (
              <StateBadge key={state} state={state} />
            ))}
            <OutcomeBadge outcome="RESOLVED" />
            <OutcomeBadge outcome="UNRESOLVED" />
            <SentimentBadge sentiment="NEGATIVE" />
            <Badge tone="warn">no rate</Badge>
            <None />
          </div>
        </Sample>
        <Sample name="Money" use="Exact text from the server. In a column the points stand below each other.">
          <ul className="w-fit text-right">
            {AMOUNTS.map((amount) => (
              <li key={amount}>
                <Money amount={amount} currency="USD" places={placesOf(AMOUNTS)} />
              </li>
            ))}
          </ul>
        </Sample>
        <Sample
          name="AtLeast, Fact"
          use="A sum that lacks something says so, to eyes and to ears. A fact is a name and its value on one line."
        >
          <dl className="flex flex-wrap gap-x-6 gap-y-1">
            <Fact name="Cost">
              <AtLeast />
              <Money amount="0.021300" currency="USD" />
            </Fact>
            <Fact name="Attempts">3</Fact>
          </dl>
        </Sample>
        <Sample name="Time, Duration" use="In the viewer's zone; UTC on hover. Durations in the unit that reads best.">
          <ul className="grid gap-1">
            <li>
              <Time at="2026-05-04T12:00:00.000Z" />
            </li>
            <li>
              <Time at={null} />
            </li>
            {[340, 4_200, 93_000, 7_450_000].map((durationMs) => (
              <li key={durationMs}>
                <Duration durationMs={durationMs} />
              </li>
            ))}
          </ul>
        </Sample>
        <FieldSamples />
        <Sample name="Notice" use="What just happened, where it matters.">
          <div className="grid gap-2">
            <Notice tone="good">Saved.</Notice>
            <Notice tone="warn">This key is shown this once.</Notice>
            <Notice tone="danger">The currency is none. Give three letters.</Notice>
          </div>
        </Sample>
        <Sample name="ShareBar" use="How much of the whole a part is, drawn and told.">
          <ShareBar part={1} whole={3} />
        </Sample>
        <Card title="DataTable">
          <DataTable
            caption="A table of some hundred rows at most"
            columns={[
              { title: "Name", show: ({ name }) => <span dir="auto">{name}</span> },
              { title: "Cost", align: "right", show: ({ cost }) => <Money amount={cost} /> },
            ]}
            rows={[
              { name: "siptrunking-cdrs", cost: "10.998600" },
              { name: "دعم العملاء", cost: "0.010000" },
            ]}
            keyOf={({ name }) => name}
            isChosen={({ cost }) => cost === "0.010000"}
          />
        </Card>
        <Card title="EmptyState, ErrorState, LoadingState">
          <EmptyState title="No session matches">Loosen a filter, or look at a longer time.</EmptyState>
          <ErrorState error={new ApiError(404, "SESSION_NOT_FOUND", "There is no session of that id.", "Look it up in the list.", null)} />
          <LoadingState label="A sample that never ends" lines={3} />
        </Card>
        <ChartSamples />
      </div>
    </>
  );
}

export const Sample = ({ name, use, children }: { readonly name: string; readonly use: string; readonly children: ReactNode }) => (
  <Card title={name}>
    <div className="grid gap-3 p-4">
      <p className="text-muted">{use}</p>
      {children}
    </div>
  </Card>
);
