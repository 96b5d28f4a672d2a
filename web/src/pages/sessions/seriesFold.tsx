import { useState } from "react";
import { keep, readKept } from "../../kept.ts";
import type { SessionSearch } from "./search.ts";
import { SeriesStrip } from "./seriesStrip.tsx";

const KEPT_NAME = "calltree-series";

/** The charts above the table, folded away by whoever wants the room. */
export function SeriesFold({ search }: { readonly search: SessionSearch }) {
  const [isOpen, setOpen] = useState(() => readKept(KEPT_NAME) !== "folded");
  const toggle = (opened: boolean): void => {
    setOpen(opened);
    keep(KEPT_NAME, opened ? "open" : "folded");
  };
  return (
    <details open={isOpen} className="group shrink-0 pt-2" onToggle={(event) => toggle(event.currentTarget.open)}>
      <summary className="mx-4 inline-flex sm:mx-6 min-h-6 cursor-pointer items-center gap-1 rounded text-xs text-muted select-none hover:text-text">
        <span aria-hidden="true" className="inline-block group-open:rotate-90">
          ›
        </span>
        Over time
      </summary>
      <div className="pt-1 sm:px-2">{isOpen ? <SeriesStrip search={search} /> : null}</div>
    </details>
  );
}
