/** Dimensions of usage. Days and hours are UTC. Currency always counts as one: money of two currencies is never added. */
export type UsageGroup = "type" | "model" | "day" | "hour";

export interface UsageQuery {
  readonly organization: string;
  /** Half open, on the record's time; with a bound, records without time are left out. */
  readonly fromMs?: number;
  readonly beforeMs?: number;
  readonly types?: readonly string[];
  readonly models?: readonly (string | null)[];
  readonly agents?: readonly string[];
  readonly currencies?: readonly (string | null)[];
}

/** Charges of one group. Of the dimensions that were not asked for, `undefined`. */
export interface UsageRow {
  readonly type?: string;
  readonly model?: string | null;
  readonly agentId?: string;
  /** Start of the day or hour; null: records without time. */
  readonly timeMs?: number | null;
  /** Null: the records name none, the organization's applies. */
  readonly currency: string | null;
  /** Exact past 64 bits. */
  readonly costNanos: bigint;
  readonly recordCount: number;
  /** Of these, records whose cost is unknown. */
  readonly unknownCount: number;
}
