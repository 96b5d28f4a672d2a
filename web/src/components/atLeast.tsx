/** Before a sum that leaves something out: the sign is read out as words, and says why where one points at it. */
export const AtLeast = ({ why = "Some records have no known cost." }: { readonly why?: string }) => (
  <>
    <span role="img" aria-label="at least" title={why}>
      ≥
    </span>{" "}
  </>
);
