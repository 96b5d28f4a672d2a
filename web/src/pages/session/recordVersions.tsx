import { useQuery } from "@tanstack/react-query";
import { askText } from "../../api/client.ts";
import { Badge, wordsOf } from "../../components/badge.tsx";
import { Fault } from "../../components/notice.tsx";
import { LoadingState } from "../../components/states.tsx";
import { Time } from "../../components/time.tsx";
import { indentJson, memberOfJson, partsOfJson } from "../../jsonText.ts";
import { Disclosure } from "./disclosure.tsx";

interface Name {
  readonly record_type: string;
  readonly id: string;
}

interface Version {
  readonly standing: string;
  readonly source: string;
  readonly received_at: string;
  /** As it was sent. */
  readonly recordText: string;
}

/** Every version that came, newest first. */
export const RecordVersions = (name: Name) => <Disclosure title="Its versions">{() => <Told {...name} />}</Disclosure>;

function Told({ record_type, id }: Name) {
  const { data, error } = useQuery({
    queryKey: ["record", record_type, id, "history"],
    queryFn: async ({ signal }) =>
      versionsOf(await askText("GET /v1/records/{record_type}/{id}/history", { path: { record_type, id }, signal })),
  });
  if (error !== null) return <Fault error={error} />;
  if (data === undefined) return <LoadingState label="Loading its versions" lines={2} />;
  return (
    <ol className="grid gap-1">
      {data.map(({ standing, source, received_at, recordText }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: versions have no name but their place.
        <li key={index}>
          <div className="flex flex-wrap items-center gap-2">
            <Badge tone={standing === "current" ? "good" : "neutral"}>{wordsOf(standing)}</Badge>
            <span>
              <Time at={received_at} /> <span className="text-muted">from {source}</span>
            </span>
          </div>
          <Disclosure title={`Show version ${data.length - index}`}>
            {() => (
              <section
                aria-label={`Version ${data.length - index}`}
                tabIndex={0}
                className="max-h-60 overflow-auto rounded-md border border-line bg-ground p-3"
              >
                <pre dir="ltr">{indentJson(recordText)}</pre>
              </section>
            )}
          </Disclosure>
        </li>
      ))}
    </ol>
  );
}

function versionsOf(answer: string): Version[] {
  return partsOfJson(memberOfJson(answer, "data") ?? "[]").map(({ text }) => {
    const { standing, source, received_at } = JSON.parse(text) as Omit<Version, "recordText">;
    return { standing, source, received_at, recordText: memberOfJson(text, "record") ?? "null" };
  });
}
