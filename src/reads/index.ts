export {
  type Ask,
  type OrganizationContext,
  Organizations,
  type ReadContext,
  type ReadLimits,
  type ReadOperation,
  type ReadOperations,
} from "./readContext.ts";
export { type FoundOrphan, ORPHAN_REASONS, readOrphans } from "./readOrphans.ts";
export { checkAnswerSize, readShownTree, type ShownTree, type TreeQuestion, type TreeView } from "./readTree.ts";
export { foldSeries, SERIES_INTERVALS, type SeriesInterval, type SeriesPoint } from "./sessionSeries.ts";
