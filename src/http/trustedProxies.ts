import ipaddr from "ipaddr.js";
import { AppError } from "../domain/errors.ts";

/**
 * @param text comma-separated addresses and CIDR ranges; null: nobody's word is taken for who asks
 * @throws AppError CONFIG_INVALID
 */
export function trustedProxies(text: string | null): string[] | false {
  if (text === null) return false;
  const proxies = text.split(",").map((proxy) => proxy.trim());
  for (const proxy of proxies) {
    if (!ipaddr.isValid(proxy) && !ipaddr.isValidCIDR(proxy))
      throw new AppError("CONFIG_INVALID", `TRUSTED_PROXIES: “${proxy}” is no address and no CIDR range.`);
  }
  return proxies;
}
