import { PageHead } from "../../components/pageHead.tsx";

export function CostsPage() {
  return <PageHead title="Costs" />;
}
