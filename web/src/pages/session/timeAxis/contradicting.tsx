import { useMemo } from "react";
import type { WholeSession } from "../../../api/native.generated.ts";
import { contradictions } from "./contradictions.ts";

/** What the axis cannot show as it was sent. */
export function Contradicting({ session }: { readonly session: WholeSession }) {
  const sentences = useMemo(() => contradictions(session), [session]);
  if (sentences.length === 0) return null;
  return (
    <p className="px-4 pb-2 text-warn">
      <span aria-hidden="true">! </span>
      The times contradict each other. {sentences.join(" ")} Each is shown where it starts, without a length.
    </p>
  );
}
