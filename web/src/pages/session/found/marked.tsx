import { useMemo } from "react";
import { piecesOf } from "./foundWords.ts";

interface MarkedProps {
  readonly text: string;
  readonly words: readonly string[] | undefined;
}

/** A text with the found words marked, by more than a colour. */
export function Marked({ text, words }: MarkedProps) {
  const pieces = useMemo(() => (words === undefined ? [] : piecesOf(text, words)), [text, words]);
  if (pieces.length === 0) return text;
  return pieces.map((piece) =>
    piece.isFound ? (
      <mark key={piece.from} className="rounded-xs bg-accent/25 text-text underline decoration-accent decoration-2 underline-offset-2">
        {piece.text}
      </mark>
    ) : (
      piece.text
    ),
  );
}
