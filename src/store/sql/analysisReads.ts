import { sql } from "kysely";
import type { AnalysisSpending, AnalysisStore, StoredAnalysis } from "../analyses.ts";
import { selectAnalyses, toAnalysis } from "./analysisRow.ts";
import type { AnalysisWrites } from "./analysisWrites.ts";
import type { Reading } from "./dialect.ts";
import { guarded } from "./errors.ts";
import { NameReader } from "./names.ts";

const NANOS_PER_UNIT = 1_000_000_000n;
const NOTHING_SPENT: AnalysisSpending = { count: 0, inputTokens: 0, outputTokens: 0, costNanos: 0n };

interface SpentRow {
  readonly count: bigint;
  readonly input_tokens: string | null;
  readonly output_tokens: string | null;
  readonly cost_units: string | null;
  readonly cost_nanos: string | null;
}

/** The reading half of the AnalysisStore port. */
export class AnalysisReads implements Omit<AnalysisStore, keyof AnalysisWrites> {
  readonly #reading: Reading;
  readonly #names: NameReader;

  constructor(reading: Reading) {
    this.#reading = reading;
    this.#names = new NameReader(reading.db);
  }

  analyses(organization: string, keys: readonly number[]): Promise<(StoredAnalysis & { readonly sessionKey: number })[]> {
    return guarded(async () => {
      const organizationKey = await this.#names.organizationKey(organization);
      if (organizationKey === undefined || keys.length === 0) return [];
      const rows = await selectAnalyses(this.#reading.db)
        .where("analysis.organization_key", "=", organizationKey)
        .where(this.#reading.conversations.isOneOfKeys("analysis.session_key", keys))
        .execute();
      const ordered = rows.sort((a, b) => Number(a.analysis_key) - Number(b.analysis_key));
      return ordered.map((row) => ({ ...toAnalysis(row), sessionKey: Number(row.session_key) }));
    });
  }

  analysisSpent(organization: string, sinceMs: number): Promise<AnalysisSpending> {
    return guarded(async () => {
      const organizationKey = await this.#names.organizationKey(organization);
      if (organizationKey === undefined) return NOTHING_SPENT;
      // Units and nanos are summed apart, as everywhere: one 64-bit sum of nanos overflows.
      const { rows } = await sql<SpentRow>`
        SELECT count(*) AS count, CAST(sum(input_tokens) AS text) AS input_tokens, CAST(sum(output_tokens) AS text) AS output_tokens,
          CAST(sum(cost_nanos / 1000000000) AS text) AS cost_units, CAST(sum(cost_nanos % 1000000000) AS text) AS cost_nanos
        FROM (SELECT input_tokens, output_tokens, cost_nanos FROM analysis
            WHERE organization_key = ${organizationKey} AND finished_ms >= ${sinceMs} AND status <> 'skipped' AND analyser = 'llm'
          UNION ALL SELECT input_tokens, output_tokens, cost_nanos FROM analysis_trial
            WHERE organization_key = ${organizationKey} AND finished_ms >= ${sinceMs}) AS spent`.execute(this.#reading.db);
      const [row] = rows;
      return {
        count: Number(row?.count ?? 0),
        inputTokens: Number(row?.input_tokens ?? 0),
        outputTokens: Number(row?.output_tokens ?? 0),
        costNanos: BigInt(row?.cost_units ?? 0) * NANOS_PER_UNIT + BigInt(row?.cost_nanos ?? 0),
      };
    });
  }

  queuedAnalysisCount(organization: string | null): Promise<number> {
    return guarded(async () => {
      const organizationKey = organization === null ? null : await this.#names.organizationKey(organization);
      if (organizationKey === undefined) return 0;
      const { count } = await this.#reading.db
        .selectFrom("analysis")
        .select((expression) => expression.fn.countAll().as("count"))
        .where("ready_ms", "is not", null)
        .where("status", "=", "queued")
        // Written such that no index fits it: those that wait are few, and the organization's are many.
        .$if(organizationKey !== null, (query) => query.where(sql<boolean>`organization_key + 0 = ${organizationKey}`))
        .executeTakeFirstOrThrow();
      return Number(count);
    });
  }
}
