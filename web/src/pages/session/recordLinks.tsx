import { useQuery } from "@tanstack/react-query";
import { ask } from "../../api/client.ts";
import { Badge, type Tone } from "../../components/badge.tsx";
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
    <>
      <p className="text-muted">The rules for {record_type}, in the order in which they are tried:</p>
      <ol aria-label="Rules by which it finds what it hangs under" className="mt-2 grid gap-px">
        {data.mappings.map((mapping) => (
          <Rule key={`${mapping.parent_record_type} ${mapping.via.local_field} ${mapping.via.parent_field}`} mapping={mapping} />
        ))}
      </ol>
      {data.values.some(({ hot }) => hot) ? (
        <p className="pt-2 text-warn">
          Unusually many records carry the same {data.values.flatMap(({ field, hot }) => (hot ? [field] : [])).join(", ")}: check what sends
          it.
        </p>
      ) : null}
    </>
  );
}

function Rule({ mapping: { parent_record_type, via, value, standing, parents } }: { readonly mapping: Mapping }) {
  const [words, tone] = STANDINGS[standing];
  return (
    <li
      className={`flex flex-wrap items-center justify-between gap-x-4 gap-y-0.5 rounded px-2 py-1 ${standing === "owner" ? "bg-selected" : ""}`}
    >
      <span className="min-w-0 wrap-anywhere">
        {parent_record_type}{" "}
        <code className="text-muted">
          {via.local_field === via.parent_field ? `by ${via.local_field}` : `whose ${via.parent_field} is its ${via.local_field}`}
          {value === null ? "" : ` “${value}”`}
        </code>
      </span>
      <span className="flex flex-wrap items-center gap-x-2">
        {parents.length < 2 ? null : <span className="text-xs text-muted">{parents.length} match</span>}
        <Badge tone={tone}>{words}</Badge>
      </span>
    </li>
  );
}
