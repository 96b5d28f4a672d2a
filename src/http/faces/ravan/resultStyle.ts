import { parseOrganizationAnalysis } from "../../../domain/analysisOrganization.ts";
import { parseAgentAnalysis } from "../../../domain/analysisSettings.ts";
import { parseJson } from "../../../domain/json.ts";
import type { OfficeStore } from "../../../store/officeStore.ts";
import type { ResultStyle } from "./presentAnalysis.ts";

/** How this organization wants the results of analyses told; the types are those that its agents are configured with now. */
export async function resultStyleOf(office: Pick<OfficeStore, "analysisSettings" | "agents">, organization: string): Promise<ResultStyle> {
  const [settings, agents] = await Promise.all([office.analysisSettings(organization), office.agents(organization)]);
  const fields = agents.flatMap(({ analysis }) => (analysis === null ? [] : (parseAgentAnalysis(parseJson(analysis)).ravanFields ?? [])));
  return {
    isTyped: settings !== undefined && parseOrganizationAnalysis(parseJson(settings.settings)).ravanTypedWrapper,
    fieldTypes: Object.fromEntries(fields.map(({ name, type }) => [name, type])),
  };
}
