import { PageHead } from "../../components/pageHead.tsx";

export function RecordTypesPage() {
  return <PageHead title="Record types" />;
}
