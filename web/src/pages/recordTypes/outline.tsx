import { Link } from "@tanstack/react-router";
import type { CSSProperties } from "react";
import { Badge } from "../../components/badge.tsx";
import { linksText, type OutlineRow } from "./outlineRows.ts";

const INDENT_REM = 1.25;

/** Each type below its parents, with the fields that link them. */
export const Outline = ({ rows, chosen }: { readonly rows: readonly OutlineRow[]; readonly chosen: string | undefined }) => (
  <ul className="py-1">
    {rows.map((row) => (
      <li
        key={row.path}
        style={{ "--indent": `${row.depth * INDENT_REM}rem` } as CSSProperties}
        aria-current={row.type.name === chosen ? "true" : undefined}
        className="grid items-baseline gap-x-4 px-4 py-1 hover:bg-raised aria-[current=true]:bg-selected forced-colors:aria-[current=true]:outline-2 forced-colors:aria-[current=true]:-outline-offset-2 sm:grid-cols-[minmax(0,1.1fr)_minmax(0,1fr)]"
      >
        <div className="flex min-w-0 flex-wrap items-center gap-2 pl-(--indent)">
          <span className="sr-only">{row.depth === 0 ? "At the top: " : `Level ${row.depth + 1}: `}</span>
          <Link
            to="/record-types"
            search={(before) => ({ ...before, type: row.type.name })}
            resetScroll={false}
            data-type={row.type.name}
            className={`link min-h-6 wrap-anywhere ${row.depth === 0 ? "font-medium" : ""}`}
          >
            {row.type.name}
          </Link>
          {row.type.built_in ? null : <Badge tone="live">your own</Badge>}
          {row.type.virtual_by.length === 0 ? null : <Badge>virtual</Badge>}
          {row.isRepeat ? <span className="text-xs text-muted">as above</span> : null}
        </div>
        <p className="text-muted wrap-anywhere max-sm:pl-(--indent)">
          {row.links.length === 0 ? row.type.description : linksText(row.links)}
        </p>
      </li>
    ))}
  </ul>
);
