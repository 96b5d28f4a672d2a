import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { Tree } from "../../../api/native.generated.ts";
import { Segments } from "../../../components/segments.tsx";
import { ErrorState, LoadingState } from "../../../components/states.tsx";
import type { LeftOut } from "../leftOut.ts";
import { type RecordTypes, recordTypesQuery } from "../recordTypes.ts";
import { pathTo, type TreeRow } from "../treeRows.ts";
import { Crumbs } from "./crumbs.tsx";
import { Legend } from "./legend.tsx";
import { type MeasureName, measureBy as measureOf, tokensOf } from "./measures.ts";
import { type Choice, Picture } from "./picture.tsx";
import { weigh } from "./weigh.ts";
import { noteTexts } from "./words.ts";

const MEASURES = [
  ["cost", "Cost"],
  ["time", "Time"],
  ["tokens", "Tokens"],
] as const;

interface IcicleProps {
  readonly tree: Tree;
  readonly allRows: readonly TreeRow[];
  /** Whose sums lack a cost, by key. */
  readonly incomplete: ReadonlyMap<string, LeftOut>;
  readonly measure: MeasureName;
  readonly zoom: string | undefined;
  readonly record: string | undefined;
  choose(choice: Choice): void;
  measureBy(measure: MeasureName): void;
  showTree(): void;
}

/** Where the money went: each record as wide as it cost with all below it, a row for each level. */
export function Icicle(props: IcicleProps) {
  const { data: types, error, refetch } = useQuery(recordTypesQuery);
  if (error !== null) return <ErrorState error={error} retry={() => void refetch()} />;
  if (types === undefined) return <LoadingState label="Loading the record types" lines={8} />;
  return <Drawn {...props} types={types} />;
}

function Drawn({
  tree,
  allRows,
  incomplete,
  types,
  measure,
  zoom,
  record,
  choose,
  measureBy,
  showTree,
}: IcicleProps & { readonly types: RecordTypes }) {
  const path = useMemo(() => (zoom === undefined ? allRows.slice(0, 1) : pathTo(allRows, zoom)), [allRows, zoom]);
  // An address may name a record that is no longer part of the tree: then all of it is shown.
  const whole = path.at(-1)?.node ?? tree.root;
  const weighed = useMemo(() => weigh(whole, measureOf(measure, types)), [whole, measure, types]);
  const hasTokens = useMemo(() => allRows.some(({ node }) => (tokensOf(node, types) ?? 0) > 0), [allRows, types]);
  const telling = useMemo(() => ({ measure, types, total: tree.cost.total, incomplete }), [measure, types, tree.cost.total, incomplete]);
  const zoomTo = (key: string | undefined): void => choose({ zoom: key === allRows[0]?.key ? undefined : key });
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 pt-3">
        <Crumbs path={path} zoomTo={zoomTo} />
        <Segments label="Width tells" choices={MEASURES} value={measure} choose={measureBy} off={hasTokens ? [] : ["tokens"]} />
      </div>
      <Picture {...{ weighed, telling, record }} above={path.at(-2)} {...{ choose, zoomTo }} />
      <div className="grid gap-2 border-t border-line px-4 py-3 text-xs text-muted">
        <Legend weighed={weighed} types={types} />
        <ul>
          {noteTexts(measure, weighed).map((note) => (
            <li key={note}>{note}</li>
          ))}
          {hasTokens ? null : <li>No record of this session says how many tokens it used.</li>}
          <li>
            A click or Enter zooms in and shows the record; Escape or the path above zooms out; arrow keys move. The same as a table:{" "}
            <button type="button" className="link min-h-6 cursor-pointer" onClick={showTree}>
              the tree
            </button>
            .
          </li>
        </ul>
      </div>
    </>
  );
}
