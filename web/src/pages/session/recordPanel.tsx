import type { TreeNode } from "../../api/native.generated.ts";
import { Money } from "../../components/money.tsx";
import { Time } from "../../components/time.tsx";

/** One record: why it hangs where it does, and what was sent. */
export function RecordPanel({ node }: { readonly node: TreeNode }) {
  const { relationship, original_cost, control } = node;
  return (
    <div className="border-t border-line p-4">
      <h3 className="font-semibold">
        {node.record_type} <code className="text-muted">{node.id}</code>
      </h3>
      <p className="mt-1 text-muted">
        {relationship === null
          ? "The root of this tree."
          : `Hangs under ${relationship.parent_id}, for its ${relationship.via.local_field} is that record's ${relationship.via.parent_field}.`}{" "}
        {node.product === "" ? "" : `Product: ${node.product}. `}Cost: {node.cost_status}.
      </p>
      <p className="mt-1 text-muted">
        <Time at={node.started_at} /> to <Time at={node.ended_at} />
      </p>
      {original_cost === null ? null : (
        <p className="mt-1">
          Sent as <Money amount={original_cost.amount} currency={original_cost.currency} places={0} />
        </p>
      )}
      {control === null ? null : (
        <p className="mt-1">
          States {control.stated ?? "nothing"}; its parts add up to {control.parts}.
        </p>
      )}
      <section
        aria-label="The record as it was sent"
        tabIndex={0}
        className="mt-3 max-h-80 overflow-auto rounded-md border border-line bg-ground p-3"
      >
        <pre>{JSON.stringify(node.record, null, 2)}</pre>
      </section>
    </div>
  );
}
