import { randomBytes } from "node:crypto";
import { newEndpointSecret } from "../delivery/index.ts";
import type { Clock } from "../domain/clock.ts";
import { AppError } from "../domain/errors.ts";
import type { NativeParts } from "../http/faces/native/parts.ts";
import { checkEndpointAddress } from "../outgoing/endpointAddress.ts";
import { checkAddress, type OutgoingPolicy } from "../outgoing/policy.ts";
import type { Delivery } from "../store/endpoints.ts";
import type { OfficeStore } from "../store/officeStore.ts";
import type { Background } from "./backgroundWork.ts";
import { decryptSecret, encryptSecret } from "./secrets.ts";

type WebhookMembers = Pick<
  NativeParts,
  "webhooks" | "checkEndpointAddress" | "checkModelAddress" | "newEndpointSecret" | "sealSecret" | "openSecret"
>;

/** The native face's parts that have to do with webhooks, and with the secrets of others that are kept here. */
export function nativeWebhooks(
  office: OfficeStore,
  clock: Clock,
  background: Pick<Background, "testEndpoint" | "replayDelivery" | "replayWhere" | "wakeDeliveries">,
  policy: OutgoingPolicy,
  secretKeyHex: string | null,
): WebhookMembers {
  const added = async (organization: string, id: string): Promise<Delivery> => {
    const delivery = await office.delivery(organization, id);
    if (delivery === undefined) throw new AppError("ENDPOINT_NOT_FOUND", "The endpoint was removed just now.");
    return delivery;
  };
  return {
    webhooks: {
      test: async (organization, endpointId) => added(organization, await background.testEndpoint(organization, endpointId)),
      replay: async (organization, deliveryId) => added(organization, await background.replayDelivery(organization, deliveryId)),
      replayWhere: async (organization, filter) => {
        const { count, skipped, hasMore } = await background.replayWhere({ organization, ...filter });
        return { count, skipped, isComplete: !hasMore };
      },
      resume: async (organization, endpointId) => {
        const healthy = { isPaused: false, stoppedMs: null, failingSinceMs: null, failureCount: 0 };
        const endpoint = await office.updateEndpoint(organization, endpointId, { ...healthy, updatedMs: clock.nowMs() });
        if (endpoint === undefined) throw new AppError("ENDPOINT_NOT_FOUND", `There is no endpoint "${endpointId}".`);
        await office.hurryDeliveries(organization, endpointId, clock.nowMs());
        background.wakeDeliveries();
      },
      wake: () => background.wakeDeliveries(),
    },
    checkEndpointAddress: (url) => safeAddress(url, policy),
    checkModelAddress: async (url) => {
      try {
        await checkAddress(url, policy);
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        throw new AppError(error.code, error.message, { field: "base_url", cause: error });
      }
    },
    newEndpointSecret: () => newEndpointSecret(randomBytes),
    sealSecret: (plain) => encryptSecret(neededKey(secretKeyHex), plain),
    openSecret: (sealed) => decryptSecret(neededKey(secretKeyHex), sealed),
  };
}

/** @throws AppError SECRET_KEY_MISSING */
function neededKey(secretKeyHex: string | null): string {
  if (secretKeyHex !== null) return secretKeyHex;
  throw new AppError("SECRET_KEY_MISSING", "The server has no CALLTREE_SECRET_KEY, and keeps no secret of others without one.");
}

/** What is told over plain http anybody on the way may read; only hosts that the operator named may want that. */
async function safeAddress(text: string, policy: OutgoingPolicy): Promise<string> {
  const url = new URL(await checkEndpointAddress(text, policy));
  const host = url.hostname.replace(/\.+$/, "");
  if (url.protocol === "https:" || policy.allow.hasName(host) || policy.allow.hasAddress(host)) return url.href;
  throw new AppError("ADDRESS_REFUSED", "A webhook goes to an https address.", { field: "url" });
}
