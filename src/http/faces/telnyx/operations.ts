import type { ReadOperations } from "../../../reads/index.ts";
import { detailRecordOptions, detailRecords } from "./detailRecords.ts";
import { metadataOverview, recordTypeMetadata } from "./metadata.ts";
import { sessionAnalysis } from "./sessionAnalysis.ts";

/** Every read of the Telnyx face, by name. */
export const telnyxOperations = {
  "telnyx.sessionAnalysis": sessionAnalysis,
  "telnyx.metadataOverview": metadataOverview,
  "telnyx.recordTypeMetadata": recordTypeMetadata,
  "telnyx.detailRecords": detailRecords,
  "telnyx.detailRecordOptions": detailRecordOptions,
} satisfies ReadOperations;
