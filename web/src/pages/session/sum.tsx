import type { ComponentProps } from "react";
import { AtLeast } from "../../components/atLeast.tsx";
import { Money } from "../../components/money.tsx";
import { type LeftOut, sumSign } from "./leftOut.ts";

interface SumProps extends ComponentProps<typeof Money> {
  /** Why some of it is not in it; undefined: it is all. */
  readonly leftOut: LeftOut | undefined;
}

/** A sum that is never told as all where it is not, nor as nothing where nothing is known. */
export function Sum({ leftOut, ...money }: SumProps) {
  const sign = sumSign(money.amount, leftOut);
  if (sign !== "" && sign !== "≥ ") return <span className="text-warn">{sign}</span>;
  return (
    <span className="whitespace-nowrap">
      {sign === "" ? null : <AtLeast why="Some costs are not in it." />}
      <Money {...money} />
    </span>
  );
}
