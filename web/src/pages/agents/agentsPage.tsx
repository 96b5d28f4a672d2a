import { PageHead } from "../../components/pageHead.tsx";

export function AgentsPage() {
  return <PageHead title="Agents" />;
}
