import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { AtLeast } from "../../components/atLeast.tsx";
import { Button } from "../../components/button.tsx";
import { Card } from "../../components/card.tsx";
import { ShareBar } from "../../components/charts/shareBar.tsx";
import { bucketName } from "../../components/charts/timeTicks.ts";
import { DataTable } from "../../components/dataTable.tsx";
import { Money, placesOf } from "../../components/money.tsx";
import { sumOf } from "../../decimal.ts";
import { LOCALE } from "../../locale.ts";
import { localMinute } from "../sessions/series.ts";
import { type CostsSearch, DIMENSIONS, type Dimension, FILTER_OF, readCostsSearch, sessionsBehind } from "./search.ts";
import type { Group } from "./usage.ts";

const NUMBER = new Intl.NumberFormat(LOCALE);
const DAY_MS = 86_400_000;
const ROWS = 50;

interface BreakdownProps {
  readonly search: CostsSearch;
  readonly dimension: Dimension;
  readonly currency: string;
  readonly groups: readonly Group[];
  readonly csv: string;
  nameOf(value: string | null): string;
}

/** Each value with its exact sum, its share, and the way to what is behind it. */
export function Breakdown({ search, dimension, currency, groups, csv, nameOf }: BreakdownProps) {
  const [count, setCount] = useState(ROWS);
  const title = DIMENSIONS.find(([name]) => name === dimension)?.[1] ?? "";
  const sum = sumOf(groups.map(({ cost }) => cost));
  const places = placesOf(groups.map(({ cost }) => cost));
  return (
    <Card
      title={`By ${title.toLowerCase()}`}
      aside={
        <span className="flex flex-wrap items-center gap-x-4 gap-y-1">
          <span>
            Together {groups.some(({ unknownCount }) => unknownCount > 0) ? <AtLeast /> : null}
            <Money amount={sum} currency={currency} places={0} />
          </span>
          <a href={csv} download className="link">
            Export CSV
          </a>
        </span>
      }
    >
      <DataTable
        caption={`Costs by ${title.toLowerCase()}`}
        rows={groups.slice(0, count)}
        keyOf={({ value }) => JSON.stringify(value)}
        columns={[
          { title, look: "max-w-72", show: ({ value }) => <Name {...{ search, dimension, value }} name={nameOf(value)} /> },
          { title: `Cost, ${currency}`, align: "right", show: ({ cost }) => <Money amount={cost} places={places} /> },
          { title: "Share", align: "right", show: ({ cost }) => <ShareBar part={Number(cost)} whole={Number(sum)} /> },
          { title: "Records", align: "right", show: ({ recordCount }) => NUMBER.format(recordCount) },
          { title: "Of unknown cost", align: "right", show: ({ unknownCount }) => <Unknown count={unknownCount} /> },
          { title: "Behind it", show: ({ value }) => <Behind {...{ search, dimension, value }} name={nameOf(value)} /> },
        ]}
      />
      {groups.length > count ? (
        <div className="flex items-center gap-3 px-4 py-2.5">
          <Button onClick={() => setCount((before) => before + ROWS)}>Show more</Button>
          <span className="text-muted">
            {NUMBER.format(count)} of {NUMBER.format(groups.length)}
          </span>
        </div>
      ) : null}
    </Card>
  );
}

const Unknown = ({ count }: { readonly count: number }) =>
  count === 0 ? <span className="text-muted">0</span> : <span className="text-warn">{NUMBER.format(count)}</span>;

interface RowProps {
  readonly search: CostsSearch;
  readonly dimension: Dimension;
  readonly value: string | null;
  readonly name: string;
}

/** Leads to the same page, narrowed to this row and told by something else. */
function Name({ search, dimension, value, name }: RowProps) {
  const shown = (
    <bdi title={name} className="block truncate">
      {name}
    </bdi>
  );
  if (dimension === "day" || (dimension === "agent" && value === null && search.agent_id !== undefined)) return shown;
  const by = dimension === "product" ? "record_type" : dimension === "model" ? "agent" : "product";
  return (
    <>
      <Link
        to="/costs"
        search={readCostsSearch({ ...search, [FILTER_OF[dimension]]: value ?? "null", by })}
        className="link block truncate"
        title={name}
      >
        <bdi>{name}</bdi>
      </Link>
      {dimension === "agent" && value !== null && value !== name ? (
        <bdi className="block truncate font-mono text-xs text-muted">{value}</bdi>
      ) : null}
    </>
  );
}

/** Sessions are found by product, agent and time; records by their type. What neither can find has no such link. */
function Behind({ search, dimension, value, name }: RowProps) {
  if (dimension === "record_type" && value !== null) {
    return (
      <Link
        to="/costs"
        search={{ ...search, record_type: value, list: "records" }}
        hash="lists"
        className="link whitespace-nowrap"
        aria-label={`Records of ${name}`}
      >
        Records
      </Link>
    );
  }
  const narrowed = narrowing(dimension, value);
  if (narrowed === undefined || search.model !== undefined || search.record_type !== undefined) return null;
  return (
    <Link to="/sessions" search={sessionsBehind(search, narrowed)} className="link whitespace-nowrap" aria-label={`Sessions of ${name}`}>
      Sessions
    </Link>
  );
}

function narrowing(dimension: Dimension, value: string | null): Record<string, string | undefined> | undefined {
  if (dimension === "agent") return { agent_id: value ?? "null" };
  if (value === null) return undefined;
  if (dimension === "product") return { product: value };
  if (dimension !== "day") return undefined;
  const startMs = Date.parse(value);
  return { within: undefined, after: localMinute(startMs), before: localMinute(startMs + DAY_MS) };
}

/** What a value is called; those without one are told so. */
export function valueName(dimension: Dimension, value: string | null, agentNames: ReadonlyMap<string, string>): string {
  if (value === null)
    return { agent: "No agent", model: "No model", day: "Without a time", product: "No product", record_type: "No type" }[dimension];
  if (dimension === "day") return bucketName(Date.parse(value), "day");
  return dimension === "agent" ? (agentNames.get(value) ?? value) : value;
}
