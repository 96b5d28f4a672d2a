import { useRouterState } from "@tanstack/react-router";
import { type RefObject, useEffect, useRef, useState } from "react";

/**
 * What a browser does at a page load and a router does not: after a change of page the focus leaves the link that was followed for
 * the new content, without scrolling it, and the new page's title is there to be read out. A page that took the focus itself keeps it.
 * @returns the title of the page that one came to; empty at the first, which the browser tells by itself
 */
export function useArrival(main: RefObject<HTMLElement | null>): string {
  const pathname = useRouterState({ select: ({ resolvedLocation }) => resolvedLocation?.pathname });
  const former = useRef(pathname);
  const [title, setTitle] = useState("");
  useEffect(() => {
    if (former.current === pathname) return;
    const isFirst = former.current === undefined;
    former.current = pathname;
    if (isFirst) return;
    if (main.current?.contains(document.activeElement) !== true) main.current?.focus({ preventScroll: true });
    setTitle(document.title);
    // Some pages know their name only once their data has come.
    const observer = new MutationObserver(() => setTitle(document.title));
    observer.observe(document.head, { subtree: true, childList: true, characterData: true });
    return () => observer.disconnect();
  }, [pathname, main]);
  return title;
}
