/** What each action of the audit trail means, in words. `detail` says the rest. */
const DEEDS: Readonly<Record<string, string>> = {
  "server.first_started": "started the server for the first time",
  "organization.created": "made the organization",
  "organization.changed": "changed the organization",
  "key.created": "made a key",
  "key.revoked": "revoked a key",
  "exchange_rates.changed": "changed exchange rates",
  "record_type.changed": "changed a record type",
  "record_type.reread_faults": "could not read fields of stored records",
  "agent.changed": "configured an agent",
  "analysis_settings.changed": "changed how analyses are made",
  "analysis.requested": "asked for an analysis",
  "analysis.bulk_requested": "asked for many analyses",
  "analysis.tried": "tried analysis settings out",
  "endpoint.created": "registered a webhook endpoint",
  "endpoint.changed": "changed a webhook endpoint",
  "endpoint.deleted": "removed a webhook endpoint",
  "endpoint.tested": "tested a webhook endpoint",
  "endpoint.secret_rotated": "gave a webhook endpoint a new secret",
  "endpoint.resumed": "resumed a webhook endpoint",
  "delivery.replayed": "sent a delivery again",
  "deliveries.replayed": "sent many deliveries again",
  "session.erased": "erased a session",
  "retention.sessions_erased": "erased sessions older than they are kept",
  "retention.recordings_erased": "erased recordings older than they are kept",
  "recording_key.rotated": "signed recordings’ addresses with a new key",
  "sample_calls.loaded": "loaded sample calls",
  "rebuild.started": "had everything derived made again",
};

/** An action that a later server added is told by its name: `thing.was_done` → thing was done. */
export const deedOf = (action: string): string => DEEDS[action] ?? action.replaceAll(/[._]/g, " ");

export interface DetailParts {
  readonly text: string;
  /** The JSON at its end, laid out to be read; null where there is none that is whole. */
  readonly json: string | null;
}

/** Details are a text, or JSON, or a text and JSON behind it; long ones are cut by the server. */
export function detailParts(detail: string): DetailParts {
  const start = detail.search(/[[{]/);
  if (start < 0) return { text: detail, json: null };
  try {
    const json = JSON.stringify(JSON.parse(detail.slice(start)) as unknown, null, 2);
    return { text: detail.slice(0, start).replace(/:\s*$/, ""), json };
  } catch (error) {
    if (error instanceof SyntaxError) return { text: detail, json: null };
    throw error;
  }
}
