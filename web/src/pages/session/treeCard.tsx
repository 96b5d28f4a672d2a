import { useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect, useEffectEvent, useMemo, useRef } from "react";
import type { Tree } from "../../api/native.generated.ts";
import { Badge } from "../../components/badge.tsx";
import { Card } from "../../components/card.tsx";
import { Segments } from "../../components/segments.tsx";
import { EmptyState } from "../../components/states.tsx";
import { Icicle } from "./icicle/icicle.tsx";
import { readMeasure } from "./icicle/measures.ts";
import { incompleteSums, leftOutBy } from "./leftOut.ts";
import { RecordPanel } from "./recordPanel.tsx";
import { readSessionPointers, type SessionPointers } from "./search.ts";
import { Sum } from "./sum.tsx";
import { TreeGrid } from "./treeGrid.tsx";
import { pathTo, treeRows } from "./treeRows.ts";

const VIEWS = [
  ["tree", "Tree"],
  ["money", "Money"],
] as const;

/** What the session cost: as a tree or as an icicle, and the record that the address points at. */
export function TreeCard({ tree }: { readonly tree: Tree | null }) {
  if (tree === null)
    return (
      <Card title="What it cost">
        <EmptyState title="No record yet">
          <p>Costs come with usage records that name this session or one of its legs.</p>
        </EmptyState>
      </Card>
    );
  return <Told tree={tree} />;
}

type Change = { readonly [Name in keyof SessionPointers]?: string | undefined };

function Told({ tree }: { readonly tree: Tree }) {
  const { record, view, measure, zoom } = useSearch({ from: "/signedIn/sessions/$id" });
  const navigate = useNavigate({ from: "/sessions/$id" });
  const allRows = useMemo(() => treeRows(tree.root, new Set()), [tree.root]);
  const path = useMemo(() => (record === undefined ? [] : pathTo(allRows, record)), [allRows, record]);
  const [chosen, parent] = [path.at(-1)?.node, path.at(-2)?.node];
  const point = (change: Change, replace = true): void =>
    void navigate({ search: (before) => readSessionPointers({ ...before, ...change }), replace, resetScroll: false });
  const isMoney = view === "money";
  const leftOut = leftOutBy(tree.meta.unknown_cost_count, tree.meta.unconverted.length);
  const incomplete = useMemo(() => incompleteSums(allRows, leftOut), [allRows, leftOut]);
  const { box, panel, show, leave } = usePanel(record, chosen !== undefined);
  return (
    <Card
      title="What it cost"
      aside={
        <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
          <Total tree={tree} />
          <Segments label="Show as" choices={VIEWS} value={isMoney ? "money" : "tree"} choose={(next) => point({ view: next })} />
        </div>
      }
    >
      <div ref={box}>
        {isMoney ? (
          <Icicle
            {...{ tree, allRows, incomplete, zoom, record }}
            measure={readMeasure(measure)}
            choose={(change) => {
              if (change.record !== undefined) show(change.record, false);
              point(change, change.zoom === zoom);
            }}
            measureBy={(next) => point({ measure: next })}
            showTree={() => point({ view: "tree" })}
          />
        ) : (
          <TreeGrid
            {...{ tree, allRows, incomplete }}
            selected={record}
            select={(key) => point({ record: key })}
            open={(key, isEntered) => {
              show(key, isEntered);
              point({ record: key });
            }}
          />
        )}
      </div>
      {tree.meta.truncated ? (
        <p className="border-t border-line p-3 text-muted">Deeper records are hidden; the costs include them.</p>
      ) : null}
      {chosen === undefined ? null : (
        <RecordPanel
          key={record}
          ref={panel}
          node={chosen}
          parent={parent}
          total={tree.cost.total}
          leftOut={incomplete.get(record ?? "")}
          close={() => {
            leave();
            point({ record: undefined });
          }}
        />
      )}
    </Card>
  );
}

/** Brings the record that was just chosen into sight, or the focus into it, and gives the focus back when it is closed. */
function usePanel(record: string | undefined, isShown: boolean) {
  const box = useRef<HTMLDivElement>(null);
  const panel = useRef<HTMLElement>(null);
  const wanted = useRef<{ readonly key: string; readonly isEntered: boolean }>(undefined);
  const goTo = (): void => {
    if (panel.current === null || wanted.current?.key !== record) return;
    // Its beginning is enough: all of it may be higher than the window.
    panel.current.firstElementChild?.scrollIntoView({ block: "nearest" });
    if (wanted.current?.isEntered) panel.current.focus({ preventScroll: true });
    wanted.current = undefined;
  };
  const followed = useEffectEvent(goTo);
  useEffect(() => {
    if (isShown && record !== undefined) followed();
  }, [isShown, record]);
  return {
    box,
    panel,
    show(key: string, isEntered: boolean): void {
      wanted.current = { key, isEntered };
      if (key === record) goTo();
    },
    leave: (): void => box.current?.querySelector<HTMLElement>('[role="treegrid"], [role="treeitem"][tabindex="0"]')?.focus(),
  };
}

/** The sum, and whether it is all. */
function Total({ tree: { cost, meta } }: { readonly tree: Tree }) {
  const leftOut = meta.unknown_cost_count + meta.unconverted.length;
  const why = `${meta.unknown_cost_count} without a known cost, ${meta.unconverted.length} without an exchange rate`;
  return (
    <span className="flex flex-wrap items-center gap-2">
      <span className="text-base font-semibold">
        <Sum
          amount={cost.total}
          currency={cost.currency}
          places={0}
          leftOut={leftOutBy(meta.unknown_cost_count, meta.unconverted.length)}
        />
      </span>
      {leftOut === 0 ? (
        <Badge tone="good">all known</Badge>
      ) : (
        <span title={why} className="flex">
          <Badge tone="warn">{`${leftOut} left out`}</Badge>
          <span className="sr-only">: {why}</span>
        </span>
      )}
    </span>
  );
}
