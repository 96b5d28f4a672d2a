import { Link } from "@tanstack/react-router";
import type { OrphanRecord, Record as StoredRecord } from "../../api/native.generated.ts";
import { type DataColumn, DataTable } from "../../components/dataTable.tsx";
import { Money, placesOf } from "../../components/money.tsx";
import { Time } from "../../components/time.tsx";

type Listed = StoredRecord | OrphanRecord;

interface RecordTableProps {
  readonly caption: string;
  readonly records: readonly Listed[];
  open(record: StoredRecord): void;
}

export function RecordTable({ caption, records, open }: RecordTableProps) {
  const hasReasons = records.some((record) => "orphan" in record);
  const places = placesOf(records.flatMap(({ cost }) => cost.amount ?? []));
  const columns: DataColumn<Listed>[] = [
    {
      title: "Record",
      look: "min-w-40 max-w-72",
      show: (record) => (
        <>
          <button
            type="button"
            title={record.id}
            className="link block max-w-full cursor-pointer truncate text-left font-mono text-[0.8125rem]"
            onClick={() => open(record)}
          >
            <bdi>{record.id}</bdi>
          </button>
          <bdi className="block truncate text-xs text-muted">{record.record_type}</bdi>
        </>
      ),
    },
    ...(hasReasons ? [REASON] : []),
    { title: "Time", show: ({ started_at, received_at }) => <Time at={started_at ?? received_at} /> },
    {
      title: "Cost",
      align: "right",
      show: ({ cost: { amount, currency } }) =>
        amount === null ? <span className="text-warn">unknown</span> : <Money amount={amount} currency={currency} places={places} />,
    },
    { title: "Source", look: "max-w-40", show: ({ source }) => <bdi className="block truncate">{source}</bdi> },
  ];
  return <DataTable caption={caption} rows={records} columns={columns} keyOf={({ record_type, id }) => `${record_type}/${id}`} />;
}

const REASON: DataColumn<Listed> = {
  title: "Why, and what to do",
  look: "min-w-72 max-w-lg",
  show: (record) =>
    "orphan" in record ? (
      <>
        <span className="block wrap-anywhere">{record.orphan.message}</span>
        <span className="block text-muted">
          <Remedy reason={record.orphan.reason} type={record.record_type} />
        </span>
      </>
    ) : null,
};

function Remedy({ reason, type }: { readonly reason: OrphanRecord["reason"]; readonly type: string }) {
  switch (reason) {
    case "no_parent_mappings":
      return (
        <Link to="/record-types" search={{ type }} className="link">
          Add parents to {type}
        </Link>
      );
    case "no_link_value":
      return "Have its sender put the call's id in, and send it again.";
    case "parent_not_found":
      return "Send the parent: this record then finds it by itself. Or correct the id that it names.";
    case "cycle":
      return "Correct one of the records, so that it no longer names the other.";
  }
}
