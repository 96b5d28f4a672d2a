import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import type { FastifyRequest } from "fastify";
import { Type } from "typebox";
import { AppError } from "../../../domain/errors.ts";
import { parseCurrency, parseDecimal } from "../../../domain/money.ts";
import { parseIsoMs } from "../../../domain/time.ts";
import type { ApiKey } from "../../../store/officeStore.ts";
import { organizationOf } from "../../authenticate.ts";
import { sendJson } from "../../sendJson.ts";
import { keyView, organizationView } from "./officeOperations.ts";
import { Credits, Currency, checkCredits, Name } from "./organizationRoutes.ts";
import type { NativeParts } from "./parts.ts";
import { listOf, pageQuery, refusals } from "./schemas.ts";

const AUDIT_LIMIT = 100;

const NewKey = Type.Object(
  {
    name: Name,
    scopes: Type.Array(Type.Enum(["ingest", "read", "admin"]), { minItems: 1, uniqueItems: true }),
    source: Type.Optional(
      Type.String({ pattern: "^[a-z0-9][a-z0-9_-]{0,63}$", default: "api", description: "Only this source may correct what it sent." }),
    ),
  },
  { additionalProperties: false },
);
type NewKeyBody = { name: string; scopes: ("ingest" | "read" | "admin")[]; source?: string };

export const officeRoutes =
  (parts: NativeParts): FastifyPluginAsyncTypebox =>
  async (app) => {
    const admin = { onRequest: parts.requireScope("admin") };
    const operator = { onRequest: parts.requireScope("operator") };

    const audit = (request: FastifyRequest, organization: string | null, action: string, detail: string): Promise<void> =>
      parts.office.audit({ organization, atMs: parts.clock.nowMs(), actor: request.authority.keyId, action, detail });

    const createKey = async (request: FastifyRequest, organization: string, body: NewKeyBody) => {
      const { secret, hash } = parts.newSecret();
      const key: ApiKey = {
        id: parts.newId("key"),
        name: body.name,
        organization,
        scopes: body.scopes,
        source: body.source ?? "api",
        createdMs: parts.clock.nowMs(),
        lastUsedMs: null,
        revokedMs: null,
      };
      await parts.office.createKey(key, hash);
      await audit(request, organization, "key.created", `${key.id} ${key.scopes.join(",")}`);
      return { ...keyView(key), secret };
    };

    const organizationTags = ["Organizations"];
    app.get(
      "/v1/organizations",
      {
        ...operator,
        schema: {
          tags: organizationTags,
          summary: "List organizations (operator)",
          response: { 200: listOf(Type.Ref("Organization")), ...refusals },
        },
      },
      async (_request, reply) => sendJson(reply, await parts.ask("native.organizations", {})),
    );
    app.post(
      "/v1/organizations",
      {
        ...operator,
        schema: {
          tags: organizationTags,
          summary: "Create an organization (operator)",
          body: Type.Object(
            {
              name: Name,
              id: Type.Optional(Type.String({ pattern: "^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$" })),
              currency: Type.Optional(Currency),
              credits_per_unit: Type.Optional(Credits),
            },
            { additionalProperties: false },
          ),
          response: { 201: Type.Ref("Organization"), ...refusals, 409: Type.Ref("Error") },
        },
      },
      async (request, reply) => {
        const { name, id = parts.newId("org"), currency = "USD", credits_per_unit: creditsPerUnit = "1" } = request.body;
        checkCredits(creditsPerUnit);
        const organization = await parts.office.createOrganization({
          id,
          name,
          currency: currency.toUpperCase(),
          creditsPerUnit,
          createdMs: parts.clock.nowMs(),
        });
        await audit(request, id, "organization.created", name);
        return reply.code(201).send(organizationView(organization));
      },
    );
    app.post(
      "/v1/organizations/:organization/keys",
      {
        ...operator,
        schema: {
          tags: organizationTags,
          summary: "Create a key of an organization (operator)",
          params: Type.Object({ organization: Type.String() }),
          body: NewKey,
          response: { 201: Type.Ref("NewKey"), ...refusals },
        },
      },
      async (request, reply) => {
        const { organization } = request.params;
        if ((await parts.office.organization(organization)) === undefined) {
          throw new AppError("ORGANIZATION_NOT_FOUND", `There is no organization "${organization}".`);
        }
        return reply.code(201).send(await createKey(request, organization, request.body));
      },
    );

    const keyTags = ["Keys"];
    app.get(
      "/v1/keys",
      { ...admin, schema: { tags: keyTags, summary: "List keys", response: { 200: listOf(Type.Ref("Key")), ...refusals } } },
      async (request, reply) => sendJson(reply, await parts.ask("native.keys", { organization: organizationOf(request) })),
    );
    app.post(
      "/v1/keys",
      {
        ...admin,
        schema: {
          tags: keyTags,
          summary: "Create a key; its secret is shown this once",
          body: NewKey,
          response: { 201: Type.Ref("NewKey"), ...refusals },
        },
      },
      async (request, reply) => reply.code(201).send(await createKey(request, organizationOf(request), request.body)),
    );
    app.delete(
      "/v1/keys/:id",
      {
        ...admin,
        schema: {
          tags: keyTags,
          summary: "Revoke a key",
          params: Type.Object({ id: Type.String() }),
          response: { 204: Type.Null(), ...refusals },
        },
      },
      async (request, reply) => {
        const organization = organizationOf(request);
        const isRevoked = await parts.office.revokeKey(organization, request.params.id, parts.clock.nowMs());
        parts.keyring.forget();
        parts.streams.recheck();
        if (!isRevoked) throw new AppError("KEY_NOT_FOUND", `There is no key "${request.params.id}" that is still valid.`);
        await audit(request, organization, "key.revoked", request.params.id);
        return reply.code(204).send(null);
      },
    );

    const rateTags = ["Exchange rates"];
    app.get(
      "/v1/exchange-rates",
      {
        onRequest: parts.requireScope("read"),
        schema: { tags: rateTags, summary: "List exchange rates", response: { 200: listOf(Type.Ref("ExchangeRate")), ...refusals } },
      },
      async (request, reply) => sendJson(reply, await parts.ask("native.exchangeRates", { organization: organizationOf(request) })),
    );
    app.put(
      "/v1/exchange-rates",
      {
        ...admin,
        schema: {
          tags: rateTags,
          summary: "Add or replace dated exchange rates",
          description: "One unit of `currency` is `rate` units of the organization's currency, from `effective_at` on (default: always).",
          body: Type.Array(
            Type.Object(
              {
                currency: Currency,
                rate: Type.String({ maxLength: 40 }),
                effective_at: Type.Optional(Type.Union([Type.String({ maxLength: 64 }), Type.Null()])),
              },
              { additionalProperties: false },
            ),
            { minItems: 1, maxItems: 1_000 },
          ),
          response: { 200: listOf(Type.Ref("ExchangeRate")), ...refusals },
        },
      },
      async (request, reply) => {
        const organization = organizationOf(request);
        await parts.office.putExchangeRates(organization, request.body.map(readRate));
        await audit(request, organization, "exchange_rates.changed", JSON.stringify(request.body).slice(0, 1_000));
        await parts.ratesChanged(organization);
        return sendJson(reply, await parts.ask("native.exchangeRates", { organization }));
      },
    );
    app.get(
      "/v1/audit",
      {
        ...admin,
        schema: {
          tags: organizationTags,
          summary: "Read who changed what, newest first",
          querystring: Type.Object(pageQuery),
          response: { 200: listOf(Type.Ref("AuditEntry")), ...refusals },
        },
      },
      async (request, reply) => {
        const { cursor, limit = AUDIT_LIMIT } = request.query;
        const args = { organization: organizationOf(request), limit, ...(cursor === undefined ? {} : { cursor }) };
        return sendJson(reply, await parts.ask("native.audit", args));
      },
    );
  };

/** The first instant that RFC 3339 can write. */
const ALWAYS_MS = -62_167_219_200_000;

function readRate(given: { currency: string; rate: string; effective_at?: string | null }, index: number) {
  const rate = parseDecimal(given.rate);
  if (rate === undefined || rate.coefficient <= 0n) {
    throw new AppError("RATE_INVALID", `"${given.rate}" is not an exact positive decimal.`, { field: `${index}.rate` });
  }
  const effectiveMs = given.effective_at === undefined || given.effective_at === null ? ALWAYS_MS : parseIsoMs(given.effective_at);
  if (effectiveMs === undefined)
    throw new AppError("RATE_INVALID", "`effective_at` is not an ISO 8601 time.", { field: `${index}.effective_at` });
  return { currency: parseCurrency(given.currency) ?? given.currency, rate: given.rate, effectiveMs };
}
