import { useQuery } from "@tanstack/react-query";
import { ask } from "../../api/client.ts";
import { Badge, type Tone } from "../../components/badge.tsx";
import { DataTable } from "../../components/dataTable.tsx";
import { Fault } from "../../components/notice.tsx";
import { LoadingState } from "../../components/states.tsx";
import { Disclosure } from "./disclosure.tsx";

/** The members of the answer that are shown; the contract leaves it open. */
interface Links {
  readonly mappings: readonly Mapping[];
  readonly values: readonly { readonly field: string; readonly value: string; readonly records: number; readonly hot: boolean }[];
}
interface Mapping {
  readonly parent_record_type: string;
  readonly via: { readonly local_field: string; readonly parent_field: string };
  readonly value: string | null;
  readonly standing: "owner" | "candidate" | "not_found" | "no_value" | "skipped_less_specific";
  readonly parents: readonly { readonly record_type: string; readonly id: string }[];
}

interface Name {
  readonly record_type: string;
  readonly id: string;
}

const STANDINGS: Readonly<Record<Mapping["standing"], readonly [words: string, tone: Tone]>> = {
  owner: ["belongs here", "good"],
  candidate: ["found, another came first", "neutral"],
  not_found: ["no such record yet", "warn"],
  no_value: ["the record has no such value", "neutral"],
  skipped_less_specific: ["not asked, it names a closer one", "neutral"],
};

/** What the record's type looks for, in order, and what each rule finds. */
export const RecordLinks = (name: Name) => <Disclosure title="Why it hangs here">{() => <Told {...name} />}</Disclosure>;

function Told({ record_type, id }: Name) {
  const { data, error } = useQuery({
    queryKey: ["record", record_type, id, "links"],
    queryFn: async ({ signal }) => (await ask("GET /v1/records/{record_type}/{id}/links", { path: { record_type, id }, signal })) as Links,
  });
  if (error !== null) return <Fault error={error} />;
  if (data === undefined) return <LoadingState label="Loading what it is linked by" lines={3} />;
  if (data.mappings.length === 0) return <p className="text-muted">Records of this type hang under no other.</p>;
  return (
    <div className="-mx-4">
      <DataTable
        caption="Rules by which this record finds what it hangs under, in their order"
        rows={data.mappings}
        keyOf={({ parent_record_type, via }) => `${parent_record_type} ${via.local_field} ${via.parent_field}`}
        isChosen={({ standing }) => standing === "owner"}
        columns={[
          {
            title: "Looks for",
            show: ({ parent_record_type, via }) => (
              <>
                {parent_record_type}
                <code className="block text-muted">
                  {via.local_field} = {via.parent_field}
                </code>
              </>
            ),
          },
          {
            title: "Its value",
            show: ({ value }) => <code className="wrap-anywhere">{value ?? "–"}</code>,
          },
          {
            title: "Finds",
            show: ({ standing, parents }) => (
              <>
                <Badge tone={STANDINGS[standing][1]}>{STANDINGS[standing][0]}</Badge>
                {parents.length < 2 ? null : <span className="block text-muted">{parents.length} that match</span>}
              </>
            ),
          },
        ]}
      />
      {data.values.some(({ hot }) => hot) ? (
        <p className="px-4 pt-2 text-warn">
          Unusually many records carry the same {data.values.flatMap(({ field, hot }) => (hot ? [field] : [])).join(", ")}: check what sends
          it.
        </p>
      ) : null}
    </div>
  );
}
