/** Before a sum that records of unknown cost are missing from. */
export const AtLeast = () => <span title="Some records have no known cost.">≥ </span>;
