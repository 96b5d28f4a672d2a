import { PageHead } from "../../components/pageHead.tsx";

export function WebhooksPage() {
  return <PageHead title="Webhooks" />;
}
