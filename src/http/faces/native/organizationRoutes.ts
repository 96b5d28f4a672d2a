import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "typebox";
import { AppError } from "../../../domain/errors.ts";
import { parseDecimal } from "../../../domain/money.ts";
import type { Retention } from "../../../store/officeStore.ts";
import { organizationOf } from "../../authenticate.ts";
import { sendJson } from "../../sendJson.ts";
import { organizationView } from "./officeOperations.ts";
import type { NativeParts } from "./parts.ts";
import { refusals } from "./schemas.ts";

const tags = ["Organizations"];
export const Name = Type.String({ minLength: 1, maxLength: 200, pattern: "^[^\\u0000-\\u001f]*$", description: "Printable." });
export const Currency = Type.String({ pattern: "^[A-Za-z]{3}$", description: "ISO 4217." });
export const Credits = Type.String({
  pattern: "^\\d{1,18}(\\.\\d{1,18})?$",
  description: "Exact positive decimal: how many credits one unit of the currency is.",
});

/** A hundred years. */
const RETENTION_DAYS_MAX = 36_500;
const Days = (description: string) =>
  Type.Optional(Type.Union([Type.Integer({ minimum: 1, maximum: RETENTION_DAYS_MAX }), Type.Null()], { description }));
const Change = Type.Object(
  {
    name: Type.Optional(Name),
    currency: Type.Optional(Currency),
    credits_per_unit: Type.Optional(Credits),
    retention: Type.Optional(
      Type.Object(
        {
          session_days: Days("Sessions that ended longer ago are erased, as DELETE /v1/sessions/{id} does. Null: kept for good."),
          recording_days: Days("Of sessions that ended longer ago the recording is deleted. Null: kept as long as the session."),
        },
        { additionalProperties: false, minProperties: 1, description: "What is older is erased within the hour, and soon after a change." },
      ),
    ),
  },
  { additionalProperties: false, minProperties: 1 },
);

/** The organization that a key belongs to. */
export const organizationRoutes =
  (parts: NativeParts): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.get(
      "/v1/organization",
      {
        onRequest: parts.requireScope("read"),
        schema: {
          tags,
          summary: "Read the key's own organization",
          response: { 200: Type.Ref("Organization"), ...refusals },
        },
      },
      async (request, reply) => sendJson(reply, await parts.ask("native.organization", { organization: organizationOf(request) })),
    );
    app.patch(
      "/v1/organization",
      {
        onRequest: parts.requireScope("admin"),
        schema: {
          tags,
          summary: "Change the name, the currency, the credits or the retention of the key's own organization",
          description: "What is not given stays as it was.",
          body: Change,
          response: { 200: Type.Ref("Organization"), ...refusals },
        },
      },
      async (request) => {
        const { name, currency, credits_per_unit: creditsPerUnit, retention } = request.body;
        const id = organizationOf(request);
        if (creditsPerUnit !== undefined) checkCredits(creditsPerUnit);
        if (currency !== undefined) await refuseCurrencyInUse(parts, id, currency.toUpperCase());
        const change = {
          ...(name === undefined ? {} : { name }),
          ...(currency === undefined ? {} : { currency: currency.toUpperCase() }),
          ...(creditsPerUnit === undefined ? {} : { creditsPerUnit }),
          ...(retention === undefined ? {} : { retention: retentionOf(retention) }),
        };
        const organization = await parts.office.updateOrganization(id, change);
        if (organization === undefined) throw new AppError("ORGANIZATION_NOT_FOUND", `There is no organization "${id}".`);
        await parts.office.audit({
          ...{ organization: id, atMs: parts.clock.nowMs(), actor: request.authority.keyId },
          ...{ action: "organization.changed", detail: JSON.stringify(change) },
        });
        if (retention !== undefined) parts.retentionChanged();
        return organizationView(organization);
      },
    );
  };

type GivenRetention = { readonly session_days?: number | null; readonly recording_days?: number | null };

const retentionOf = ({ session_days: sessionDays, recording_days: recordingDays }: GivenRetention): Partial<Retention> => ({
  ...(sessionDays === undefined ? {} : { sessionDays }),
  ...(recordingDays === undefined ? {} : { recordingDays }),
});

/** Records without a currency and rates are told in the organization's; another one would give the same numbers another worth. */
async function refuseCurrencyInUse(parts: NativeParts, id: string, currency: string): Promise<void> {
  const { organization, rates } = await parts.organizations.context(id);
  if (organization.currency === currency) return;
  const { totals } = JSON.parse(await parts.ask("native.records", { organization: id, limit: 1 })) as { totals: { records: number } };
  if (totals.records === 0 && rates.length === 0) return;
  throw new AppError("CURRENCY_IN_USE", "The currency cannot change once there are records or exchange rates.", { field: "currency" });
}

/** The pattern lets zero through. @throws AppError RATE_INVALID */
export function checkCredits(creditsPerUnit: string): void {
  const credits = parseDecimal(creditsPerUnit);
  if (credits !== undefined && credits.coefficient > 0n) return;
  throw new AppError("RATE_INVALID", `"${creditsPerUnit}" is not an exact positive decimal.`, { field: "credits_per_unit" });
}
