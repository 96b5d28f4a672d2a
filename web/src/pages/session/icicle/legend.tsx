import { useMemo } from "react";
import type { RecordTypes } from "../recordTypes.ts";
import { seriesColour } from "./colours.ts";
import type { WeighedTree } from "./weigh.ts";

/** The product groups of what is drawn. */
export function Legend({ weighed, types }: { readonly weighed: WeighedTree; readonly types: RecordTypes }) {
  const groups = useMemo(
    () => [...new Set(weighed.entries.flatMap(({ node, width }) => (width > 0 ? [types.groupOf(node)] : [])))],
    [weighed, types],
  );
  if (groups.length === 0) return null;
  return (
    <ul aria-label="Colours" className="flex flex-wrap gap-x-4 gap-y-1 text-text">
      {groups.map((group) => (
        <li key={group} className="flex items-center gap-1.5">
          <span aria-hidden="true" className="painted size-2.5 rounded-xs" style={{ backgroundColor: seriesColour(group, types.groups) }} />
          {group}
        </li>
      ))}
    </ul>
  );
}
