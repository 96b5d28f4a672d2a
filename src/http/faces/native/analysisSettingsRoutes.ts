import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "typebox";
import { parseOrganizationAnalysis, viewOrganizationAnalysis } from "../../../domain/analysisOrganization.ts";
import { AppError } from "../../../domain/errors.ts";
import { isJsonObject, type JsonObject, parseJson } from "../../../domain/json.ts";
import type { AnalysisSettingsRow } from "../../../store/endpoints.ts";
import { organizationOf } from "../../authenticate.ts";
import { sendJson } from "../../sendJson.ts";
import { AnalysisSettingsBody } from "./analysisSchemas.ts";
import type { NativeParts } from "./parts.ts";
import { refusals } from "./schemas.ts";

const tags = ["Analysis"];
/** Of no use without the address that they belong to. */
const MODEL_MEMBERS = [
  ...["model", "timeout_ms", "retries", "structured_outputs", "max_input_characters", "input_price", "output_price"],
  "daily_cost_max",
];

/** How an organization's analyses are made: the model, what it may cost, and how Ravan's face tells them. */
export const analysisSettingsRoutes =
  (parts: NativeParts): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.get(
      "/v1/analysis/settings",
      {
        onRequest: parts.requireScope("read"),
        schema: { tags, summary: "Read how analyses are made", response: { 200: Type.Ref("AnalysisSettings"), ...refusals } },
      },
      async (request, reply) => sendJson(reply, await parts.ask("native.analysisSettings", { organization: organizationOf(request) })),
    );
    app.put(
      "/v1/analysis/settings",
      {
        onRequest: parts.requireScope("admin"),
        schema: {
          tags,
          summary: "Set how analyses are made",
          description: "What is not given stays as it is; null puts back the default. The key needs CALLTREE_SECRET_KEY.",
          body: AnalysisSettingsBody,
          response: { 200: Type.Ref("AnalysisSettings"), ...refusals, 409: Type.Ref("Error") },
        },
      },
      async (request, reply) => {
        const organization = organizationOf(request);
        const { api_key: apiKey, ...said } = request.body;
        const before = await parts.office.analysisSettings(organization);
        const former = before === undefined ? {} : objectIn(before.settings);
        const settings = parseOrganizationAnalysis(merged(former, said));
        if (settings.model !== null && settings.model.baseUrl !== former["base_url"]) await parts.checkModelAddress(settings.model.baseUrl);
        const row: AnalysisSettingsRow = {
          settings: JSON.stringify(viewOrganizationAnalysis(settings)),
          sealedKey: sealedKeyOf(parts, apiKey, before, former["base_url"], settings.model?.baseUrl),
          updatedMs: parts.clock.nowMs(),
        };
        await parts.office.putAnalysisSettings(organization, row);
        await parts.office.audit({
          ...{ organization, atMs: row.updatedMs, actor: request.authority.keyId, action: "analysis_settings.changed" },
          detail: Object.keys(request.body).join(","),
        });
        return sendJson(reply, await parts.ask("native.analysisSettings", { organization }));
      },
    );
  };

function objectIn(text: string): JsonObject {
  const value = parseJson(text);
  return isJsonObject(value) ? value : {};
}

/** Without an address all that belongs to a model goes with it, unless it is said in the same breath. */
function merged(former: JsonObject, said: JsonObject): JsonObject {
  if (said["base_url"] !== null) return { ...former, ...said };
  return { ...former, ...Object.fromEntries(MODEL_MEMBERS.map((name) => [name, null])), ...said };
}

/**
 * A key is given to the server it was set for: who may change the address must not make the key go elsewhere.
 * @throws AppError ANALYSIS_SETTINGS_INVALID | SECRET_KEY_MISSING
 */
function sealedKeyOf(
  parts: NativeParts,
  apiKey: unknown,
  before: AnalysisSettingsRow | undefined,
  formerUrl: unknown,
  url: string | undefined,
): string | null {
  if (url === undefined) {
    if (typeof apiKey !== "string") return null;
    throw new AppError("ANALYSIS_SETTINGS_INVALID", "`api_key` needs base_url beside it.", { field: "api_key" });
  }
  if (typeof apiKey === "string") return parts.sealSecret(apiKey);
  const kept = before?.sealedKey ?? null;
  if (apiKey === null || kept === null) return null;
  if (typeof formerUrl === "string" && new URL(formerUrl).origin === new URL(url).origin) return kept;
  const message = "`base_url` leads to another server: give its `api_key`, or null.";
  throw new AppError("ANALYSIS_SETTINGS_INVALID", message, { field: "api_key" });
}
