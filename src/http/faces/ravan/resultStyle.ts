import { parseOrganizationAnalysis } from "../../../domain/analysisOrganization.ts";
import { parseAgentAnalysis } from "../../../domain/analysisSettings.ts";
import { parseJson } from "../../../domain/json.ts";
import type { OfficeStore } from "../../../store/officeStore.ts";
import type { ResultStyle } from "./presentAnalysis.ts";

const FLAT: ResultStyle = { isTyped: false, fieldTypes: {} };

/** How this organization wants the results of analyses told; the types are those that its agents are configured with now. */
export async function resultStyleOf(office: Pick<OfficeStore, "analysisSettings" | "agents">, organization: string): Promise<ResultStyle> {
  const settings = await office.analysisSettings(organization);
  if (settings === undefined || !parseOrganizationAnalysis(parseJson(settings.settings)).ravanTypedWrapper) return FLAT;
  const fields = (await office.agents(organization)).flatMap(({ analysis }) =>
    analysis === null ? [] : (parseAgentAnalysis(parseJson(analysis)).ravanFields ?? []),
  );
  return { isTyped: true, fieldTypes: Object.fromEntries(fields.map(({ name, type }) => [name, type])) };
}
