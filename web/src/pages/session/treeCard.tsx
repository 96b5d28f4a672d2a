import { useNavigate, useSearch } from "@tanstack/react-router";
import { useMemo } from "react";
import type { Tree } from "../../api/native.generated.ts";
import { Card } from "../../components/card.tsx";
import { Money } from "../../components/money.tsx";
import { EmptyState } from "../../components/states.tsx";
import { RecordPanel } from "./recordPanel.tsx";
import { TreeGrid } from "./treeGrid.tsx";
import { treeRows } from "./treeRows.ts";

/** What the session cost: its tree, and the record that the address points at. */
export function TreeCard({ tree }: { readonly tree: Tree | null }) {
  const { record } = useSearch({ from: "/signedIn/sessions/$id" });
  const navigate = useNavigate({ from: "/sessions/$id" });
  const chosen = useMemo(
    () => (tree === null || record === undefined ? undefined : treeRows(tree.root, new Set()).find(({ key }) => key === record)),
    [tree, record],
  );
  if (tree === null)
    return (
      <Card title="What it cost">
        <EmptyState title="No record yet">
          <p>Costs come with usage records that name this session or one of its legs.</p>
        </EmptyState>
      </Card>
    );
  return (
    <Card title="What it cost" aside={<Money amount={tree.cost.total} currency={tree.cost.currency} places={0} />}>
      <TreeGrid
        tree={tree}
        selected={record}
        select={(key) => void navigate({ search: (before) => ({ ...before, record: key }), replace: true, resetScroll: false })}
      />
      {tree.meta.truncated ? (
        <p className="border-t border-line p-3 text-muted">Deeper records are hidden; the costs include them.</p>
      ) : null}
      {chosen === undefined ? null : <RecordPanel node={chosen.node} />}
    </Card>
  );
}
