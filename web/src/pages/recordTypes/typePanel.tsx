import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { RecordType } from "../../api/native.generated.ts";
import { useIsAdmin } from "../../components/admin.tsx";
import { Badge, None } from "../../components/badge.tsx";
import { Button } from "../../components/button.tsx";
import { Card } from "../../components/card.tsx";
import { Notice } from "../../components/notice.tsx";
import { EmptyState } from "../../components/states.tsx";
import { Time } from "../../components/time.tsx";
import { childrenOf, linkText, parentsOf } from "./outlineRows.ts";
import { standsAlone } from "./typeText.ts";

interface TypePanelProps {
  readonly types: readonly RecordType[];
  readonly chosen: string | undefined;
  edit(type: RecordType): void;
}

/** The type that the address names, in detail. */
export function TypePanel({ types, chosen, edit }: TypePanelProps) {
  const isAdmin = useIsAdmin();
  const type = types.find(({ name, aliases }) => name === chosen || aliases.includes(chosen ?? ""));
  if (type === undefined) {
    return (
      <Card title="One type">
        {chosen === undefined ? (
          <EmptyState title="Choose a type">Its fields, its parents and what hangs under it stand here.</EmptyState>
        ) : (
          <EmptyState title="There is no such type">
            <bdi>{chosen}</bdi> is neither a built-in type nor one of your own.
          </EmptyState>
        )}
      </Card>
    );
  }
  const button = isAdmin ? (
    <Button aria-label={`${type.built_in ? "Add parents to" : "Change"} ${type.name}`} onClick={() => edit(type)}>
      {type.built_in ? "Add parents" : "Change"}
    </Button>
  ) : null;
  return (
    <Card title={type.name} aside={button}>
      <div className="grid gap-4 p-4">
        {type.rereading_since === null ? null : (
          <Notice tone="warn">
            Stored records are being read again since <Time at={type.rereading_since} />. Until then some keep their older links.
          </Notice>
        )}
        {type.description === "" ? null : (
          <p dir="auto" className="wrap-anywhere">
            {type.description}
          </p>
        )}
        <Members type={type} />
        <Relations
          title="Hangs under"
          empty={
            standsAlone(type)
              ? "Nothing: these are charged by themselves. Add parents only if yours belong to calls."
              : "Nothing: it is a root."
          }
        >
          {[...parentsOf(type)].map(([name, links]) => (
            <li key={name} className="wrap-anywhere">
              <TypeLink name={name} /> <span className="text-muted">by {links.map(linkText).join(", or ")}</span>
              {links.every(({ cost_rollup }) => cost_rollup) ? null : <Badge tone="warn">its cost is not added</Badge>}
            </li>
          ))}
        </Relations>
        <Relations title="Has below it" empty="Nothing.">
          {childrenOf(type.name, types).map((child) => (
            <li key={child.name} className="wrap-anywhere">
              <TypeLink name={child.name} />{" "}
              <span className="text-muted">by {(parentsOf(child).get(type.name) ?? []).map(linkText).join(", or ")}</span>
            </li>
          ))}
        </Relations>
      </div>
    </Card>
  );
}

const TypeLink = ({ name }: { readonly name: string }) => (
  <Link to="/record-types" search={(before) => ({ ...before, type: name })} resetScroll={false} className="link">
    {name}
  </Link>
);

interface RelationsProps {
  readonly title: string;
  readonly empty: string;
  readonly children: readonly ReactNode[];
}

const Relations = ({ title, empty, children }: RelationsProps) => (
  <section aria-label={title}>
    <h3 className="font-medium">{title}</h3>
    {children.length === 0 ? <p className="text-muted">{empty}</p> : <ul className="mt-1 grid gap-1">{children}</ul>}
  </section>
);

const Fields = ({ fields }: { readonly fields: readonly string[] }) =>
  fields.length === 0 ? <None /> : <code className="wrap-anywhere">{fields.join(", ")}</code>;

const ROLES: Readonly<Record<RecordType["role"], string>> = {
  charge: "charge: adds to totals",
  control: "control: only compared with its parts",
  overhead: "overhead: what analysing cost",
};

const Members = ({ type }: { readonly type: RecordType }) => (
  <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 [&_dt]:text-muted">
    <dt>Product</dt>
    <dd className="wrap-anywhere">
      {type.product}
      {type.event === type.product ? "" : `, event ${type.event}`}
    </dd>
    <dt>Also called</dt>
    <dd>
      <Fields fields={type.aliases} />
    </dd>
    <dt>Id</dt>
    <dd>
      <Fields fields={type.id_fields} />
    </dd>
    <dt>Begins, ends</dt>
    <dd>
      <Fields fields={type.time_fields} /> · <Fields fields={type.end_fields} />{" "}
      {type.time_format === "iso" ? null : <span className="text-muted">({type.time_format})</span>}
    </dd>
    <dt>Cost</dt>
    <dd>
      <Fields fields={type.cost_fields} /> {type.cost_is_negative ? <span className="text-muted">written negative</span> : null}
    </dd>
    <dt>Quantity</dt>
    <dd>
      <Fields fields={type.quantity_fields.map(({ field, unit }) => `${field} (${unit})`)} />
    </dd>
    <dt>Model</dt>
    <dd>
      <Fields fields={type.model_fields} />
    </dd>
    <dt>Role</dt>
    <dd>{ROLES[type.role]}</dd>
    {type.virtual_by.length === 0 ? null : (
      <>
        <dt>Virtual by</dt>
        <dd>
          <Fields fields={type.virtual_by} />
        </dd>
      </>
    )}
  </dl>
);
