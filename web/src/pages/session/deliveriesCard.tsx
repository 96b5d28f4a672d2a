import { Card } from "../../components/card.tsx";

/** The webhooks that told of this session. */
export function DeliveriesCard({ sessionId }: { readonly sessionId: string }) {
  return (
    <Card title="Deliveries">
      <p className="p-4 text-muted">{sessionId}</p>
    </Card>
  );
}
