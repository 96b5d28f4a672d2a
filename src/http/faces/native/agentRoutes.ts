import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "typebox";
import type { AgentAnalysis } from "../../../domain/analysis.ts";
import { parseAgentAnalysis, viewAgentAnalysis } from "../../../domain/analysisSettings.ts";
import { AppError } from "../../../domain/errors.ts";
import { isRecordId, RECORD_ID_CHARACTERS_MAX } from "../../../domain/record.ts";
import type { Registry } from "../../../domain/registry.ts";
import type { Agent } from "../../../store/officeStore.ts";
import { organizationOf } from "../../authenticate.ts";
import { sendJson } from "../../sendJson.ts";
import { agentView } from "./agentOperations.ts";
import type { NativeParts } from "./parts.ts";
import { listOf, refusals } from "./schemas.ts";

const tags = ["Agents"];
const params = Type.Object({ id: Type.String() });
const IDLE_CLOSE_SEC_MAX = 30 * 86_400;
const EXPECTED_TYPES_MAX = 50;

const AgentBody = Type.Object(
  {
    name: Type.Optional(
      Type.Union([Type.String({ minLength: 1, maxLength: 200, pattern: "^[^\\u0000-\\u001f]*$" }), Type.Null()], {
        description: "Shown where the session's facts bring no name.",
      }),
    ),
    expected_record_types: Type.Optional(
      Type.Array(Type.String({ minLength: 1, maxLength: 64 }), {
        maxItems: EXPECTED_TYPES_MAX,
        uniqueItems: true,
        description: "A session of this agent is complete, and settles early, once it has records of all of these.",
      }),
    ),
    idle_close_sec: Type.Optional(
      Type.Union([Type.Integer({ minimum: 1, maximum: IDLE_CLOSE_SEC_MAX }), Type.Null()], {
        description: "An open session ends after this long without anything new. Null: the server's setting.",
      }),
    ),
    // Checked in domain/, which names the member at fault; the answer's schema tells all of them.
    analysis: Type.Optional(
      Type.Unknown({
        description:
          "What to find out about the agent's sessions: members as in the answer, replaced as a whole. A part that is absent, null or " +
          "false is switched off; null in place of all switches analysis off.",
        examples: [{ analyser: "builtin", summary: true, sentiment: true, intent: { custom_intents: ["booking", "complaint"] } }],
      }),
    ),
  },
  { additionalProperties: false },
);

export const agentRoutes =
  (parts: NativeParts): FastifyPluginAsyncTypebox =>
  async (app) => {
    const read = { onRequest: parts.requireScope("read") };
    app.get(
      "/v1/agents",
      { ...read, schema: { tags, summary: "List configured agents", response: { 200: listOf(Type.Ref("Agent")), ...refusals } } },
      async (request, reply) => sendJson(reply, await parts.ask("native.agents", { organization: organizationOf(request) })),
    );
    app.get(
      "/v1/agents/:id",
      { ...read, schema: { tags, summary: "Read one configured agent", params, response: { 200: Type.Ref("Agent"), ...refusals } } },
      async (request, reply) =>
        sendJson(reply, await parts.ask("native.agent", { organization: organizationOf(request), id: request.params.id })),
    );
    app.put(
      "/v1/agents/:id",
      {
        onRequest: parts.requireScope("admin"),
        schema: {
          tags,
          summary: "Configure an agent",
          description: "What is not given keeps what it was. Sessions of the agent that have not settled are looked at again.",
          params,
          body: AgentBody,
          response: { 200: Type.Ref("Agent"), ...refusals },
        },
      },
      async (request) => {
        const organization = organizationOf(request);
        const { id } = request.params;
        refuseBadId(id);
        const { registry } = await parts.organizations.context(organization);
        const { name, expected_record_types: expected, idle_close_sec: idleCloseSec, analysis } = request.body;
        const before = await parts.office.agent(organization, id);
        const updatedMs = parts.clock.nowMs();
        const agent: Agent = {
          id,
          name: name === undefined ? (before?.name ?? null) : name,
          expectedRecordTypes: expected === undefined ? (before?.expectedRecordTypes ?? []) : namesOf(expected, registry),
          idleCloseSec: idleCloseSec === undefined ? (before?.idleCloseSec ?? null) : idleCloseSec,
          analysis: analysis === undefined ? (before?.analysis ?? null) : analysisText(analysis),
          updatedMs,
        };
        await parts.office.putAgent(organization, agent);
        await parts.office.audit({ organization, atMs: updatedMs, actor: request.authority.keyId, action: "agent.changed", detail: id });
        await parts.agentChanged(organization, id);
        return agentView(agent);
      },
    );
  };

function refuseBadId(id: string): void {
  if (isRecordId(id)) return;
  throw new AppError("PARAMETER_INVALID", `An agent's id is 1 to ${RECORD_ID_CHARACTERS_MAX} printable characters.`, { field: "id" });
}

/** Null and false switch it off. @throws AppError ANALYSIS_SETTINGS_INVALID */
const analysisText = (given: unknown): string | null =>
  given === null || given === false ? null : JSON.stringify(viewAgentAnalysis(readAgentAnalysis(given, "analysis")));

/** `member`: of the body, under which it was given. @throws AppError ANALYSIS_SETTINGS_INVALID with the member at fault, from there on */
export function readAgentAnalysis(given: unknown, member: string): AgentAnalysis {
  try {
    return parseAgentAnalysis(given);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const field = error.field === undefined || error.field === "" ? member : `${member}.${error.field}`;
    throw new AppError(error.code, error.message, { field, cause: error });
  }
}

/** Aliases and product slugs become the type's own name. @throws AppError RECORD_TYPE_UNKNOWN */
function namesOf(given: readonly string[], registry: Registry): string[] {
  const names = given.map((name, index) => {
    const type = registry.resolve(name);
    if (type !== undefined) return type.name;
    throw new AppError("RECORD_TYPE_UNKNOWN", `There is no record type "${name}".`, { field: `expected_record_types.${index}` });
  });
  return [...new Set(names)];
}
