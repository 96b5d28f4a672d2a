import { memo, useId, useState } from "react";
import { Segments } from "../../components/segments.tsx";
import type { SessionQuery } from "./search.ts";
import { type SeriesShape, SeriesStrip } from "./seriesStrip.tsx";

const KEPT_NAME = "calltree-series";
/** On a phone the charts stand below each other and leave no room for a session, so there one asks for them. */
const ROOMY_PX = 640;

const startsOpen = (): boolean => {
  const kept = window.localStorage.getItem(KEPT_NAME);
  return kept === null ? window.innerWidth >= ROOMY_PX : kept !== "folded";
};

/** The charts above the table, folded away by whoever wants the room; drawn anew for other numbers, not for every changed row. */
export const SeriesFold = memo(({ query }: { readonly query: SessionQuery }) => {
  const id = useId();
  const [isOpen, setOpen] = useState(startsOpen);
  const [shape, setShape] = useState<SeriesShape>("chart");
  const toggle = (): void => {
    setOpen(!isOpen);
    window.localStorage.setItem(KEPT_NAME, isOpen ? "folded" : "open");
  };
  return (
    <section aria-label="Over time" className="shrink-0 px-4 pt-2 sm:px-6">
      <div className="flex h-8 items-center justify-between gap-4">
        <button
          type="button"
          aria-expanded={isOpen}
          aria-controls={id}
          className="inline-flex min-h-6 cursor-pointer items-center gap-1 rounded text-xs text-muted hover:text-text"
          onClick={toggle}
        >
          <span aria-hidden="true" className={`inline-block ${isOpen ? "rotate-90" : ""}`}>
            ›
          </span>
          Over time
        </button>
        {isOpen ? (
          <Segments<SeriesShape>
            label="Over time, shown as"
            choices={[
              ["chart", "Chart"],
              ["table", "Table"],
            ]}
            value={shape}
            choose={setShape}
          />
        ) : null}
      </div>
      <div id={id}>{isOpen ? <SeriesStrip query={query} shape={shape} /> : null}</div>
    </section>
  );
});
