import { PageHead } from "../../components/pageHead.tsx";

export function AuditPage() {
  return <PageHead title="Audit" />;
}
