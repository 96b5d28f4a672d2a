/** The clock and the ids come in as arguments, so that every test and every replay can hold them still. */
export interface Clock {
  nowMs(): number;
}
