import { useCallback, useState } from "react";
import { areNarrow, chosenColumns, columnsText, keepColumns, readColumns, usualColumns } from "./columnChoice.ts";
import type { Column } from "./columns.tsx";

/** The columns to show: those chosen, or as many of the usual ones as there is room for. */
export function useColumns(text: string | undefined, setText: (text: string | undefined) => void) {
  const [usualText, setUsualText] = useState(() => columnsText(usualColumns(window.innerWidth)));
  const measured = useCallback((element: HTMLElement | null) => {
    if (element === null) return;
    // Only another set of columns draws anything anew, not every pixel of another width.
    const observer = new ResizeObserver(([entry]) => setUsualText(columnsText(usualColumns(entry?.contentRect.width))));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const chosen = useStable(chosenColumns(text));
  const usual = useStable(readColumns(usualText));
  const chooseColumns = (columns: readonly Column[] | undefined): void => {
    keepColumns(columns);
    setText(columns === undefined ? undefined : columnsText(columns));
  };
  const columns = chosen ?? usual ?? usualColumns();
  const isUsual = chosen === undefined;
  return { columns, isUsual, isNarrow: isUsual && areNarrow(columns), chooseColumns, measured };
}

/** The same list for the same columns, so that rows are not drawn anew. */
function useStable(columns: readonly Column[] | undefined): readonly Column[] | undefined {
  const [stable, setStable] = useState(columns);
  const isSame = columns === stable || (columns !== undefined && stable !== undefined && columnsText(columns) === columnsText(stable));
  if (!isSame) setStable(columns);
  return isSame ? stable : columns;
}
