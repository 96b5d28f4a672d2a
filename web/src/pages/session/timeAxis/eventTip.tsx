import { Money } from "../../../components/money.tsx";
import { durationText } from "../../../components/time.tsx";
import { leftOutOf } from "../leftOut.ts";
import type { AxisEvent } from "./axisModel.ts";
import { clockText } from "./scale.ts";

/** Which record, when and how much: in sight under the pointer, and read out to those who do not see. */
export function EventTip({ event: { node, startMs, endMs, group } }: { readonly event: AxisEvent }) {
  return (
    <>
      <span className="block font-medium wrap-anywhere">
        {node.record_type} <code className="font-normal text-muted">{node.id}</code>
      </span>
      <span className="block text-xs text-muted">{[node.product, group].filter((text) => text !== "").join(", ")}</span>
      <span className="mt-0.5 block text-xs tabular-nums">
        {clockText(startMs, 100)}
        {endMs === startMs ? "" : ` to ${clockText(endMs, 100)}, ${durationText(endMs - startMs)}`}
        {" · "}
        <EventCost node={node} />
      </span>
    </>
  );
}

function EventCost({ node }: { readonly node: AxisEvent["node"] }) {
  const { cost, cost_status } = node;
  const leftOut = leftOutOf(node);
  if (leftOut !== undefined) return <span className="text-warn">cost: {leftOut}</span>;
  return (
    <span className="whitespace-nowrap">
      <Money amount={cost.event_cost} currency={cost.currency} places={0} /> <span className="text-muted">{cost_status}</span>
    </span>
  );
}
