import { PageHead } from "../../components/pageHead.tsx";

export function KeysPage() {
  return <PageHead title="Keys" />;
}
