import { useQuery } from "@tanstack/react-query";
import { ReadOnlyNote } from "../../components/admin.tsx";
import { PageHead } from "../../components/pageHead.tsx";
import { ErrorState, LoadingState } from "../../components/states.tsx";
import { AnalysisCard } from "./analysisCard.tsx";
import { OrganizationCard } from "./organizationCard.tsx";
import { analysisSettingsQuery, organizationQuery, ratesQuery, recordCountQuery } from "./queries.ts";
import { RatesCard } from "./ratesCard.tsx";
import { RetentionCard } from "./retentionCard.tsx";
import { ServerCard } from "./serverCard.tsx";

export function SettingsPage() {
  const organization = useQuery(organizationQuery);
  const { data } = organization;
  // Each of these makes its card higher or lower: they come together, so that nothing jumps.
  const parts = [useQuery(ratesQuery), useQuery(recordCountQuery), useQuery(analysisSettingsQuery)];
  const isWhole = parts.every(({ isPending }) => !isPending);
  return (
    <>
      <PageHead title="Settings" lead="Of this organization. What belongs to the server itself is set in its environment." />
      {data !== undefined && isWhole ? (
        <div className="grid w-full max-w-5xl gap-4 p-4 sm:px-6">
          <ReadOnlyNote>You see how everything is set.</ReadOnlyNote>
          <OrganizationCard organization={data} />
          <RatesCard currency={data.currency} />
          <RetentionCard retention={data.retention} />
          <AnalysisCard />
          <ServerCard />
        </div>
      ) : organization.error !== null ? (
        <ErrorState error={organization.error} retry={() => void organization.refetch()} />
      ) : (
        <LoadingState label="Loading the settings" lines={14} />
      )}
    </>
  );
}
