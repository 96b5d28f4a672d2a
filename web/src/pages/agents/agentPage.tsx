import { PageHead } from "../../components/pageHead.tsx";

export function AgentPage() {
  return <PageHead title="Agent" />;
}
