import { formatNanos } from "../../../domain/money.ts";
import type { CostStatus } from "../../../domain/record.ts";
import { formatTime, formatTimeOrNull } from "../../../domain/time.ts";
import type { OrganizationContext } from "../../../reads/index.ts";
import type { RecordVersion, RecordWithBody } from "../../../store/recordStore.ts";
import { rateAt } from "../../../tree/currency.ts";

/** What costs are told by. */
export type MoneySettings = Pick<OrganizationContext, "organization" | "rates">;

/** A record as the native API tells it. The body is put in as text, exactly as it came in. */
export function recordJson(record: RecordWithBody, settings: MoneySettings): string {
  const facts = JSON.stringify({
    record_type: record.type,
    id: record.id,
    started_at: formatTimeOrNull(record.timeMs),
    ended_at: formatTimeOrNull(record.endMs),
    cost: {
      amount: record.costNanos === null ? null : formatNanos(record.costNanos),
      currency: record.currency ?? settings.organization.currency,
      status: costStatusOf(record, settings),
    },
    role: record.role,
    quantity: record.quantity,
    unit: record.unit,
    source: record.source,
    received_at: formatTime(record.receivedMs),
  });
  return `${facts.slice(0, -1)},"record":${record.body}}`;
}

/** As a tree tells it. */
function costStatusOf(record: RecordWithBody, { organization, rates }: MoneySettings): CostStatus {
  const { costNanos, currency, costStatus, timeMs, receivedMs } = record;
  if (costNanos === null || currency === null || currency === organization.currency) return costStatus;
  return rateAt(rates, currency, timeMs ?? receivedMs) === undefined ? "unconverted" : costStatus;
}

export function versionJson(version: RecordVersion): string {
  const facts = JSON.stringify({ standing: version.standing, source: version.source, received_at: formatTime(version.receivedMs) });
  return `${facts.slice(0, -1)},"record":${version.body}}`;
}
