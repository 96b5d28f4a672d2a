import { formatNanos } from "../../../domain/money.ts";
import { formatTime, formatTimeOrNull } from "../../../domain/time.ts";
import type { RecordVersion, RecordWithBody } from "../../../store/recordStore.ts";

/** A record as the native API tells it. The body is put in as text, exactly as it came in. */
export function recordJson(record: RecordWithBody, organizationCurrency: string): string {
  const facts = JSON.stringify({
    record_type: record.type,
    id: record.id,
    started_at: formatTimeOrNull(record.timeMs),
    ended_at: formatTimeOrNull(record.endMs),
    cost: {
      amount: record.costNanos === null ? null : formatNanos(record.costNanos),
      currency: record.currency ?? organizationCurrency,
      status: record.costStatus,
    },
    role: record.role,
    quantity: record.quantity,
    unit: record.unit,
    source: record.source,
    received_at: formatTime(record.receivedMs),
  });
  return `${facts.slice(0, -1)},"record":${record.body}}`;
}

export function versionJson(version: RecordVersion): string {
  const facts = JSON.stringify({ standing: version.standing, source: version.source, received_at: formatTime(version.receivedMs) });
  return `${facts.slice(0, -1)},"record":${version.body}}`;
}
