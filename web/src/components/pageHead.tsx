import type { ReactNode } from "react";

interface PageHeadProps {
  readonly title: string;
  /** What the page is for, in one sentence; left out where the title says it. */
  readonly lead?: string;
  /** Buttons, at the end of the line. */
  readonly children?: ReactNode;
}

/** The first line of every page: its name, in the browser's tab too. */
export function PageHead({ title, lead, children }: PageHeadProps) {
  return (
    <div className="flex shrink-0 flex-wrap items-start justify-between gap-x-4 gap-y-2 px-4 pt-4 sm:px-6">
      <title>{`${title} – Calltree`}</title>
      <div className="min-w-0">
        <h1>{title}</h1>
        {lead === undefined ? null : <p className="mt-0.5 max-w-prose text-muted">{lead}</p>}
      </div>
      {children === undefined ? null : <div className="flex flex-wrap items-center gap-2">{children}</div>}
    </div>
  );
}
