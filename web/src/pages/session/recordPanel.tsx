import { useQuery } from "@tanstack/react-query";
import type { ReactNode, Ref } from "react";
import { askText } from "../../api/client.ts";
import type { TreeNode } from "../../api/native.generated.ts";
import { None } from "../../components/badge.tsx";
import { Button } from "../../components/button.tsx";
import { CopyButton } from "../../components/copyButton.tsx";
import { Money } from "../../components/money.tsx";
import { Fault } from "../../components/notice.tsx";
import { LoadingState } from "../../components/states.tsx";
import { Duration, Time } from "../../components/time.tsx";
import { indentJson, memberOfJson } from "../../jsonText.ts";
import type { LeftOut } from "./leftOut.ts";
import { RecordLinks } from "./recordLinks.tsx";
import { RecordVersions } from "./recordVersions.tsx";
import { Sum } from "./sum.tsx";
import { endsBeforeItStarts } from "./timeAxis/contradictions.ts";
import { shareText } from "./treeRows.ts";
import { COST_STATUS_WORDS, marksOf } from "./words.ts";

interface RecordPanelProps {
  readonly node: TreeNode;
  readonly parent: TreeNode | undefined;
  /** What the session cost. */
  readonly total: string;
  /** What its sum lacks. */
  readonly leftOut: LeftOut | undefined;
  /** Takes the focus, where somebody goes into it. */
  readonly ref: Ref<HTMLElement>;
  close(): void;
}

/** One record: what it cost and why that is known, why it hangs where it does, and what was sent. */
export function RecordPanel({ node, parent, total, leftOut, ref, close }: RecordPanelProps) {
  return (
    <section
      ref={ref}
      aria-label={`Record ${node.record_type} ${node.id}`}
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key === "Escape") close();
      }}
      className="border-t border-line -outline-offset-2"
    >
      <div>
        <div className="flex items-start justify-between gap-3 px-4 pt-3">
          <h3 className="min-w-0 font-semibold wrap-anywhere">
            {node.record_type} <code className="font-normal text-muted">{node.id}</code>
          </h3>
          <Button look="quiet" className="-mr-2 px-2" aria-label="Close the record" onClick={close}>
            ✕
          </Button>
        </div>
        <Facts {...{ node, parent, total, leftOut }} />
      </div>
      <p className="px-4 pt-3">
        <Place {...{ node, parent }} />
      </p>
      {marksOf(node).map(({ word, sentence, isWarning = false }) => (
        <p key={word} className={`px-4 pt-1 ${isWarning ? "text-warn" : "text-muted"}`}>
          {sentence}
        </p>
      ))}
      {node.virtual ? <div className="h-4" /> : <Sent node={node} />}
    </section>
  );
}

function Facts({ node, parent, total, leftOut }: Omit<RecordPanelProps, "close" | "ref">) {
  const { cost, control, original_cost, overhead_cost, started_at, ended_at } = node;
  const isKnown = node.cost_status !== "unknown" && node.cost_status !== "unconverted";
  const durationMs = started_at === null || ended_at === null ? null : Date.parse(ended_at) - Date.parse(started_at);
  return (
    <dl className="grid grid-cols-[repeat(auto-fill,minmax(9.4rem,1fr))] gap-x-4 gap-y-2 px-4 pt-2">
      <Fact name="Own cost">{isKnown ? <Money amount={cost.event_cost} currency={cost.currency} places={0} /> : <None />}</Fact>
      <Fact name="With all below">
        <Sum amount={cost.cumulative_cost} currency={cost.currency} places={0} leftOut={leftOut} />
      </Fact>
      <Fact name="Of the session">{shareText(cost.cumulative_cost, total)}</Fact>
      <Fact name={parent === undefined ? "Of its parent" : `Of ${parent.record_type}`}>
        {parent === undefined ? <None /> : shareText(cost.cumulative_cost, parent.cost.cumulative_cost)}
      </Fact>
      <Fact name="Cost">{COST_STATUS_WORDS[node.cost_status]}</Fact>
      <Fact name="Product">{node.product === "" ? <None /> : node.product}</Fact>
      <Fact name="Started">
        <Time at={started_at} />
      </Fact>
      <Fact name="Lasted">
        {endsBeforeItStarts(node) ? <span className="text-warn">It ends before it starts.</span> : <Duration durationMs={durationMs} />}
      </Fact>
      {original_cost === null ? null : (
        <Fact name="Sent as">
          <Money amount={original_cost.amount} currency={original_cost.currency} places={0} />
        </Fact>
      )}
      {overhead_cost === null ? null : (
        <Fact name="Cost of analysing">
          <Money amount={overhead_cost} currency={cost.currency} places={0} />
        </Fact>
      )}
      {control === null ? null : (
        <>
          <Fact name="States">
            {control.stated === null ? <None /> : <Money amount={control.stated} currency={cost.currency} places={0} />}
          </Fact>
          <Fact name="Its parts add up to">
            <Money amount={control.parts} currency={cost.currency} places={0} />
          </Fact>
          <Fact name="Difference">
            {control.difference === null ? <None /> : <Money amount={control.difference} currency={cost.currency} places={0} />}
          </Fact>
        </>
      )}
    </dl>
  );
}

function Place({ node: { relationship }, parent }: Pick<RecordPanelProps, "node" | "parent">) {
  if (relationship === null) return <span className="text-muted">It is the root of this tree.</span>;
  const { via, parent_id } = relationship;
  return (
    <span className="wrap-anywhere text-muted">
      Hangs under {parent?.record_type ?? "the record"} <code>{parent_id}</code>: its <code>{via.local_field}</code> is that record's{" "}
      <code>{via.parent_field}</code>.
    </span>
  );
}

/** The record as text, for JavaScript's numbers would lose digits of long ids and of fine prices. */
function Sent({ node: { record_type, id } }: Pick<RecordPanelProps, "node">) {
  const name = { record_type, id };
  const { data, error } = useQuery({
    queryKey: ["record", record_type, id],
    queryFn: ({ signal }) => askText("GET /v1/records/{record_type}/{id}", { path: name, signal }),
  });
  const shown = data === undefined ? undefined : indentJson(memberOfJson(data, "record") ?? data);
  return (
    <>
      <div className="grid gap-1 px-4 pt-3">
        <RecordLinks {...name} />
        <RecordVersions {...name} />
      </div>
      <div className="flex items-center justify-between gap-2 px-4 pt-3">
        <h4 className="text-xs text-muted">As it was sent</h4>
        {shown === undefined ? <span className="h-8" /> : <CopyButton text={shown} label="Copy JSON" />}
      </div>
      {error === null ? null : (
        <div className="p-4">
          <Fault error={error} />
        </div>
      )}
      <JsonBox label="The record as it was sent">
        {shown === undefined ? <LoadingState label="Loading the record" lines={5} /> : <pre dir="ltr">{shown}</pre>}
      </JsonBox>
    </>
  );
}

const JsonBox = ({ label, children }: { readonly label: string; readonly children: ReactNode }) => (
  <section aria-label={label} tabIndex={0} className="m-4 mt-2 max-h-80 min-h-40 overflow-auto rounded-md border border-line bg-ground p-3">
    {children}
  </section>
);

const Fact = ({ name, children }: { readonly name: string; readonly children: ReactNode }) => (
  <div className="min-w-0">
    <dt className="truncate text-xs text-muted" title={name}>
      {name}
    </dt>
    <dd className="wrap-anywhere">{children}</dd>
  </div>
);
