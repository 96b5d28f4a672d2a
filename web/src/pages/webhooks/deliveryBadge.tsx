import type { Delivery } from "../../api/native.generated.ts";
import { Badge, type Tone } from "../../components/badge.tsx";

const TONES: Readonly<Record<Delivery["status"], Tone>> = { pending: "live", delivered: "good", dead: "danger", cancelled: "neutral" };

export const DeliveryBadge = ({ status }: { readonly status: Delivery["status"] }) => <Badge tone={TONES[status]}>{status}</Badge>;
