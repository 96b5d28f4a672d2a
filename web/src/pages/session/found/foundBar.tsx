import { useNavigate } from "@tanstack/react-router";
import { Button } from "../../../components/button.tsx";
import { readSessionPointers } from "../search.ts";
import type { Found } from "./useFound.ts";

/** How many turns match, and the way from one to the next. */
export function FoundBar({ found: { find, turns, index, go } }: { readonly found: Found }) {
  const navigate = useNavigate({ from: "/sessions/$id" });
  const count = turns.length;
  const before = index === undefined ? count - 1 : index - 1;
  return (
    <div className="flex min-h-11 flex-wrap items-center gap-x-1 gap-y-1 border-b border-line py-1.5 pr-2 pl-4">
      <p role="status" className="mr-auto min-w-0 wrap-anywhere tabular-nums">
        {count === 0 ? "No turn matches" : count === 1 ? "1 turn matches" : `${count.toLocaleString("en")} turns match`}{" "}
        <bdi className="font-semibold">{find}</bdi>
        {index === undefined || count < 2 ? null : <span className="text-muted">: {(index + 1).toLocaleString("en")}</span>}
      </p>
      <Button look="quiet" className="px-2" disabled={count === 0} aria-label="Previous match" onClick={() => go((before + count) % count)}>
        ↑
      </Button>
      <Button look="quiet" className="px-2" disabled={count === 0} aria-label="Next match" onClick={() => go(((index ?? -1) + 1) % count)}>
        ↓
      </Button>
      <Button
        look="quiet"
        className="px-2"
        aria-label="Take the marks away"
        onClick={() =>
          void navigate({ search: (now) => readSessionPointers({ ...now, find: undefined }), replace: true, resetScroll: false })
        }
      >
        ✕
      </Button>
    </div>
  );
}
