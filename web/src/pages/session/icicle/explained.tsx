import type { ReactNode } from "react";
import type { TreeNode } from "../../../api/native.generated.ts";
import { shareText } from "../treeRows.ts";
import { seriesColour } from "./colours.ts";
import type { Cell } from "./layout.ts";
import { amountText, moneyText, sumText, type Telling } from "./words.ts";

const LAST_NAMES = { cost: "Known from", time: "Lasted", tokens: "Tokens" } as const;
const KNOWN_FROM: Readonly<Record<TreeNode["cost_status"], string>> = {
  reported: "the record",
  rated: "a price book",
  estimated: "an estimate",
  unknown: "nothing",
  unconverted: "no rate",
};

interface ExplainedProps {
  readonly cell: Cell;
  readonly parent: TreeNode | undefined;
  readonly telling: Telling;
}

/** What the cell under the pointer or the focus tells. It keeps its height, so that nothing below moves. */
export function Explained({ cell: { entry, moreCount }, parent, telling }: ExplainedProps) {
  const { node, isUnknown } = entry;
  const { cost } = node;
  const { types, total, measure } = telling;
  if (moreCount > 0)
    return (
      <Frame>
        <p className="font-semibold">{moreCount.toLocaleString("en")} more</p>
        <p className="text-muted">Each too narrow or too deep to draw. Zoom in, or look them up in the tree.</p>
      </Frame>
    );
  return (
    <Frame>
      <p className="flex min-w-0 items-center gap-2">
        <span
          aria-hidden="true"
          className="painted size-2.5 shrink-0 rounded-xs"
          style={{ backgroundColor: seriesColour(types.groupOf(node), types.groups) }}
        />
        <span className="truncate font-semibold">{node.record_type}</span>
        <span className="truncate text-muted" title={node.product}>
          {types.groupOf(node)}
        </span>
        <code className="ml-auto hidden min-w-0 truncate text-muted sm:block">{node.id}</code>
      </p>
      <dl className="mt-1 grid grid-cols-3 gap-x-4 gap-y-1 sm:flex sm:flex-wrap sm:justify-between">
        <Figure name="Own">{isUnknown ? "unknown" : moneyText(cost.event_cost, cost.currency)}</Figure>
        <Figure name="With all below">{sumText(node, telling, cost.currency)}</Figure>
        <Figure name="Of the session">{shareText(cost.cumulative_cost, total)}</Figure>
        <Figure name={parent === undefined ? "Of its parent" : `Of ${parent.record_type}`}>
          {parent === undefined ? "–" : shareText(cost.cumulative_cost, parent.cost.cumulative_cost)}
        </Figure>
        <Figure name={LAST_NAMES[measure]}>{measure === "cost" ? KNOWN_FROM[node.cost_status] : amountText(node, telling) || "–"}</Figure>
      </dl>
    </Frame>
  );
}

const Frame = ({ children }: { readonly children: ReactNode }) => (
  <div aria-hidden="true" className="h-34 overflow-hidden border-t border-line px-4 py-3 sm:h-21">
    {children}
  </div>
);

const Figure = ({ name, children }: { readonly name: string; readonly children: ReactNode }) => (
  <div className="min-w-0">
    <dt className="truncate text-xs text-muted">{name}</dt>
    <dd className="truncate tabular-nums">{children}</dd>
  </div>
);
