/** Where the projector stands in the feed of records, among the server's values. Empty: before the first. */
export const POSITION_NAME = "projector position";
