import type { TreeRow } from "../treeRows.ts";

const SHOWN_MAX = 5;

interface CrumbsProps {
  /** The root first, what takes the whole width last. */
  readonly path: readonly TreeRow[];
  zoomTo(key: string): void;
}

/** The way out of a zoom. Of a deep one, the first and the last. */
export function Crumbs({ path, zoomTo }: CrumbsProps) {
  const isLong = path.length > SHOWN_MAX;
  const shown = isLong ? [...path.slice(0, 1), ...path.slice(1 - SHOWN_MAX)] : path;
  return (
    <nav aria-label="Zoomed into" className="min-w-0">
      <ol className="flex min-h-8 flex-wrap items-center gap-x-1.5">
        {shown.map(({ key, node }, index) => (
          <li key={key} className="flex min-w-0 items-center gap-1.5">
            {index === 0 ? null : (
              <span aria-hidden="true" className="text-muted">
                {isLong && index === 1 ? "… ›" : "›"}
              </span>
            )}
            {index === shown.length - 1 ? (
              <span aria-current="true" className="truncate" title={key}>
                {node.record_type}
              </span>
            ) : (
              <button type="button" className="link min-h-6 max-w-48 cursor-pointer truncate" title={key} onClick={() => zoomTo(key)}>
                {node.record_type}
              </button>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}
